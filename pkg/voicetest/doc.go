// Package voicetest is httptest for phone calls and text messages: it lets a test call an application, hear what it says,
// press keys and speak, without a port, a network, an account, or waiting.
//
//	call := voicetest.Dial(t, handler)
//	call.Hears("Thanks for calling")
//	call.Press("1")
//	call.Hears("Sales")
//	call.Ends("completed")
//
// [Dial] calls the application, [Outbound] is a call that the application makes, and [Text] sends it a message.
// [Call.Answers] returns the phone that the application dials, which has its own steps.
//
// A step that can no longer be met fails the test immediately, with the transcript of the call so far. Steps need not name
// everything that happens between them. Time is virtual, so ten minutes of silence cost nothing; the application itself
// uses the clock of its process. Tests may run in parallel, each with its own calls.
//
// The requests are signed with [AuthToken], for webhook.Require and similar checks, and have Twilio's parameters and
// headers. The package does not receive what the application sends to Twilio's REST API; use `twvoice emulate` for that.
//
// The package does not guess what a caller does: a caller who is prompted and has no step left is silent. It checks only
// the steps, and that no error was raised that Twilio's debugger would show; see [Expect].
//
// https://github.com/twvoice/twvoice/tree/main/docs/examples/go is an application with its tests.
package voicetest
