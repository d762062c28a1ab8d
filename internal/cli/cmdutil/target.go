package cmdutil

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"github.com/twvoice/twvoice/internal/devserver"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/lazy"
	"github.com/twvoice/twvoice/internal/twilioapi"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
	"github.com/twvoice/twvoice/pkg/webhook"
	"github.com/twvoice/twvoice/pkg/webhook/client"
)

// inMemory stands where a document on the disk needs a host.
const (
	inMemoryHost = "localhost"
	inMemory     = "http://" + inMemoryHost
)

// hostAndPort begins a URL whose author left out the scheme.
var hostAndPort = lazy.Regexp(`^[A-Za-z0-9.-]+:[0-9]+(/|$)`)

// Target is whatever is called, and how its requests are signed. Whoever finds one closes it.
type Target struct {
	Call      event.Call
	Token     string
	Transport http.RoundTripper
	Source    func(url string) string      // the file that answers a URL; nil where there are no files
	Local     bool                         // nothing of it is the real thing
	Talk      func(tell func(line string)) // tells of edits that broke a document; nil where there are none

	close func()
}

// Close lets go of what the target holds. The zero Target holds nothing.
func (t Target) Close() {
	if t.close != nil {
		t.close()
	}
}

// Targets finds what is called. It is for one goroutine; the targets that it finds are safe for concurrent use.
type Targets struct {
	Factory *Factory
	Write   string // the start of a command with a target, for hints: "twvoice call "
	Text    bool   // for text messages: of a number the SmsUrl is meant

	ConnectTo []client.ConnectTo // hosts that are contacted beside the applications' own

	network   *client.Transport // of all targets, made when it is needed
	signature *signature        // of the account, once it is known
}

type signature struct{ sid, token string }

// Find tells the kinds of targets apart: what has a scheme is a URL, what is there is a file, a bare port is the app on it, the rest
// is a number.
// Relative names of files are seen from a folder, "" for the working directory.
func (t *Targets) Find(ctx context.Context, typed, folder string) (Target, error) {
	if strings.HasPrefix(typed, "http://") || strings.HasPrefix(typed, "https://") {
		return t.signed(ctx, Target{Call: event.Call{URL: typed}, Local: true, Transport: t.transport(), close: t.transport().CloseIdleConnections})
	}
	if strings.TrimSpace(typed) == "" {
		return Target{}, fault.With(errors.New("the argument is empty: name a URL, a file or a number"), fault.Usage, t.Write+"greeting.xml")
	}
	if scheme, rest, ok := strings.Cut(typed, "://"); ok {
		return Target{}, fault.With(fmt.Errorf("cannot call %s:// URLs: Twilio calls http and https", scheme), fault.Usage, t.Write+"http://"+rest)
	}
	name := typed
	if folder != "" && !t.Factory.Env.Absolute(typed) {
		name = filepath.ToSlash(filepath.Join(folder, typed)) // as the scenario names files
	}
	_, err := os.Stat(t.Factory.Env.Path(name))
	switch {
	case err == nil:
		return t.file(ctx, name)
	case t.onThisMachine(typed) != "":
		return t.signed(ctx, Target{Call: event.Call{URL: t.onThisMachine(typed)}, Local: true})
	case hostAndPort().MatchString(typed):
		return Target{}, fault.With(fmt.Errorf("%q is not a valid URL, and no such file exists", typed), fault.Usage, t.Write+"http://"+typed)
	case looksLikeFile(typed):
		return Target{}, fault.With(fmt.Errorf("%s: no such file", name), fault.Failed, "")
	}
	found, err := t.number(ctx, typed)
	return found, t.notFile(typed, err)
}

// transport carries what goes over the network.
func (t *Targets) transport() *client.Transport {
	if t.network == nil {
		t.network = client.NewTransport(client.TransportOptions{ConnectTo: t.ConnectTo})
	}
	return t.network
}

