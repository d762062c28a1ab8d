package session

import (
	"context"
	"net/http"
	"testing"

	"github.com/twvoice/twvoice/internal/tunnel"
)

// A6: a health check on Port while the tunnel is being opened. It used to find a tunnel that was not there.
func TestRequestBeforePublicURLGets503(t *testing.T) {
	t.Parallel()
	o, _ := local(t)
	o.Choose = nil
	o.Ngrok = func(context.Context) (tunnel.Options, error) { return tunnel.Options{}, nil } // the listener is opened before it
	s := New(o)
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
	err := s.steps(t.Context(), s.loadDocuments, s.openAccount, s.listen, early)
	if err := s.end(t.Context(), err); err != nil {
		t.Error(err)
	}
}
