package capture

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/store"
)

// machine is what listens on this machine: by host, the nonce that is answered there.
type machine map[string]string

func (m machine) RoundTrip(req *http.Request) (*http.Response, error) {
	nonce, ok := m[req.URL.Host]
	if !ok {
		return nil, errors.New("connection refused")
	}
	status, body := http.StatusNotFound, "404"
	if req.URL.Path == "/probe/"+nonce {
		status, body = http.StatusOK, nonce
	}
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body))}, nil
}

func TestRunning(t *testing.T) {
	t.Parallel()
	serve := func(name, twiml string) Session {
		return Session{ID: name, LocalURL: "http://" + name, Probe: "/probe/nonce-" + name, TwiML: twiml}
	}
	over := serve("over", "menu")
	over.Ended = noon()
	all := []Session{serve("a", "menu"), serve("b", "menu"), serve("c", "other"), over}
	tests := []struct {
		name  string
		asked string // the session of the request
		there machine
		want  string // the session, or what the error says
		exit  fault.Exit
	}{
		{"itself, of several", "a", machine{"a": "nonce-a", "b": "nonce-b"}, "a", fault.OK},
		{"one that serves the same, where it has gone", "over", machine{"b": "nonce-b", "c": "nonce-c"}, "b", fault.OK},
		{"the only one there is", "a", machine{"c": "nonce-c"}, "c", fault.OK},
		{"none, where another program has the port", "a", machine{"a": "nonce-x"}, "no serve is running", fault.Failed},
		{"none, where all are gone", "a", machine{}, "no serve is running", fault.Failed},
		{"not one that has ended, whatever is on its port", "over", machine{"over": "nonce-over"}, "no serve is running", fault.Failed},
		{"neither of two that serve the same", "over", machine{"a": "nonce-a", "b": "nonce-b"}, "more than one serve is running", fault.Usage},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a := archive(t, t.TempDir())
			err := a.db.Update(t.Context(), func(tx *store.Tx) error {
				for _, s := range all {
					if err := s.put(t.Context(), tx); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			got, err := a.Running(t.Context(), tt.asked, tt.there)
			if fault.ExitOf(err) != tt.exit {
				t.Errorf("got %v, want exit %d", err, tt.exit)
			}
			if err != nil {
				got.ID = err.Error()
			}
			if got.ID != tt.want && (err == nil || !strings.Contains(got.ID, tt.want)) {
				t.Errorf("got %s, want %s", got.ID, tt.want)
			}
			if err != nil && fault.HintOf(err) == "" {
				t.Error("there is no hint")
			}
		})
	}
}

// Sessions that are long over are forgotten.
func TestOldSessionsAreDeleted(t *testing.T) {
	t.Parallel()
	db, err := store.Memory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	err = db.Update(t.Context(), func(tx *store.Tx) error {
		for i := range maxSessions + 5 {
			if err := (Session{ID: ID(int64(i))}).put(t.Context(), tx); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := sessionsOf(db).List(t.Context(), store.Query{})
	if err != nil || len(rows) != maxSessions || rows[0].Key != "r5" {
		t.Errorf("%d sessions, %v; want the last %d", len(rows), err, maxSessions)
	}
}

func TestCallIsFoundByItsSidPrefix(t *testing.T) {
	t.Parallel()
	calls := []Call{{CallSid: "CA12"}, {CallSid: "CA123"}, {CallSid: "CA4"}}
	tests := []struct{ typed, want string }{
		{"CA4", "CA4"},
		{"CA12", "CA12"},
		{"CA1", "2 calls begin with CA1"},
		{"CA", "3 calls begin with CA"},
		{"CA9", "no call CA9 is stored: it never was, or it was deleted"},
		{"", "no call  is stored: it never was, or it was deleted"},
	}
	for _, tt := range tests {
		got, err := findCall(calls, tt.typed)
		if err != nil {
			got.CallSid = err.Error()
		}
		if got.CallSid != tt.want || err != nil && fault.ExitOf(err) != fault.Usage {
			t.Errorf("%q: got %q, want %q", tt.typed, got.CallSid, tt.want)
		}
	}
}
