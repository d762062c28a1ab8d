package conversationrelay_test

import (
	"fmt"
	"time"

	"github.com/twvoice/twvoice/pkg/conversationrelay"
)

// A harness holds a session: it decides when the caller speaks, and passes messages to and from an application.
func ExampleSession() {
	session := conversationrelay.NewSession(conversationrelay.Options{
		Setup:      conversationrelay.Setup{SessionID: "VX1", CallSid: "CA1"},
		Attributes: conversationrelay.Attributes{WelcomeGreeting: "Hello!", Interruptible: conversationrelay.InputAny, TranscriptionLanguage: "en-US"},
	})
	show := func(actions []conversationrelay.Action) {
		for _, action := range actions {
			switch a := action.(type) {
			case conversationrelay.Send:
				fmt.Println("to the application:", a.Message.Type())
			case conversationrelay.Said:
				fmt.Printf("the caller hears: %q\n", a.Text)
			case conversationrelay.Interrupted:
				fmt.Printf("interrupted after: %q\n", a.Heard)
			}
		}
	}
	show(session.Open(0))
	show(session.Speak(2*time.Second, conversationrelay.Speech{Text: "Which hours?"}))
	show(session.Advance(3 * time.Second))
	show(session.Receive(4*time.Second, []byte(`{"type":"text","token":"We are open nine to five.","last":true}`), false))
	show(session.Speak(5*time.Second, conversationrelay.Speech{Text: "Stop"}))
	// Output:
	// to the application: setup
	// the caller hears: "Hello!"
	// to the application: prompt
	// the caller hears: "We are open nine to five."
	// interrupted after: "We are open"
	// to the application: interrupt
}

// A message that Twilio could not use is named with its field and position.
func ExampleDecode() {
	_, _, err := conversationrelay.Decode([]byte(`{"type":"end","handoffData":{"reason":"billing"}}`))
	fmt.Println(err)
	// Output: end message, byte 29: handoffData: is an object, not a string
}
