package voicesim_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
)

// scriptedAgent is an application behind a WebSocket, as a section "ws /path" describes it: a line a
// reaction, "PATTERN => message | message". The pattern is a regular expression that a message of
// Twilio matches; the first line that matches counts. A message is JSON, or `say TEXT` for a whole
// talk cycle, `token TEXT` for a part of one, `wait 300ms`, `close 1000 reason`, or `drop`.
type scriptedAgent struct {
	t     *testing.T
	lines []reaction
}

type reaction struct {
	to  *regexp.Regexp
	all []string
}

func newScriptedAgent(t *testing.T, section string) *scriptedAgent {
	t.Helper()
	a := &scriptedAgent{t: t}
	for line := range strings.Lines(section) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		pattern, messages, ok := strings.Cut(line, " => ")
		if !ok {
			t.Fatalf("the agent's line %q has no =>", line)
		}
		a.lines = append(a.lines, reaction{regexp.MustCompile(pattern), strings.Split(messages, " | ")})
	}
	return a
}

func (a *scriptedAgent) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	conn, err := websocket.Accept(w, r, nil)
	if err != nil {
		a.t.Error(err)
		return
	}
	defer conn.CloseNow() //nolint:errcheck // closed already, or the other side has gone
	for {
		_, data, err := conn.Read(r.Context())
		if err != nil {
			return
		}
		for _, line := range a.lines {
			if line.to.Match(data) {
				for _, message := range line.all {
					if !a.do(r, conn, message) {
						return
					}
				}
				break
			}
		}
	}
}

// do carries out one message, and reports whether the agent goes on.
func (a *scriptedAgent) do(r *http.Request, conn *websocket.Conn, message string) bool {
	word, rest, _ := strings.Cut(message, " ")
	switch word {
	case "wait":
		pause, err := time.ParseDuration(rest)
		if err != nil {
			a.t.Error(err)
		}
		time.Sleep(pause) // within a bubble of synctest, where time is not real
		return true
	case "close":
		_ = conn.Close(websocket.StatusNormalClosure, "bye")
		return false
	case "drop":
		return false
	case "say":
		message = `{"type":"text","token":"` + rest + `","last":true}`
	case "token":
		message = `{"type":"text","token":"` + rest + ` "}`
	}
	return conn.Write(r.Context(), websocket.MessageText, []byte(message)) == nil
}
