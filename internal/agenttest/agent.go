// Package agenttest provides an application behind a WebSocket for tests: an agent that is described line by line. It does
// not check what Twilio sends.
package agenttest

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/coder/websocket"
)

// Agent is a scripted agent. Make one with [New]. It is safe for concurrent use: every WebSocket is a separate
// conversation.
type Agent struct{ lines []reaction }

type reaction struct {
	to  *regexp.Regexp
	all []string
}

// New reads the lines of an agent, one reaction per line: "PATTERN => message | message". The pattern is a regular
// expression that a message of Twilio matches; the first line that matches counts. A message is JSON, or `say TEXT` for a
// whole talk cycle, `token TEXT` for a part of one, `wait 300ms`, `close`, or `drop`.
func New(script string) (*Agent, error) {
	a := &Agent{}
	for line := range strings.Lines(script) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		pattern, messages, ok := strings.Cut(line, " => ")
		if !ok {
			return nil, fmt.Errorf("the agent's line %q has no =>", line)
		}
		to, err := regexp.Compile(pattern)
		if err != nil {
			return nil, err
		}
		a.lines = append(a.lines, reaction{to, strings.Split(messages, " | ")})
	}
	return a, nil
}

// ServeHTTP accepts a WebSocket and reacts to its messages until it is closed.
func (a *Agent) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	conn, err := websocket.Accept(w, r, nil)
	if err != nil {
		return // Accept has answered
	}
	defer conn.CloseNow() //nolint:errcheck // closed already, or the other side has gone
	for {
		_, data, err := conn.Read(r.Context())
		if err != nil {
			return
		}
		for _, message := range a.reactions(data) {
			if !do(r, conn, message) {
				return
			}
		}
	}
}

func (a *Agent) reactions(data []byte) []string {
	for _, line := range a.lines {
		if line.to.Match(data) {
			return line.all
		}
	}
	return nil
}

// do carries out one message, and reports whether the agent goes on.
func do(r *http.Request, conn *websocket.Conn, message string) bool {
	word, rest, _ := strings.Cut(message, " ")
	switch word {
	case "wait":
		pause, err := time.ParseDuration(rest)
		if err != nil {
			panic(err) // a mistake in the test
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
