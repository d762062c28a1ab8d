package lease

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Kind tells the two sorts of entries apart.
type Kind string

const (
	// Loan is what a running serve has: it is given back at the end, by whomever.
	Loan Kind = "loan"
	// History is what a person has set for good; it is undone only on request.
	History Kind = "history"
)

// Outcome says how an entry was closed; an open one has none.
type Outcome string

const (
	Restored  Outcome = "restored"   // the number has again what it had before
	Already   Outcome = "already"    // it had it already
	Left      Outcome = "left"       // somebody else has changed it meanwhile, and it was left alone
	Gone      Outcome = "gone"       // the account does not own the number any more
	TakenOver Outcome = "taken over" // another serve or a webhook set took over, with what was there before
	Kept      Outcome = "kept"       // --keep: the loan became history
	Void      Outcome = "void"       // the change was refused, so that nothing needs undoing

	// Displaced is no end: another twvoice has pointed the number elsewhere. The entry is restored when the number shows our
	// URL again.
	Displaced Outcome = "displaced"
)

// Entry is one line of the journal: a change of one number, written down before it was made.
type Entry struct {
	ID        string
	Kind      Kind
	NumberSid string // PN…
	Number    string // E.164
	Before    Settings
	After     Settings // a URL with a password as its hash
	// Earlier are what the number may still have of ours, if the process dies between journal and change:
	// where it pointed before a Repoint, or where the loan that this one took over pointed it.
	Earlier []Settings
	By      string // user@host
	PID     int
	Command string // "serve", "webhook set"
	Owner   string // of a loan: the lock that its process holds
	At      time.Time

	Outcome Outcome   // "" while it is open
	Closed  time.Time // or displaced
	Note    string    // who took over, what was found
}

// Open reports whether the entry can still be given back or undone.
func (e Entry) Open() bool { return e.Outcome == "" || e.Outcome == Displaced }

// ours reports whether a number still has what this entry set, or something earlier that is this entry's to undo.
func (e Entry) ours(now Settings) bool {
	return now.has(e.After) || slices.ContainsFunc(e.Earlier, now.has)
}

// Who is the entry's owner as a person reads it: "ann@laptop (serve, pid 4711, since 2026-11-30 15:04:05 CET)".
func (e Entry) Who() string {
	return fmt.Sprintf("%s (%s, pid %d, since %s)", e.By, e.Command, e.PID, e.At.Local().Format("2006-01-02 15:04:05 MST"))
}

// Target is where the entry pointed its number, as it may be shown: a URL with a password is known by its hash only.
func (e Entry) Target() string {
	for _, name := range []string{"VoiceUrl", "SmsUrl"} {
		if target := e.After[name]; strings.HasPrefix(target, sealMark) {
			return "a URL with a password that " + e.Command + " set"
		} else if target != "" {
			return target
		}
	}
	return e.After.String()
}

// Number names a number in both ways.
type Number struct {
	Sid   string // PN…
	Phone string // E.164
}

// number is the one that an entry is about.
func (e Entry) number() Number { return Number{Sid: e.NumberSid, Phone: e.Number} }
