package webhook

import (
	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/lease"
	"github.com/twvoice/twvoice/internal/term"
)

// restored is the result for one number. The JSON keys are a stable interface.
type restored struct {
	Number  string            `json:"number"`
	Outcome string            `json:"outcome"` // "restored", "already", "left", "displaced", "gone" or "not restored"
	Before  map[string]string `json:"before"`  // the original settings, which are restored
	After   map[string]string `json:"after"`   // what the change set
	Note    string            `json:"note"`
}

func newRestored(e lease.Entry, err error) restored {
	r := restored{Number: e.Number, Outcome: string(e.Outcome), Before: cmdutil.Settings(e.Before), After: cmdutil.Settings(e.After)}
	switch {
	case err != nil:
		r.Note = err.Error()
	case e.Outcome == lease.Already:
		r.Note = "it already had these settings"
	case e.Outcome == lease.Restored && e.Note != e.Before.String():
		r.Note = e.Note // some settings were not restored
	case e.Outcome == lease.Gone:
		r.Note = "the account no longer owns it"
	}
	if e.Open() && e.Outcome != lease.Displaced {
		r.Outcome = "not restored"
	}
	return r
}

func restoredView() term.View {
	return term.View{
		Columns: []term.Column{
			{Key: "number", Title: "number", Whole: true},
			{Key: "outcome", Title: "outcome"},
			{Key: "before", Title: "before", Text: settingsText("before")},
			{Key: "note", Title: "note"},
		},
		Keys: []string{"after"},
		ID:   func(r term.Record) string { return r.String("number") },
	}
}

func settingsText(key string) func(term.Record) string {
	return func(r term.Record) string {
		settings := map[string]string{}
		object, _ := r.Value(key).(map[string]any)
		for name := range object {
			settings[name] = r.String(key + "." + name)
		}
		return cmdutil.Words(settings)
	}
}
