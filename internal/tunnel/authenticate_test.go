package tunnel_test

import (
	"testing"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/tunnel"
	"github.com/twvoice/twvoice/internal/tunnel/edgetest"
)

func TestAuthenticateBindsNothing(t *testing.T) {
	t.Parallel()
	edge := edgetest.New(t)
	s, err := tunnel.Authenticate(t.Context(), options(edge))
	if err != nil {
		t.Fatalf("authenticate: %v", err)
	}
	if s.Region != "loopback" {
		t.Errorf("got %+v, want the region of the edge", s)
	}
	if len(edge.Auths()) != 1 || len(edge.Binds()) != 0 {
		t.Errorf("got %d logins and binds %v, want one login alone", len(edge.Auths()), edge.Binds())
	}
}

func TestAuthenticateSaysWhyNot(t *testing.T) {
	t.Parallel()
	edge := edgetest.New(t)
	edge.Refuse("ERR_NGROK_107", "The authtoken "+edgetest.Token+" is invalid.")
	_, err := tunnel.Authenticate(t.Context(), options(edge))
	if origin, _ := fault.OriginOf(err); origin.Code != "ERR_NGROK_107" || fault.ExitOf(err) != fault.Credentials {
		t.Errorf("got %v with exit code %d, want ERR_NGROK_107 and 4", err, fault.ExitOf(err))
	}
}
