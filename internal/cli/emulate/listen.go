package emulate

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strconv"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/proxy"
)

// with is what was typed, completed by the environment: a container's image says where to listen, and a CI service, which is
// given no flags, what to begin with. No file can say it: a cloned project must not open a port to others.
func (o Options) with(getenv func(string) string) Options {
	if o.Listen == "" {
		o.Listen = getenv("TWVOICE_LISTEN")
	}
	if o.Listen == "" {
		o.Listen = "127.0.0.1"
	}
	if o.Seed == "" {
		o.Seed = getenv("TWVOICE_SEED")
	}
	return o
}

func checkListen(address string) error {
	if _, err := netip.ParseAddr(address); err != nil {
		return fault.With(fmt.Errorf("--listen %q is not an IP address", address), fault.Usage,
			"--listen 127.0.0.1 is for this machine only, --listen 0.0.0.0 lets others connect; --port sets the port")
	}
	return nil
}

func listen(address string, port int) (net.Listener, error) {
	network := "tcp6"
	if ip, err := netip.ParseAddr(address); err == nil && ip.Is4() {
		network = "tcp4" // "tcp" takes 0.0.0.0 for both kinds
	}
	ln, err := net.Listen(network, net.JoinHostPort(address, strconv.Itoa(port)))
	if err != nil {
		return nil, fault.With(fmt.Errorf("listen for the emulator: %w", err), fault.Failed, "twvoice emulate --port 0 uses any free port")
	}
	return ln, nil
}

// near is where a program on this machine finds the listener: one that listens everywhere listens on loopback too.
func near(addr net.Addr) string {
	ip, port, err := net.SplitHostPort(addr.String())
	if err != nil {
		return addr.String()
	}
	switch parsed, err := netip.ParseAddr(ip); {
	case err != nil || !parsed.IsUnspecified():
		return addr.String()
	case parsed.Is4():
		return net.JoinHostPort("127.0.0.1", port)
	default:
		return net.JoinHostPort("::1", port)
	}
}

// letsOthersIn reports whether the listener is for more than this machine.
func letsOthersIn(addr net.Addr) bool {
	ip, ok := addr.(*net.TCPAddr)
	return ok && !ip.IP.IsLoopback()
}

// withCertificate has those who run elsewhere, and are given no file, ask for the certificate that they have to trust. It is no secret.
func withCertificate(ca *proxy.CA, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet || r.URL.Path != "/_twvoice/ca.pem" {
			next.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/x-pem-file")
		_, _ = w.Write(ca.PEM()) // an error is a client that has gone
	})
}
