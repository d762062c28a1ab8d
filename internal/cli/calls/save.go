package calls

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"

	"github.com/twvoice/twvoice/internal/capture"
	"github.com/twvoice/twvoice/internal/cli/frame"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/scenario"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// save writes a recorded call as a scenario.
func save(ctx context.Context, f *frame.Frame, archive *capture.Archive, file frame.ScenarioFile, requests []capture.Request) error {
	t := newTrack(requests)
	if len(t.pages) == 0 {
		return fault.With(errors.New("nothing of the call was answered with a document"), fault.Failed, "")
	}
	first := t.pages[0]
	notes, err := t.retrace(ctx)
	if err != nil {
		return err
	}
	session, err := archive.Session(ctx, first.Session)
	if err != nil {
		return err
	}
	title := scenario.Title{
		Name: fmt.Sprintf("Call from %s, recorded %s", first.From, first.At.Format("2006-01-02 15:04")),
		To:   called(f, file, session, first), From: first.From, Params: own(first),
	}
	if err := file.Write(ctx, f, notes.Scenario(title)); err != nil {
		return err
	}
	if t.next < len(t.pages) {
		f.Env.Notef("it ends before %s, %s %s: nothing that the caller did has led there", t.pages[t.next].ID, t.pages[t.next].Method, t.pages[t.next].URL)
	}
	return nil
}

// called is what answered, as a scenario names it: the files, the application, or the path, for --app.
func called(f *frame.Frame, file frame.ScenarioFile, s capture.Session, first capture.Request) string {
	u, err := url.Parse(first.URL)
	if err != nil {
		return first.URL
	}
	switch {
	case s.TwiML != "" && begins(s.TwiML, u.Path):
		return file.SeenFrom(f, s.TwiML)
	case s.App != "":
		if app, err := url.Parse(s.App); err == nil {
			return app.ResolveReference(&url.URL{Path: u.Path, RawQuery: u.RawQuery}).String()
		}
	}
	return u.RequestURI()
}

// begins reports whether a call of these files begins at the path. A file answers every path.
func begins(name, path string) bool {
	info, err := os.Stat(name)
	if err != nil || !info.IsDir() {
		return err == nil
	}
	if _, err := os.Stat(filepath.Join(name, "index.xml")); err == nil {
		return path == "/"
	}
	return path == "/voice"
}

// own are the parameters that every call to the scenario's target would not have anyway.
func own(first capture.Request) url.Values {
	usual := webhook.Call{
		From: first.From, To: first.To, FromPlace: webhook.PlaceOf(first.From), ToPlace: webhook.PlaceOf(first.To),
	}.Params()
	params := url.Values{}
	for name := range first.Params {
		value := first.Params.Get(name)
		switch name {
		case "CallSid", "AccountSid", "CallStatus":
			continue
		}
		if value != usual.Get(name) && value != capture.Redacted {
			params.Set(name, value)
		}
	}
	if first.To != "+14155550111" { // whom a scenario calls that names no number
		params.Set("To", first.To)
		params.Set("Called", first.To)
	}
	return params
}
