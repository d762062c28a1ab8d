package tunnel_test

import (
	"strings"
	"testing"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/tunnel"
	"github.com/twvoice/twvoice/internal/tunnel/edgetest"
)

func TestDiagnoseNeedsNoAuthtoken(t *testing.T) {
	t.Parallel()
	edge := edgetest.New(t)
	o := options(edge)
	o.Authtoken, o.ProxyURL = "", edge.ProxyURL()
	reach, err := tunnel.Diagnose(t.Context(), o)
	if err != nil {
		t.Fatalf("diagnose: %v", err)
	}
	if reach.Address != edge.Addr() || reach.Region != "loopback" || reach.Latency <= 0 {
		t.Errorf("got %+v, want %s in loopback", reach, edge.Addr())
	}
	if len(edge.Auths()) != 0 {
		t.Error("an authtoken was sent")
	}
}

func TestDiagnoseNamesTheStepThatFails(t *testing.T) {
	t.Parallel()
	edge, other := edgetest.New(t), edgetest.New(t)
	o := options(edge)
	o.ConnectCAs = other.CAFile()
	_, err := tunnel.Diagnose(t.Context(), o)
	if err == nil || !strings.Contains(err.Error(), "certificate") || !strings.Contains(fault.HintOf(err), "connect_cas") {
		t.Errorf("got %v, hint %q; want the certificate and connect_cas", err, fault.HintOf(err))
	}
}
