// Package voicetest is httptest for phone calls and text messages: it lets a test call an application, hear what it says, press keys and
// speak, without a port, a network, an account, or waiting.
//
//	call := voicetest.Dial(t, handler)
//	call.Hears("Thanks for calling")
//	call.Press("1")
//	call.Hears("Sales")
//	call.Ends("completed")
//
// [Dial] calls the application, [Outbound] is a call that it makes, [Text] writes to it. [Call.Answers] gives the phone that the application
// dials, with steps of its own.
//
// A step that cannot come true any more fails the test at once, with the transcript of the call up to there. What happens
// between two steps need not be named. Time is virtual, so that ten minutes of silence cost nothing; the application itself runs on the
// clock of its process. Tests may run in parallel, each with calls of its own.
//
// The requests are signed with [AuthToken], for webhook.Require and the like, and have Twilio's parameters and headers. What the application
// sends to Twilio's REST API itself does not come here: `twvoice emulate` is for that.
//
// The package refuses to guess what a caller does: who is asked something and has no step left is silent. It judges nothing
// but the steps, and that no error was raised which Twilio's debugger would show; see [Expect].
//
// https://github.com/twvoice/twvoice/tree/main/docs/examples/go is an application with its tests.
package voicetest
