// Package voicesim is a phone call without a phone: it runs TwiML as Twilio does and tells what the caller hears.
//
// [Run] makes one call and waits until it is over. It makes the HTTP requests, keeps the time (virtual unless asked
// otherwise), and lets a [Caller] press keys and speak. A [Simulator] stays open, and runs calls that begin and are changed at
// any time. What happens is a sequence of [event.Entry] values: transcripts, reports and web pages read them.
//
// The call itself is in two internal packages without I/O: leg is one leg of a call, which runs a document, and bridge
// connects legs. What the package does not simulate is an [event.Warn] with a position.
//
// The behaviour follows https://www.twilio.com/docs/voice/twiml; where Twilio's documents leave a question open,
// the choice is named in a comment that begins with "Choice" and a colon and listed in docs/fidelity.md.
package voicesim
