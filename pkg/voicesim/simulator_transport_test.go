package voicesim_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/webhook/client"
)

// A simulator, and a single request, without a given transport find hosts where ConnectTo says, as
// Run does.
func TestDefaultTransportFollowsConnectTo(t *testing.T) {
	t.Parallel()
	asked := make(chan string, 2)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked <- r.Host
		w.Header().Set("Content-Type", "text/xml")
		_, _ = w.Write([]byte("<Response/>"))
	}))
	defer server.Close()
	app, err := client.ParseConnectTo("app.example:80=" + strings.TrimPrefix(server.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	connect := []client.ConnectTo{app}

	x := voicesim.NewSimulator(voicesim.SimulatorOptions{ConnectTo: connect})
	ctx, cancel := context.WithCancel(t.Context())
	closed := make(chan error)
	go func() { closed <- x.Run(ctx) }()
	x.Ring(incoming("CA1", "/office"))
	if host := <-asked; host != "app.example" {
		t.Errorf("the office asked %s", host)
	}
	cancel()
	<-closed

	got, err := voicesim.FetchFirst(t.Context(), voicesim.Options{ConnectTo: connect, Call: incoming("CA2", "/visit").Call})
	if err != nil || got.Status != http.StatusOK {
		t.Errorf("the visit: %+v, %v", got, err)
	}
}
