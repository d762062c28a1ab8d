package calls

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/twvoice/twvoice/internal/capture"
	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/scenario"
	"github.com/twvoice/twvoice/pkg/e164"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
	"github.com/twvoice/twvoice/pkg/webhook"
	"github.com/twvoice/twvoice/pkg/webhook/client"
)

// save writes a recorded call as a scenario, and runs it once against the recorded answers. Comments in the file say
// what the recording does not contain, and why the scenario does not pass.
func save(ctx context.Context, f *cmdutil.Factory, archive *capture.Archive, file cmdutil.ScenarioFile, call callDetails) error {
	requests := call.Requests
	session, err := archive.Session(ctx, requests[0].Session)
	if err != nil {
		return err
	}
	legs, err := dialed(ctx, archive, call.Call, session.ID)
	if err != nil {
		return err
	}
	t := newTrack(requests, legs...)
	t.talk = newTalk(call.Sockets)
	if len(t.pages) == 0 {
		return fault.With(errors.New("no request of the call was answered with a document"), fault.Failed, "")
	}
	first := t.pages[0]
	notes, err := t.retrace(ctx)
	if err != nil {
		return err
	}
	title := scenario.Title{
		Name: fmt.Sprintf("Call from %s, recorded %s", first.From, first.At.Format("2006-01-02 15:04")),
		To:   called(f, file, session, first), From: first.From, Params: extraParams(first), Comments: t.remarks(),
	}
	source := notes.Scenario(title)
	fails, err := t.rehearse(ctx, string(file), source)
	if err != nil {
		return err
	}
	if fails != "" {
		title.Comments = append([]string{"It does not pass against the recorded responses: " + fails}, title.Comments...)
		source = notes.Scenario(title)
	}
	if err := file.Write(ctx, f, source); err != nil {
		return err
	}
	told := requirements(ctx, f, archive, session, title.To)
	told.Fails, told.Secrets = fails, notes.Secrets()
	file.Report(f, told)
	for _, remark := range title.Comments {
		if fails == "" || remark != title.Comments[0] {
			f.Env.Notef("  %s", remark)
		}
	}
	return nil
}

// requirements returns what a scenario requires besides its file. A scenario that calls a path needs the running serve, or one
// that serves the same files on the same port.
func requirements(ctx context.Context, f *cmdutil.Factory, archive *capture.Archive, s capture.Session, to string) cmdutil.Saved {
	var told cmdutil.Saved
	if s.Local && (s.App != "" || strings.HasPrefix(to, "/")) {
		told.Flags = []string{"--local"} // sign the requests with the same account as the recorded ones
	}
	if !strings.HasPrefix(to, "/") {
		return told
	}
	transport := client.NewTransport(client.TransportOptions{Direct: true, SingleUse: true})
	if running, err := archive.Running(ctx, s.ID, transport); err == nil {
		told.App = running.LocalURL
		return told
	}
	told.App = cmp.Or(s.LocalURL, "http://localhost:3000")
	u, err := url.Parse(s.LocalURL)
	if _, missing := os.Stat(s.TwiML); err == nil && missing == nil && u.Port() != "" {
		told.Flags = []string{"--local"}
		told.Serve = []string{"twvoice", "serve", "--local", "--no-number", "--no-inspect", "--port", u.Port(), "--twiml", s.TwiML}
	}
	return told
}

// remarks returns comments for the scenario: what the recording does not contain, and what the scenario leaves out.
func (t *recordedLeg) remarks() []string {
	var all []string
	switch first := t.pages[0].Params; first.Get("Direction") {
	case string(event.OutboundAPI):
		all = append(all, "The application placed this call: in the scenario, the phone that answered it is the caller.")
	case string(event.OutboundDial):
		all = append(all, "A <Dial> placed this call, of "+first.Get("ParentCallSid")+": in the scenario, the phone that answered it is the caller.")
	}
	all = append(append(all, t.unknown...), t.talk.remarks()...)
	for _, leg := range append([]*recordedLeg{t}, t.legs...) {
		if leg.next < len(leg.pages) {
			r := leg.pages[leg.next]
			all = append(all, fmt.Sprintf("It ends before %s, %s %s: no recorded input of the caller or a phone leads there.", r.ID, r.Method, r.URL))
		}
	}
	return all
}

// rehearse runs the scenario once against the recorded answers. It also fails if the scenario does not use all of them,
// because the rest of the call was then not checked.
func (t *recordedLeg) rehearse(ctx context.Context, name string, source []byte) (string, error) {
	first, answers := t.pages[0], t.answers()
	fails, err := scenario.Rehearse(ctx, name, source, scenario.Setup{Options: voicesim.Options{
		Call:      event.Call{AccountSid: first.AccountSid, To: first.To, URL: first.URL, Method: first.Method},
		Transport: answers,
	}})
	if left := answers.Unused(); err == nil && fails == "" && len(left) > 0 {
		fails = "the call does not get to " + left[0]
	}
	return fails, err
}

// called returns what answered, as a scenario writes it: the files, the application, or the path, for --app.
func called(f *cmdutil.Factory, file cmdutil.ScenarioFile, s capture.Session, first capture.Request) string {
	u, err := url.Parse(first.URL)
	if err != nil {
		return first.URL
	}
	switch {
	case s.TwiML != "" && answersPath(s.TwiML, u.Path):
		return file.TargetPath(f, s.TwiML)
	case s.App != "":
		if app, err := url.Parse(s.App); err == nil {
			return app.ResolveReference(&url.URL{Path: u.Path, RawQuery: u.RawQuery}).String()
		}
	}
	return u.RequestURI()
}

// answersPath reports whether a call to these files starts at the path. A single file answers every path.
func answersPath(name, path string) bool {
	info, err := os.Stat(name)
	if err != nil || !info.IsDir() {
		return err == nil
	}
	if _, err := os.Stat(filepath.Join(name, "index.xml")); err == nil {
		return path == "/"
	}
	return path == "/voice"
}

// extraParams returns the parameters that a call to the scenario's target would not have by default.
func extraParams(first capture.Request) url.Values {
	usual := webhook.Call{
		From: first.From, To: first.To, FromPlace: e164.PlaceOf(first.From), ToPlace: e164.PlaceOf(first.To),
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
	if first.To != "+14155550111" { // the number that is called if a scenario names none
		params.Set("To", first.To)
		params.Set("Called", first.To)
	}
	return params
}
