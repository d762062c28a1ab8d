package emulator

import (
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/twvoice/twvoice/internal/emulator/outbox"
	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/internal/emulator/rest"
	"github.com/twvoice/twvoice/internal/store"
)

// controlPath is the path of requests that Twilio does not have, such as incoming calls and pressed
// keys. They need no password, because they are for this machine and the hosts that --listen
// allows. Requests from web pages of another origin are rejected.
const controlPath = "/_twvoice/"

// control returns the handler of the routes below [controlPath].
func (e *Server) control() http.Handler {
	mux := http.NewServeMux()
	for pattern, do := range map[string]func(*http.Request) (any, error){
		"GET /_twvoice/{$}":                  e.about,
		"POST /_twvoice/calls":               e.ringNumber,
		"GET /_twvoice/calls":                e.listTranscripts,
		"GET /_twvoice/calls/{sid}":          e.showTranscript,
		"POST /_twvoice/calls/{sid}/press":   e.press,
		"POST /_twvoice/calls/{sid}/say":     e.say,
		"POST /_twvoice/calls/{sid}/hangup":  e.hangUp,
		"POST /_twvoice/calls/{sid}/answer":  e.pickUp,
		"POST /_twvoice/calls/{sid}/refuse":  e.reject,
		"PUT /_twvoice/remote/{sid}":         e.putRemote,
		"POST /_twvoice/remote/{sid}/orders": e.remoteOrders,
		"GET /_twvoice/deliveries":           func(*http.Request) (any, error) { return append([]outbox.Delivery{}, e.outbox.Log.List()...), nil },
		"GET /_twvoice/alerts":               e.listAllAlerts,
		controlPath:                          unknownControl,
	} {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			if origin := r.Header.Get("Origin"); origin != "" && origin != "http://"+r.Host {
				writeJSON(w, http.StatusForbidden, controlError{Message: "a web page of " + origin + " cannot use this API"})
				return
			}
			body, err := do(r)
			if why, ok := err.(*controlError); ok {
				writeJSON(w, why.status, *why)
				return
			}
			if err != nil {
				writeJSON(w, http.StatusInternalServerError, controlError{Message: err.Error()})
				return
			}
			writeJSON(w, http.StatusOK, body)
		})
	}
	return mux
}

// controlError is an error of a control request.
type controlError struct {
	status  int
	Message string `json:"message"`
	Hint    string `json:"hint,omitempty"`
}

// Error returns the message.
func (w *controlError) Error() string { return w.Message }

func controlErrorf(status int, hint, format string, args ...any) error {
	return &controlError{status: status, Message: fmt.Sprintf(format, args...), Hint: hint}
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	if why, ok := body.(controlError); ok {
		body = map[string]controlError{"error": why}
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	text := json.NewEncoder(w)
	text.SetEscapeHTML(false) // people read it, and it contains TwiML
	text.SetIndent("", "  ")
	_ = text.Encode(body) // the client has gone
}

// unknownControl answers requests with an unknown path or method.
func unknownControl(r *http.Request) (any, error) {
	return nil, controlErrorf(http.StatusNotFound,
		"supported: GET calls, calls/CA…, deliveries, alerts, and POST calls, calls/CA…/press, /say, /answer, /refuse, /hangup",
		"%s %s is not supported here", r.Method, r.URL.Path)
}

// knownValues returns the parameters of a request, and rejects names other than those given. Otherwise a
// mistyped name would silently have no effect.
func knownValues(r *http.Request, names ...string) (url.Values, error) {
	all, err := readValues(r)
	if err != nil {
		return nil, err
	}
	for name := range all {
		if !slices.Contains(names, name) {
			return nil, controlErrorf(http.StatusBadRequest, "", "unknown parameter %q: use %s", name, strings.Join(names, ", "))
		}
	}
	return all, nil
}

// readValues returns the parameters of a request from a form, from JSON, or from the query of its URL.
// Names are those of the JSON: hang_up_after.
func readValues(r *http.Request) (url.Values, error) {
	all := r.URL.Query()
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	body, err := io.ReadAll(io.LimitReader(r.Body, rest.MaxBody+1))
	if err != nil {
		return nil, err
	}
	if len(body) > rest.MaxBody {
		return nil, controlErrorf(http.StatusRequestEntityTooLarge, "", "the body is larger than %d bytes", rest.MaxBody)
	}
	if kind != "application/json" {
		form, err := url.ParseQuery(string(body))
		if err != nil {
			return nil, controlErrorf(http.StatusBadRequest, "", "the form cannot be read: %v", err)
		}
		for name, values := range form {
			all[name] = values
		}
		return all, nil
	}
	var fields map[string]any
	if err := json.Unmarshal(body, &fields); err != nil {
		return nil, controlErrorf(http.StatusBadRequest, "", "the body is not a JSON object: %v", err)
	}
	for name, value := range fields {
		list, ok := value.([]any)
		if !ok {
			list = []any{value}
		}
		for _, one := range list {
			all.Add(name, strings.TrimSpace(fmt.Sprint(one)))
		}
	}
	return all, nil
}

// about answers with the name of the server, so that a script can wait until it is ready.
func (e *Server) about(r *http.Request) (any, error) {
	oldest, err := record.OldestAccount(r.Context(), e.tables.DB)
	if err != nil {
		return nil, err
	}
	return map[string]any{"name": "twvoice emulate", "account_sid": oldest.Sid, "calls": e.board != nil}, nil
}

// listAllAlerts lists the alerts of all accounts, oldest first.
func (e *Server) listAllAlerts(r *http.Request) (any, error) {
	rows, err := record.Alerts(e.tables.DB).List(r.Context(), store.Query{})
	all := make([]record.Alert, len(rows))
	for i, row := range rows {
		all[i] = row.Value
	}
	return all, err
}
