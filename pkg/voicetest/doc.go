// Package voicetest is httptest for phone calls: it lets a test call an application, hear what it says, press keys and speak,
// without a port, a network, an account, or waiting.
//
//	call := voicetest.Dial(t, handler)
//	call.Hears("Thanks for calling")
//	call.Press("1")
//	call.Hears("Sales")
//	call.Ends("completed")
//
// A step that cannot come true any more fails the test at once, with the transcript of the call up to there. What happens
// between two steps need not be named. Time is virtual, so that ten minutes of silence cost nothing.
//
// The package refuses to guess what a caller does: who is asked something and has no step left is silent. It judges nothing
// but the steps, and that no error was raised which Twilio's debugger would show; see [Expect].
package voicetest
