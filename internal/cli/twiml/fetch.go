package twiml

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/twvoice/twvoice/internal/devserver"
	"github.com/twvoice/twvoice/internal/fault"
)

// most limits the size of an answer, in bytes. Twilio accepts 64 kB.
const most = 1 << 20

// fetch requests the document of a call from an application. If the application only answers GET, as a file server does,
// it retries with GET.
func fetch(ctx context.Context, typed string, timeout time.Duration) (document, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	form := url.Values{"CallStatus": {"ringing"}, "Direction": {"inbound"}}
	for _, name := range []string{"From", "To", "Caller", "Called", "CallSid"} {
		form.Set(name, devserver.Sample(name))
	}
	answer, err := request(ctx, http.MethodPost, typed, strings.NewReader(form.Encode()))
	if err == nil && answer.StatusCode == http.StatusMethodNotAllowed {
		answer.Body.Close()
		answer, err = request(ctx, http.MethodGet, typed, http.NoBody)
	}
	if failed, ok := errors.AsType[*url.Error](err); ok {
		return document{}, fault.With(fmt.Errorf("fetch %s: %w", shown(typed), failed.Err), fault.Failed, "")
	}
	if err != nil {
		return document{}, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return document{}, fault.With(fmt.Errorf("fetch %s: the response is %s", shown(typed), answer.Status), fault.Failed,
			"if the app checks signatures, use twvoice call, or save the document in a file and lint that")
	}
	source, err := io.ReadAll(io.LimitReader(answer.Body, most+1))
	if err != nil {
		return document{}, fault.With(fmt.Errorf("fetch %s: %w", shown(typed), err), fault.Failed, "")
	}
	if len(source) > most {
		return document{}, fault.With(fmt.Errorf("fetch %s: the response is longer than %d bytes; Twilio's limit is 64 kB", shown(typed), most), fault.Failed, "")
	}
	_, params, _ := mime.ParseMediaType(answer.Header.Get("Content-Type"))
	return document{name: shown(typed), source: source, charset: params["charset"]}, nil
}

// shown returns a URL without its password.
func shown(typed string) string {
	if u, err := url.Parse(typed); err == nil && u.User != nil {
		return u.Redacted()
	}
	return typed
}

func request(ctx context.Context, method, typed string, body io.Reader) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, method, typed, body)
	if err != nil {
		return nil, fault.With(fmt.Errorf("%q is not a URL", typed), fault.Usage, "")
	}
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return http.DefaultClient.Do(r)
}
