package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/coder/websocket"
	"github.com/rogpeppe/go-internal/testscript"
)

// upgrade is `upgrade URL`: it opens a WebSocket without a signature and writes the status of the answer.
func upgrade(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: upgrade URL")
	}
	conn, answer, err := websocket.Dial(context.Background(), args[0], nil)
	if answer == nil {
		ts.Fatalf("open %s: %v", args[0], err)
	}
	if conn != nil {
		_ = conn.CloseNow()
	}
	fmt.Fprintln(ts.Stdout(), answer.StatusCode)
}

// relayDocument connects the call to the agent at /ws of the host that was called.
func relayDocument(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/xml")
	fmt.Fprintf(w, `<Response><Connect action="/over"><ConversationRelay url="wss://%s/ws" dtmfDetection="true"/></Connect></Response>`, r.Host)
}

// relaySocket is an agent behind a WebSocket. It greets, and answers words and keys by [relayAnswers].
func relaySocket(w http.ResponseWriter, r *http.Request) {
	conn, err := websocket.Accept(w, r, &websocket.AcceptOptions{InsecureSkipVerify: true, CompressionMode: websocket.CompressionContextTakeover})
	if err != nil {
		return
	}
	defer conn.CloseNow()
	for {
		_, data, err := conn.Read(r.Context())
		if err != nil {
			return
		}
		var m struct{ Type, VoicePrompt, Digit string }
		if json.Unmarshal(data, &m) != nil {
			return
		}
		for _, answer := range relayAnswers(m.Type, m.VoicePrompt+m.Digit) {
			if answer == "close" {
				_ = conn.Close(websocket.StatusGoingAway, "restart")
				return
			}
			if conn.Write(r.Context(), websocket.MessageText, []byte(answer)) != nil {
				return
			}
		}
	}
}

// relayAnswers returns the messages that answer one of Twilio's.
func relayAnswers(kind, said string) []string {
	say := func(text string) []string { return []string{`{"type":"text","token":"` + text + `","last":true}`} }
	switch {
	case kind == "setup":
		return say("How can I help?")
	case kind != "prompt" && kind != "dtmf":
		return nil
	case strings.Contains(said, "hours"):
		return []string{`{"type":"text","token":"Nine "}`, `{"type":"text","token":"to five.","last":true}`}
	case strings.Contains(said, "account"):
		return say("Please say your PIN.")
	case strings.Contains(said, "wrong"):
		return append([]string{`{"type":"txet","token":"a"}`, `{"type":"end","handoffData":{"reason":"x"}}`}, `{"type":"text","token":"I cannot.","last":true,"voice":"b"}`)
	case strings.Contains(said, "open"):
		return []string{`{"type":"text","token":"Let me see"}`}
	case strings.Contains(said, "bye"):
		return []string{`{"type":"end","handoffData":"{\"reason\":\"done\"}"}`}
	case strings.Contains(said, "drop"):
		return []string{"close"}
	}
	return say("You said " + said)
}
