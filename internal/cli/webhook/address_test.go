package webhook

import "testing"

func TestPrivateAddressesAreRecognized(t *testing.T) {
	t.Parallel()
	for host, private := range map[string]bool{
		"localhost": true, "app.localhost": true, "127.0.0.1": true, "::1": true, "10.1.2.3": true, "192.168.1.20": true, "172.16.0.1": true,
		"169.254.1.1": true, "0.0.0.0": true, "nas.local": true, "app.internal": true, "web": true, "fd00::1": true,
		"example.com": false, "8.8.8.8": false, "2606:4700::1": false, "abc.ngrok.app": false, "": false,
	} {
		if got := privateHost(host); got != private {
			t.Errorf("%q: private is %t, want %t", host, got, private)
		}
	}
}
