package serve

import (
	"context"
	"net/http"
	"testing"
)

// A6: a health check on --port while the tunnel is being opened. It used to find a tunnel that was not there.
func TestARequestBeforeThePublicURLIsKnownIsToldToComeAgain(t *testing.T) {
	t.Parallel()
	f, o, _, err := typed(t, "--local", "--twiml", "greeting.xml", "--no-number")
	if err != nil {
		t.Fatal(err)
	}
	if err := o.check(f); err != nil {
		t.Fatal(err)
	}
	o.Tunnel = "ngrok" // the listener is opened before it
	s := newSession(f, o)
	early := func(context.Context) error {
		response, err := http.Get(s.localURL + s.o.Path)
		if err != nil {
			return err
		}
		response.Body.Close()
		if response.StatusCode != http.StatusServiceUnavailable || response.Header.Get("Retry-After") != "1" {
			t.Errorf("got %s, Retry-After %q; want 503 and to come again", response.Status, response.Header.Get("Retry-After"))
		}
		return nil
	}
	err = s.steps(t.Context(), s.read, s.enter, s.listen, early)
	if err := s.end(t.Context(), err); err != nil {
		t.Error(err)
	}
}
