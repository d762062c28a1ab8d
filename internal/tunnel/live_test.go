package tunnel_test

import (
	"io"
	"net/http"
	"os"
	"testing"

	"github.com/twvoice/twvoice/internal/tunnel"
)

// TestLive is the only test that meets the real service. What the edge cannot prove is proved here:
// that this version of the agent is let in, and that a request comes back.
func TestLive(t *testing.T) {
	t.Parallel()
	if os.Getenv("TWVOICE_LIVE") != "1" || os.Getenv("NGROK_AUTHTOKEN") == "" {
		t.Skip("needs the network: set TWVOICE_LIVE=1 and NGROK_AUTHTOKEN")
	}
	tun := open(t, tunnel.Options{Authtoken: os.Getenv("NGROK_AUTHTOKEN"), Metadata: "twvoice live test"})
	serve(t, tun, echo)
	resp, err := http.Get(tun.URL() + "/live")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	if body, err := io.ReadAll(resp.Body); err != nil || string(body) != "GET /live " {
		t.Errorf("got %q, %v, want the echo of GET /live", body, err)
	}
	if err := tunnel.FromResponse(resp.Header); err != nil {
		t.Errorf("got ngrok's page: %v", err)
	}
}
