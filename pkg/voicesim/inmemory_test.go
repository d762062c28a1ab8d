package voicesim_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// A handler that sends its answer in parts sends it as a server would: the header counts at the first Flush.
func TestInMemoryHandlerCanFlush(t *testing.T) {
	t.Parallel()
	app := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/xml")
		if err := http.NewResponseController(w).Flush(); err != nil {
			t.Error(err)
		}
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, "<Response/>")
	})
	result, err := voicesim.Run(t.Context(), voicesim.Options{
		Call: event.Call{URL: "http://app.example/voice"}, Transport: voicesim.InMemory(app),
	})
	if err != nil || result.EndedBy != event.App {
		t.Errorf("got %+v, %v; want a document that was understood", result, err)
	}
}
