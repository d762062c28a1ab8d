package voicetest

import (
	"fmt"
	"net/http"
	"runtime/debug"
	"sync"
)

// panicCatcher is an application whose panics fail the test instead of ending the program: Twilio gets
// a 500, as from a server, and the test fails with the stack.
type panicCatcher struct {
	app http.Handler

	mu  sync.Mutex
	bug string // the first panic
}

// ServeHTTP forwards the request, and recovers from panics.
func (s *panicCatcher) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	defer func() {
		bug := recover()
		switch bug {
		case nil:
			return
		case http.ErrAbortHandler: // deliberately closes the connection
			panic(bug)
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.bug == "" {
			s.bug = fmt.Sprintf("%s %s: the application panicked: %v\n%s", r.Method, r.URL.Path, bug, debug.Stack())
		}
		w.WriteHeader(http.StatusInternalServerError)
	}()
	s.app.ServeHTTP(w, r)
}

// panicked returns the first panic with its stack, or "".
func (s *panicCatcher) panicked() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.bug
}
