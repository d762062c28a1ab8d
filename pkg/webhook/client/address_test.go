package client

import (
	"net/url"
	"testing"
)

func TestAddressesSayWhoIsReachedAndWhere(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, app, signAs, connect, url string
		want                            string // URL, Host, X-Forwarded-Proto and whether plain may be tried; "" for nowhere
	}{
		{"the application as it is called", "http://localhost:3000/voice", "", "", "http://localhost:3000/next", "http://localhost:3000/next localhost:3000"},
		{"its own host with TLS, on its port", "http://localhost:3000/voice", "", "", "https://localhost:3000/next", "http://localhost:3000/next localhost:3000 https"},
		{"its own host with TLS, on no port", "http://app.test:3000/voice", "", "", "https://app.test/next", "http://app.test:3000/next app.test https"},
		{"its own host with TLS, on another port", "http://app.test:3000/voice", "", "", "https://app.test:8443/next", ""},
		{"its own host, less safe than it is", "https://app.test/voice", "", "", "http://app.test/next", "http://app.test/next app.test"},
		{"a socket on its own host", "http://localhost:3000/voice", "", "", "wss://localhost:3000/ws", "ws://localhost:3000/ws localhost:3000 https"},
		{"the public host", "http://localhost:3000/voice", "https://my.ngrok.app", "", "https://my.ngrok.app/next?a=1", "http://localhost:3000/next?a=1 my.ngrok.app https proxied"},
		{"the public host with a path", "http://localhost:3000/", "https://x.example/phone", "", "https://x.example/phone/next", "http://localhost:3000/next x.example https proxied"},
		{"the application, known by its public host", "http://localhost:3000/", "https://my.ngrok.app", "", "http://localhost:3000/next", "http://localhost:3000/next my.ngrok.app https proxied"},
		{"another port of this machine", "http://localhost:3000/", "", "", "http://127.0.0.1:4000/x", "http://127.0.0.1:4000/x 127.0.0.1:4000"},
		{"another port of this machine with TLS", "http://localhost:3000/", "", "", "https://[::1]:4000/x", "https://[::1]:4000/x [::1]:4000 plain"},
		{"another host", "http://localhost:3000/", "", "", "https://other.example/x", ""},
		{"another host without an application", "", "", "", "https://other.example/x", ""},
		{"another host that is let through", "http://localhost:3000/", "", "other.example", "https://other.example/x", "https://other.example/x other.example"},
		{"another port of it", "http://localhost:3000/", "", "other.example:8443", "https://other.example/x", ""},
		{"another host that is here", "http://localhost:3000/", "", "other.example=localhost:4000", "https://other.example/x", "https://other.example/x other.example plain"},
		{"the application's host, elsewhere", "https://app.test/voice", "", "app.test=127.0.0.1:3000", "https://app.test/voice", "https://app.test/voice app.test plain"},
		{"capitals", "http://App.Test:3000/voice", "", "", "https://app.test/next", "http://App.Test:3000/next app.test https"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var connect []ConnectTo
			if tt.connect != "" {
				one, err := ParseConnectTo(tt.connect)
				if err != nil {
					t.Fatal(err)
				}
				connect = append(connect, one)
			}
			a, err := NewAddresses(tt.app, tt.signAs, connect)
			if err != nil {
				t.Fatal(err)
			}
			u, err := url.Parse(tt.url)
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			if p, ok := a.Find(u); ok {
				got = p.URL.String() + " " + p.Host
				if p.Forwarded != "" {
					got += " " + p.Forwarded
				}
				if p.Proxied {
					got += " proxied"
				}
				if p.MayPlain {
					got += " plain"
				}
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestParseConnectToRefusesWhatNamesNoHost(t *testing.T) {
	t.Parallel()
	for _, typed := range []string{"", "=localhost", "host=", "https://a.example", "a.example/path", "a b", "a.example:", "*", "u@a.example", "a.example=http://b"} {
		if got, err := ParseConnectTo(typed); err == nil {
			t.Errorf("%q: got %+v, want an error", typed, got)
		}
	}
}
