package emulator_test

import (
	"encoding/binary"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/twvoice/twvoice/internal/emulator"
)

func (l *local) record(t testing.TB, call, conference, status string, channels, seconds int) string {
	t.Helper()
	sid, err := l.server().Record(t.Context(), l.account.Sid, call, conference, status, channels, seconds)
	if err != nil {
		t.Fatal(err)
	}
	return sid
}

func TestRecordingIsServedAsWAV(t *testing.T) {
	t.Parallel()
	l := newLocal(t)
	call := l.ring(t, emulator.Rung{Started: march(1)})
	mono, dual := l.record(t, call, "", "completed", 1, 3), l.record(t, call, "", "completed", 2, 3)
	tests := []struct {
		name, path string
		channels   uint16
	}{
		{"as WAV", "/Recordings/" + mono + ".wav", 1},
		{"without an ending", "/Recordings/" + mono, 1},
		{"below its call", "/Calls/" + call + "/Recordings/" + mono + ".wav", 1},
		{"on two channels", "/Recordings/" + dual + ".wav", 2},
		{"on two channels that were asked for", "/Recordings/" + dual + ".wav?RequestedChannels=2", 2},
		{"on one of two channels", "/Recordings/" + dual + ".wav?RequestedChannels=1", 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := httptest.NewRecorder()
			l.ServeHTTP(w, httptest.NewRequest(http.MethodGet, l.path(tt.path), nil)) // no password is needed
			b := w.Body.Bytes()
			if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "audio/x-wav" || len(b) < 44 {
				t.Fatalf("got %d %s of %d bytes", w.Code, w.Header(), len(b))
			}
			le := binary.LittleEndian
			if string(b[:4]) != "RIFF" || string(b[8:16]) != "WAVEfmt " || string(b[36:40]) != "data" ||
				le.Uint32(b[4:]) != uint32(len(b)-8) || le.Uint32(b[40:]) != uint32(len(b)-44) {
				t.Errorf("head %q", b[:44])
			}
			rate := le.Uint32(b[28:])
			if le.Uint16(b[20:]) != 1 || le.Uint16(b[22:]) != tt.channels || le.Uint32(b[24:]) != 8000 || (len(b)-44)/int(rate) != 3 {
				t.Errorf("format %d, %d channels of %d Hz, %d bytes at %d a second", le.Uint16(b[20:]), le.Uint16(b[22:]), le.Uint32(b[24:]), len(b), rate)
			}
		})
	}
	for path, code := range map[string]int{".mp3": 406, ".wav?RequestedChannels=2": 400, ".wav?RequestedChannels=3": 400} {
		if w := l.send(http.MethodGet, l.path("/Recordings/"+mono+path), nil); w.Code != code {
			t.Errorf("%s: %d %s, want %d", path, w.Code, w.Body, code)
		}
	}
}

func TestRecordingsAreFoundAndErased(t *testing.T) {
	t.Parallel()
	l := newLocal(t, emulator.WithClock(func() time.Time { return march(1) }))
	call, other := l.ring(t, emulator.Rung{Started: march(1)}), l.ring(t, emulator.Rung{Started: march(1)})
	room, err := l.server().Confer(t.Context(), l.account.Sid, "room")
	if err != nil {
		t.Fatal(err)
	}
	done, going := l.record(t, call, "", "completed", 1, 3), l.record(t, call, "", "in-progress", 1, 0)
	meeting := l.record(t, "", room, "completed", 1, 3)
	l.counts(t, "recordings", "/Recordings.json", map[string]int{
		"": 3, "?CallSid=" + call: 2, "?ConferenceSid=" + room: 1, "?DateCreated=2026-03-01": 3, "?DateCreated>=2026-03-02": 0,
	})
	l.counts(t, "recordings", "/Calls/"+call+"/Recordings.json", map[string]int{"": 2})
	l.counts(t, "recordings", "/Calls/"+other+"/Recordings.json", map[string]int{"": 0})
	l.counts(t, "recordings", "/Conferences/"+room+"/Recordings.json", map[string]int{"": 1})
	l.get(t, l.path("/Calls/"+call+"/Recordings/"+done+".json"))
	l.get(t, l.path("/Conferences/"+room+"/Recordings/"+meeting+".json"))
	l.refuses(t, 404, 20404, http.MethodGet, l.path("/Calls/"+other+"/Recordings/"+done+".json"), nil)
	l.refuses(t, 404, 20404, http.MethodGet, l.path("/Calls/CA"+strings.Repeat("0", 32)+"/Recordings.json"), nil)

	self := l.path("/Recordings/" + done)
	l.refuses(t, 409, 20009, http.MethodDelete, l.path("/Recordings/"+going+".json"), nil)
	l.refuses(t, 404, 20404, http.MethodGet, l.path("/Recordings/"+going+".wav"), nil)
	l.want(t, http.StatusNoContent, http.MethodDelete, self+".json", nil)
	l.refuses(t, 404, 20404, http.MethodGet, self+".json", nil)
	l.refuses(t, 404, 20404, http.MethodGet, self+".wav", nil)
	l.refuses(t, 404, 20404, http.MethodDelete, self+".json", nil)
	l.counts(t, "recordings", "/Recordings.json", map[string]int{"": 2, "?IncludeSoftDeleted=true": 3})
	l.get(t, self+".json?IncludeSoftDeleted=true")
}
