package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/coder/websocket"
)

// agent adds an agent behind a WebSocket: /agent is its TwiML, /agent-done the action. It says the
// caller's words again, ends the session when it hears "bye", and says nothing to "nothing".
func agent(mux *http.ServeMux) {
	mux.HandleFunc("/agent", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/xml")
		fmt.Fprintf(w, `<Response><Connect action="/agent-done"><ConversationRelay url="wss://%s/agent-socket" welcomeGreeting="Hello."/></Connect></Response>`, r.Host)
	})
	mux.HandleFunc("/agent-done", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/xml")
		fmt.Fprintf(w, "<Response><Say>The session is %s.</Say></Response>", r.PostFormValue("SessionStatus"))
	})
	mux.HandleFunc("/agent-socket", func(w http.ResponseWriter, r *http.Request) {
		conn, err := websocket.Accept(w, r, nil)
		if err != nil {
			return
		}
		defer conn.CloseNow() //nolint:errcheck // closed already, or the other side has gone
		for {
			_, data, err := conn.Read(r.Context())
			if err != nil {
				return
			}
			for _, message := range agentAnswers(data) {
				if conn.Write(r.Context(), websocket.MessageText, []byte(message)) != nil {
					return
				}
			}
		}
	})
}

// agentAnswers returns what the agent sends when it has received a message.
func agentAnswers(data []byte) []string {
	var got struct{ Type, VoicePrompt string }
	if json.Unmarshal(data, &got) != nil || got.Type != "prompt" || got.VoicePrompt == "nothing" {
		return nil
	}
	if strings.Contains(got.VoicePrompt, "bye") {
		return []string{`{"type":"end","handoffData":"{\"reason\":\"bye\"}"}`}
	}
	return []string{`{"type":"text","token":"You said "}`, fmt.Sprintf(`{"type":"text","token":%q,"last":true}`, got.VoicePrompt+".")}
}
