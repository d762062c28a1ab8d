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

// with returns the options completed from the environment: a container image sets the address to listen on, and a CI
// service without flags sets the seed. Files cannot set them: a cloned project must not open a port to others.
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
		network = "tcp4" // "tcp" would listen on IPv6 for 0.0.0.0 too
	}
	ln, err := net.Listen(network, net.JoinHostPort(address, strconv.Itoa(port)))
	if err != nil {
		return nil, fault.With(fmt.Errorf("listen for the emulator: %w", err), fault.Failed, "twvoice emulate --port 0 uses any free port")
	}
	return ln, nil
}

// localAddress returns the address for programs on this machine: loopback, if the listener is on all addresses.
func localAddress(addr net.Addr) string {
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

// isPublic reports whether other machines can reach the listener.
func isPublic(addr net.Addr) bool {
	ip, ok := addr.(*net.TCPAddr)
	return ok && !ip.IP.IsLoopback()
}

// withCertificate serves the certificate that clients must trust, for clients on other machines, which cannot read the
// file. It is not secret.
func withCertificate(ca *proxy.CA, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet || r.URL.Path != "/_twvoice/ca.pem" {
			next.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/x-pem-file")
		_, _ = w.Write(ca.PEM()) // an error means that the client has gone
	})
}
