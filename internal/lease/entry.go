package lease

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Kind is the kind of an entry.
type Kind string

const (
	// Loan is a temporary change by a running serve. It is restored at the end, by serve or by a later command.
	Loan Kind = "loan"
	// History is a permanent change by a user. It is undone only on request.
	History Kind = "history"
)

// Outcome says how an entry was closed. It is "" for an open one.
type Outcome string

const (
	Restored  Outcome = "restored"   // the original settings were restored
	Already   Outcome = "already"    // the number had its original settings already
	Left      Outcome = "left"       // someone else changed the number in the meantime; it was not touched
	Gone      Outcome = "gone"       // the account no longer owns the number
	TakenOver Outcome = "taken over" // another serve or a webhook set took over, with the original settings
	Kept      Outcome = "kept"       // --keep: the loan became history
	Void      Outcome = "void"       // the change was rejected, so nothing needs to be undone

	// Displaced means that another twvoice pointed the number elsewhere. The entry is not closed: it is restored when
	// the number has our URL again.
	Displaced Outcome = "displaced"
)

// Entry is a line of the journal: a change of one number, written before the change is made.
type Entry struct {
	ID        string
	Kind      Kind
	NumberSid string // PN…
	Number    string // E.164
	Before    Settings
	After     Settings // a URL with a password is stored as its hash
	// Earlier are further settings of ours that the number can have if the process dies between journal and change:
	// those from before a Repoint, or those of a loan that this one took over.
	Earlier []Settings
	By      string // user@host
	PID     int
	Command string // "serve", "webhook set"
	Owner   string // of a loan: the lock that its process holds
	At      time.Time

	Outcome Outcome   // "" while it is open
	Closed  time.Time // or displaced
	Note    string    // who took over, or what was found
}

// Open reports whether the entry can still be restored or undone.
func (e Entry) Open() bool { return e.Outcome == "" || e.Outcome == Displaced }

// ours reports whether a number has settings that this entry set, or earlier ones that this entry must undo.
func (e Entry) ours(now Settings) bool {
	return now.has(e.After) || slices.ContainsFunc(e.Earlier, now.has)
}

// Who describes the entry's owner: "ann@laptop (serve, pid 4711, since 2026-11-30 15:04:05 CET)".
func (e Entry) Who() string {
	return fmt.Sprintf("%s (%s, pid %d, since %s)", e.By, e.Command, e.PID, e.At.Local().Format("2006-01-02 15:04:05 MST"))
}

// Target returns where the entry pointed its number, for display. A URL with a password is shown as its hash.
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

// Number identifies a number by SID and by phone number.
type Number struct {
	Sid   string // PN…
	Phone string // E.164
}

// number returns the number that the entry is about.
func (e Entry) number() Number { return Number{Sid: e.NumberSid, Phone: e.Number} }
