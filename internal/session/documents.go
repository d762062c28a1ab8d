package session

import (
	"cmp"
	"context"
	"fmt"
	"net/url"

	"github.com/twvoice/twvoice/internal/child"
	"github.com/twvoice/twvoice/internal/devserver"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/forward"
)

// source is what is served: documents, or an app.
type source struct {
	docs   *devserver.Documents // nil with an app
	target *url.URL             // of Options.Forward
	app    *forward.App         // at target
	child  *child.Command       // Options.Command, once it was started
}

// loadDocuments opens what is served, and settles the path of the webhook.
func (s *Session) loadDocuments(context.Context) error {
	if s.target != nil {
		s.o.Path = cmp.Or(s.o.Path, "/voice")
		return nil
	}
	docs, err := devserver.Open(s.o.Env.Path(s.o.TwiML), s.o.TwiML)
	if err != nil {
		return err
	}
	s.docs = docs
	docs.Changed = s.documentChanged
	s.lint("")
	s.later("close "+s.o.TwiML, func(context.Context) error { return docs.Close() })
	s.watchFiles()
	if s.o.Path == "" {
		s.o.Path = "/voice"
		if docs.Index() {
			s.o.Path = "/"
		}
	}
	if docs.Source(s.o.Path) == "" {
		return fault.With(fmt.Errorf("%s has no document that answers %s, where calls begin", s.o.TwiML, s.o.Path), fault.Usage,
			"add an index.xml, or --path with one of: "+fault.NearestFew(s.o.Path, docs.Paths()))
	}
	return nil
}

// documentChanged reports an edit, and the problems in the new version.
func (s *Session) documentChanged(name string, err error) {
	s.observe(Edited{name, err})
	if err == nil {
		s.lint(name)
	}
}

// lint reports the problems in a document, or in all for the name "".
func (s *Session) lint(name string) {
	for _, found := range s.docs.Lint(name) {
		s.observe(Finding{found})
	}
}

// watchFiles reports edits as they are made; without it they are noticed on the next request.
func (s *Session) watchFiles() {
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := s.docs.Watch(ctx); err != nil {
			s.observe(Note{err.Error()})
		}
	}()
	s.later("stop watching "+s.o.TwiML, func(context.Context) error {
		stop()
		<-done
		return nil
	})
}

// served is what answers, as the user knows it.
func (s *Session) served() string {
	if s.target != nil {
		return s.target.String()
	}
	return s.o.TwiML
}
