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

// Addresses for documents on the disk, which have no host.
const (
	inMemoryHost = "localhost"
	inMemory     = "http://" + inMemoryHost
)

// hostAndPort matches the beginning of a URL without scheme.
var hostAndPort = lazy.Regexp(`^[A-Za-z0-9.-]+:[0-9]+(/|$)`)

// Target is an application to call, and how to sign its requests. It must be closed.
type Target struct {
	Call      event.Call
	Token     string
	Transport http.RoundTripper
	Source    func(url string) string      // the file that answers a URL; nil without files
	Local     bool                         // all parts are local
	Talk      func(tell func(line string)) // reports edits that made a document invalid; nil without documents

	close func()
}

// Close releases the target's resources. The zero Target has none.
func (t Target) Close() {
	if t.close != nil {
		t.close()
	}
}

// Targets finds targets. It is for one goroutine; the targets are safe for concurrent use.
type Targets struct {
	Factory *Factory
	Write   string // the beginning of a command with a target, for hints: "twvoice call "
	Text    bool   // for text messages: a number means its SmsUrl

	ConnectTo []client.ConnectTo // hosts that may be contacted in addition to the applications'

	network   *client.Transport // shared by all targets, created when it is needed
	signature *signature        // of the account, once it is known
}

type signature struct{ sid, token string }

// Find determines the kind of a target: text with a scheme is a URL, an existing path is a file, a bare port is the
// application on it, anything else is a number. Relative file names are resolved in a folder, "" for the working
// directory.
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
		name = filepath.ToSlash(filepath.Join(folder, typed)) // with slashes, as scenarios write files
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

// transport returns the transport for network requests.
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

// tellEdits reports an edit that made a document invalid. Other problems are reported by the call when it reaches them.
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

// forTexts returns a number with its message settings in the place of the voice settings, because the following code
// uses only those.
func forTexts(n twilioapi.Number) twilioapi.Number {
	n.TrunkSid, n.VoiceApplicationSid = "", n.SmsApplicationSid
	n.VoiceURL, n.VoiceMethod = n.SmsURL, n.SmsMethod
	n.VoiceFallbackURL, n.VoiceFallbackMethod = n.SmsFallbackURL, n.SmsFallbackMethod
	n.StatusCallback = ""
	return n
}

// callable rejects a number whose VoiceUrl Twilio would not call.
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

// signed sets the token that a target's requests are signed with: the account's if there is one, else the local
// account's.
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

// passing returns the signature of a temporary account, for a disk that cannot be written. One call needs no more.
func (t *Targets) passing(because error) signature {
	env := t.Factory.Env
	env.Notef("the local account cannot be stored: requests are signed with a token for this run only: %v", because)
	return signature{webhook.NewSID("AC", env.Random), webhook.NewSID("", env.Random)}
}
