// Package voicesim simulates phone calls: it runs TwiML as Twilio does and reports what the caller hears.
//
// [Run] makes one call and waits until it has ended. It makes the HTTP requests, keeps the time (virtual unless asked
// otherwise), and lets a [Caller] press keys and speak. A [Simulator] stays open, and runs calls that begin and are
// changed at any time. What happens is a sequence of [event.Entry] values: transcripts, reports and web pages read them.
//
// The call itself is in two internal packages without I/O: leg is one leg of a call, which runs a document, and bridge
// connects legs. The package reports what it does not simulate as an [event.Warn] with a position.
//
// The behavior follows https://www.twilio.com/docs/voice/twiml. Where Twilio's documents leave a question open, a
// comment that begins with "Choice" and a colon names the choice, and docs/fidelity.md lists it.
package voicesim