func looksLikeFile(typed string) bool {
	return strings.ContainsAny(typed, `/\`) || strings.HasSuffix(typed, ".xml")
}

func (t *Targets) file(ctx context.Context, name string) (Target, error) {
	docs, err := devserver.Open(t.Factory.Env.Path(name), name)
	if err != nil {
		return Target{}, err
	}
	path := "/voice"
	if docs.Index() {
		path = "/"
	}
	return t.signed(ctx, Target{
		Call:      event.Call{URL: inMemory + path},
		Transport: fromDisk{voicesim.InMemory(docs), t.transport()}, Source: docs.Source, Local: true,
		Talk: func(tell func(string)) { tellEdits(docs, tell) },
		close: func() {
			docs.Close()
			t.transport().CloseIdleConnections()
		},
	})
}

// tellEdits reports an edit that broke a document. Other problems are reported by the call when it reaches them.
func tellEdits(docs *devserver.Documents, tell func(string)) {
	docs.Changed = func(name string, err error) {
		if err != nil {
			tell(fmt.Sprintf("%v\n  the last valid version of %s stays in use", err, name))
		}
	}
}

func (t *Targets) number(ctx context.Context, typed string) (Target, error) {
	a, err := t.Factory.Account(ctx)
	if err != nil {
		return Target{}, err
	}
	found := Target{Local: a.Local, Transport: t.transport(), close: func() {
		a.Close()
		t.transport().CloseIdleConnections()
	}}
	n, err := a.Find(ctx, typed)
	if t.Text {
		n = forTexts(n)
	}
	if err == nil {
		err = t.callable(n)
	}
	if err == nil {
		found.Token, err = a.SigningToken(ctx)
	}
	if err != nil {
		found.Close()
		return Target{}, err
	}
	found.Call = event.Call{
		AccountSid: a.Sid(), To: n.PhoneNumber, URL: n.VoiceURL, Method: n.VoiceMethod,
		FallbackURL: n.VoiceFallbackURL, FallbackMethod: n.VoiceFallbackMethod,
		Status: event.Hook{URL: n.StatusCallback, Method: n.StatusCallbackMethod},
	}
	return found, nil
}

// forTexts is a number whose voice settings are those for text messages: what answers them is all that is looked at here.
func forTexts(n twilioapi.Number) twilioapi.Number {
	n.TrunkSid, n.VoiceApplicationSid = "", n.SmsApplicationSid
	n.VoiceURL, n.VoiceMethod = n.SmsURL, n.SmsMethod
	n.VoiceFallbackURL, n.VoiceFallbackMethod = n.SmsFallbackURL, n.SmsFallbackMethod
	n.StatusCallback = ""
	return n
}

// callable refuses a number whose VoiceUrl Twilio would not call.
func (t *Targets) callable(n twilioapi.Number) error {
	rival, setting := cmp.Or(n.TrunkSid, n.VoiceApplicationSid), "VoiceUrl"
	if t.Text {
		setting = "SmsUrl"
	}
	switch {
	case rival != "":
		return fault.With(fmt.Errorf("%s is answered by %s, not by a %s", n.PhoneNumber, rival, setting), fault.Failed, "use the application's URL instead: "+t.Write+"https://…")
	case n.VoiceURL == "" && t.Text:
		return fault.With(fmt.Errorf("%s has no SmsUrl: messages reach no application", n.PhoneNumber), fault.Failed, "twvoice numbers update "+n.PhoneNumber+" --sms-url https://…")
	case n.VoiceURL == "":
		return fault.With(fmt.Errorf("%s has no VoiceUrl: a call to it fails", n.PhoneNumber), fault.Failed, "twvoice webhook set "+n.PhoneNumber+" https://…")
	}
	return nil
}

// signed gives a target the token that its requests are signed with: the account's where there is one, else the local account's.
func (t *Targets) signed(ctx context.Context, found Target) (Target, error) {
	if t.signature == nil {
		s, err := t.sign(ctx)
		if err != nil {
			found.Close()
			return Target{}, err
		}
		t.signature = &s
	}
	found.Call.To = "+14155550111"
	found.Call.AccountSid, found.Token = t.signature.sid, t.signature.token
	return found, nil
}

func (t *Targets) sign(ctx context.Context) (signature, error) {
	a, err := t.Factory.Account(ctx)
	if fault.ExitOf(err) == fault.Credentials || err == nil && !a.Signs() {
		if a != nil {
			a.Close()
		}
		local := *t.Factory
		local.Local = true
		if a, err = local.Account(ctx); fault.ExitOf(err) == fault.Failed && ctx.Err() == nil {
			return t.passing(err), nil
		}
	}
	if err != nil {
		return signature{}, err
	}
	defer a.Close()
	token, err := a.SigningToken(ctx)
	return signature{a.Sid(), token}, err
}

// passing is the signature of an account that nobody keeps, where the disk takes none: a call needs no more than that.
func (t *Targets) passing(because error) signature {
	env := t.Factory.Env
	env.Notef("the local account cannot be stored: requests are signed with a token for this run only: %v", because)
	return signature{webhook.NewSID("AC", env.Random), webhook.NewSID("", env.Random)}
}
