// Package conversationrelay implements Twilio's side of the ConversationRelay protocol: Twilio
// converts the caller's speech to text, sends it to an application over a WebSocket, and speaks the
// text that the application sends back
// (https://www.twilio.com/docs/voice/twiml/connect/conversationrelay).
//
// It has the messages of both directions, which decode strictly ([Decode], [DecodeTwilio]), and a
// [Session], which is one conversation: events go in, actions come out. A Session does no I/O, reads
// no clock and starts no goroutine, so that a test harness decides when a caller speaks, when time
// passes and how messages travel.
//
// What Twilio's pages leave open is a choice, which its comment marks and docs/fidelity.md lists.
package conversationrelay
