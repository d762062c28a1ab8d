package emulator_test

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/twvoice/twvoice/internal/emulator"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// app is an application that the emulator can reach, with the requests that it got.
type app struct {
	mu      sync.Mutex
	token   string
	heard   []string
	answers map[string]func() string // by path
}

// ServeHTTP records the request and answers it.
func (a *app) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	webhook.Handler{Token: a.token, PublicURL: "http://app.test", Next: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		form := r.PostForm
		if r.Method == http.MethodGet {
			form = r.URL.Query()
		}
		a.mu.Lock()
		a.heard = append(a.heard, fmt.Sprintf("%s %s %s%s %s", r.Method, r.URL.Path, form.Get("SmsStatus"), form.Get("VerificationStatus"), form.Get("Body")+form.Get("ErrorCode")))
		a.mu.Unlock()
		answer := a.answers[r.URL.Path]
		if answer == nil {
			return
		}
		text := answer()
		if text == "500" {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		if code, to, moved := strings.Cut(text, " to "); moved {
			status, _ := strconv.Atoi(code)
			http.Redirect(w, r, to, status)
			return
		}
		w.Header().Set("Content-Type", "text/xml")
		if !strings.HasPrefix(text, "<") {
			w.Header().Set("Content-Type", "text/plain")
		}
		fmt.Fprint(w, text)
	})}.ServeHTTP(w, r)
}

// withApp returns an emulator with an application that gives these answers.
func withApp(t testing.TB, answers map[string]string) (*local, *app) {
	t.Helper()
	a := &app{answers: map[string]func() string{}}
	for path, answer := range answers {
		a.answers[path] = func() string { return answer }
	}
	l := newLocal(t, emulator.WithTransport(voicesim.InMemory(a)))
	a.token = l.account.AuthToken
	return l, a
}

// settle waits until all pending requests are sent; no more are sent afterwards.
func (l *local) settle(t testing.TB) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := l.Handler.(*emulator.Server).Close(ctx); err != nil {
		t.Fatal(err)
	}
}
