package devserver

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"
)

// livingPatience is how long a host may take to show that a twvoice answers there. The URL of a closed tunnel fails
// immediately; a host that does not answer counts as one without twvoice.
const livingPatience = 2 * time.Second

// sessionForm matches the result of [SessionName]. No other text from a server is shown.
var sessionForm = regexp.MustCompile(`^[0-9a-f]{8}$`)

// SessionAt checks whether a twvoice answers at the host of a webhook's URL, and returns its session. It sends one GET
// without credentials and follows no redirect. It does not contact hosts that cannot run twvoice: Twilio's own, and URLs
// other than http and https.
func SessionAt(ctx context.Context, transport http.RoundTripper, webhook string) (session string, living bool) {
	u, err := url.Parse(webhook)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || twilioHost(u.Hostname()) {
		return "", false
	}
	ctx, cancel := context.WithTimeout(ctx, livingPatience)
	defer cancel()
	probe := url.URL{Scheme: u.Scheme, Host: u.Host, Path: probePath}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, probe.String(), nil)
	if err != nil {
		return "", false
	}
	req.Header.Set("User-Agent", "twvoice-probe")
	req.Header.Set("Ngrok-Skip-Browser-Warning", "1") // ERR_NGROK_6024: free accounts show browsers a warning page first
	response, err := transport.RoundTrip(req)
	if err != nil {
		return "", false
	}
	response.Body.Close()
	session = response.Header.Get(probeHeader)
	if response.StatusCode != http.StatusNoContent || !sessionForm.MatchString(session) {
		return "", false
	}
	return session, true
}

func twilioHost(host string) bool {
	for _, own := range []string{"twilio.com", "twil.io", "twimlets.com"} {
		if host == own || strings.HasSuffix(host, "."+own) {
			return true
		}
	}
	return false
}
