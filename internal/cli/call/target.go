package call

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"regexp"
	"strings"

	"github.com/twvoice/twvoice/internal/cli/frame"
	"github.com/twvoice/twvoice/internal/devserver"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/twilioapi"
	"github.com/twvoice/twvoice/pkg/voicesim"
)

// inMemory stands where a document on the disk needs a host.
const (
	inMemoryHost = "localhost"
	inMemory     = "http://" + inMemoryHost
)

// hostAndPort begins a URL whose author left out the scheme.
var hostAndPort = regexp.MustCompile(`^[A-Za-z0-9.-]+:[0-9]+(/|$)`)

// target is whatever is called.
type target struct {
	call      voicesim.Call
	token     string
	transport http.RoundTripper
	source    func(url string) string
	local     bool
	talk      func(tell func(line string))
	close     func()
}

// find tells the four kinds of targets apart: what has a scheme is a URL, what is there is a file, the rest is a number.
func find(ctx context.Context, f *frame.Frame, typed string) (target, error) {
	if strings.HasPrefix(typed, "http://") || strings.HasPrefix(typed, "https://") {
		t := target{call: voicesim.Call{URL: typed}, local: true, close: func() {}}
		return t, t.sign(ctx, f)
	}
	if strings.TrimSpace(typed) == "" {
		return target{}, fault.With(errors.New("there is nothing to call: the argument is empty"), fault.Usage, "twvoice call greeting.xml")
	}
	if scheme, rest, ok := strings.Cut(typed, "://"); ok {
		return target{}, fault.With(fmt.Errorf("%s:// is nothing that Twilio would call", scheme), fault.Usage, "twvoice call http://"+rest)
	}
	_, err := os.Stat(f.Env.Path(typed))
	switch {
	case err == nil:
		return file(ctx, f, typed)
	case hostAndPort.MatchString(typed):
		return target{}, fault.With(fmt.Errorf("%q is no URL, and there is no such file", typed), fault.Usage, "twvoice call http://"+typed)
	case looksLikeFile(typed):
		return target{}, fault.With(fmt.Errorf("%s: there is no such file", typed), fault.Failed, "")
	}
	return number(ctx, f, typed)
}

func looksLikeFile(typed string) bool {
	return strings.ContainsAny(typed, `/\`) || strings.HasSuffix(typed, ".xml")
}

func file(ctx context.Context, f *frame.Frame, typed string) (target, error) {
	docs, err := devserver.Open(f.Env.Path(typed), typed)
	if err != nil {
		return target{}, err
	}
	path := "/voice"
	if docs.Index() {
		path = "/"
	}
	t := target{
		call:      voicesim.Call{URL: inMemory + path},
		transport: newOnlyHere(docs, typed), source: docs.Source, local: true,
		close: func() { docs.Close() },
		talk:  func(tell func(string)) { lint(f, docs, tell) },
	}
	return t, t.sign(ctx, f)
}

// lint says what there is to mend in the documents, now and after every edit that the call notices.
func lint(f *frame.Frame, docs *devserver.Documents, tell func(string)) {
	show := func(name string) {
		for _, line := range f.Findings(docs.Lint(name)) {
			tell(line)
		}
	}
	docs.Changed = func(name string, err error) {
		if err != nil {
			tell(fmt.Sprintf("%v\n  the last good version of %s keeps answering", err, name))
			return
		}
		show(name)
	}
	show("")
}

func number(ctx context.Context, f *frame.Frame, typed string) (target, error) {
	a, err := f.Account(ctx)
	if err != nil {
		return target{}, err
	}
	t := target{local: a.Local, close: func() { a.Close() }}
	n, err := a.Find(ctx, typed)
	if err == nil {
		err = callable(n)
	}
	if err == nil {
		t.token, err = a.SigningToken(ctx)
	}
	if err != nil {
		t.close()
		return target{}, err
	}
	t.call = voicesim.Call{
		AccountSid: a.Sid(), To: n.PhoneNumber, URL: n.VoiceURL, Method: n.VoiceMethod,
		FallbackURL: n.VoiceFallbackURL, FallbackMethod: n.VoiceFallbackMethod,
		Status: voicesim.Hook{URL: n.StatusCallback, Method: n.StatusCallbackMethod},
	}
	return t, nil
}

// callable refuses a number whose VoiceUrl Twilio would not call.
func callable(n twilioapi.Number) error {
	rival := cmp.Or(n.TrunkSid, n.VoiceApplicationSid)
	switch {
	case rival != "":
		return fault.With(fmt.Errorf("%s is answered by %s, not by a VoiceUrl", n.PhoneNumber, rival), fault.Failed, "call the application's URL instead: twvoice call https://…")
	case n.VoiceURL == "":
		return fault.With(fmt.Errorf("%s has no VoiceUrl: a call to it fails", n.PhoneNumber), fault.Failed, "twvoice webhook set "+n.PhoneNumber+" https://…")
	}
	return nil
}

// sign finds the token that the requests are signed with: the account's where there is one, else the local account's.
func (t *target) sign(ctx context.Context, f *frame.Frame) error {
	t.call.To = "+14155550111"
	a, err := f.Account(ctx)
	if fault.ExitOf(err) == fault.Credentials || err == nil && !a.Signs() {
		if a != nil {
			a.Close()
		}
		local := *f
		local.Local = true
		a, err = local.Account(ctx)
	}
	if err != nil {
		t.close()
		return err
	}
	defer a.Close()
	t.call.AccountSid = a.Sid()
	t.token, err = a.SigningToken(ctx)
	return err
}
