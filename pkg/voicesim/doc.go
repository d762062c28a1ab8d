// Package voicesim is a phone call without a phone: it runs TwiML as Twilio does and tells what the caller hears.
//
// It has two halves. [Machine] is the call itself, a pure value: events go in, actions come out, and nothing in it
// reads a clock, draws a random number, or talks to anybody. [Run] is the shell around it: it makes the HTTP requests,
// keeps the time (virtual unless asked otherwise), and lets a [Caller] press keys and speak.
//
// The package refuses to guess in silence: what it does not simulate is a [Warn] with a position. It renders nothing;
// what happened is a sequence of [Entry] values, and every transcript, report and web page is a reader of them.
//
// The behaviour follows https://www.twilio.com/docs/voice/twiml; where Twilio's documents leave a question open,
// the choice is named in a comment that begins with "Choice" and a colon and listed in docs/fidelity.md.
package voicesim
