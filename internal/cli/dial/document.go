package dial

import (
	"context"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"unicode/utf8"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/devserver"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/term"
	"github.com/twvoice/twvoice/internal/userfile"
	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/twiml/lint"
)

// longest is the maximum length of a call's TwiML, in characters: https://www.twilio.com/docs/voice/api/call-resource
const longest = 4000

// readDocument reads the file of --twiml and rejects a document that would not work; the error has exit code 1, as for
// twiml lint.
func readDocument(ctx context.Context, f *cmdutil.Factory, name string) (string, error) {
	source, err := read(ctx, f, name)
	if err != nil {
		return "", err
	}
	if _, err := devserver.Check(name, source); err != nil { // with positions, in the same words as serve
		return "", err
	}
	if err := checkRunnable(name, source); err != nil {
		return "", err
	}
	doc, err := twiml.Parse(source)
	if err != nil {
		return "", fault.With(fmt.Errorf("%s: %w", name, err), fault.Problems, "")
	}
	bad := 0
	for _, found := range lint.Check(doc, lint.Options{Kind: lint.Voice, NoBase: true}) {
		if found.Level == alert.Error {
			bad++
		}
		if found.Level != "" {
			f.Env.Notef("%s", term.OneLine(fmt.Sprintf("%s:%s", name, found)))
		}
	}
	if bad > 0 {
		return "", fault.With(fmt.Errorf("%s has %s: no call was placed", name, count(bad, "error")), fault.Problems, "twvoice twiml lint --for rest "+name)
	}
	return string(source), nil
}

// checkRunnable rejects what Twilio would accept and not run as intended: unreplaced parameters, and TwiML that is too long.
func checkRunnable(name string, source []byte) error {
	instead := fmt.Sprintf("serve the file and use its URL: twvoice serve --no-number --twiml %s, then --url", name)
	if name == "-" {
		instead = "put it where Twilio can request it, and use --url https://example.com/voice"
	}
	if template, err := devserver.ParseTemplate(source); err == nil && string(template.Fill(devserver.Sample)) != string(source) {
		return fault.With(fmt.Errorf("%s has {{parameters}}: they are not filled in when a document is sent with the call", name), fault.Problems, instead)
	}
	if n := utf8.RuneCount(source); n > longest {
		return fault.With(fmt.Errorf("%s has %d characters: the limit for a document sent with a call is %d", name, n, longest), fault.Problems, instead)
	}
	return nil
}

func read(ctx context.Context, f *cmdutil.Factory, name string) ([]byte, error) {
	return f.Read(ctx, name, userfile.MaxTwiML)
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// namedHosts lets a local call reach the named host and this machine. Otherwise --local uses no network.
type namedHosts struct {
	url  string
	next http.RoundTripper
}

func (n namedHosts) RoundTrip(r *http.Request) (*http.Response, error) {
	ip, err := netip.ParseAddr(r.URL.Hostname())
	here := r.URL.Hostname() == "localhost" || err == nil && ip.IsLoopback()
	if u, err := url.Parse(n.url); here || err == nil && n.url != "" && u.Host == r.URL.Host {
		return n.next.RoundTrip(r)
	}
	if r.Body != nil {
		_ = r.Body.Close()
	}
	return nil, fmt.Errorf("%s is not requested: with --local, a call reaches only this machine and the host of --url", r.URL.Host)
}
