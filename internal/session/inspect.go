package session

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/twvoice/twvoice/internal/capture"
	"github.com/twvoice/twvoice/internal/devserver"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/inspector"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/webhook"
)

const (
	inspectPorts = 100           // tried when the configured one is taken
	pastRequests = 200           // of earlier sessions on the page
	pastSockets  = 50            // WebSockets of them
	pastPatience = time.Second   // for a database that another process writes to
	longestCall  = 1 * time.Hour // from the page, where no one may hang up
)

// page is the inspector's page.
type page struct {
	inspector    *inspector.Inspector // nil without the page
	inspectToken string
	inspectURL   string // with the token
}

// newInspector returns the page that shows this session, nil without one.
func (s *Session) newInspector() *inspector.Inspector {
	if s.o.NoInspect {
		return nil
	}
	s.inspectToken = webhook.NewSID("", s.o.Env.Random)
	in := inspector.New(inspector.Options{
		Token: s.inspectToken, About: s.about, Call: s.callFromPage, Replayer: s.replayer, Transport: s.publicClient, Now: s.o.Env.Now, Ended: s.phoneEnded,
	})
	s.showPast(in)
	return in
}

// showPast fills the page with the last requests before this session.
func (s *Session) showPast(in *inspector.Inspector) {
	ctx, cancel := context.WithTimeout(context.Background(), pastPatience)
	defer cancel()
	archive, err := capture.Open(ctx, s.o.Env.Folders.State)
	if err != nil {
		return // capture reports it
	}
	defer archive.Close()
	heads, err := archive.Requests(ctx, capture.Query{Limit: pastRequests, Local: s.o.Local})
	if err != nil {
		return
	}
	sockets, err := archive.PastSockets(ctx, capture.Query{Limit: pastSockets, Local: s.o.Local})
	if err != nil {
		return
	}
	for _, h := range heads {
		for len(sockets) > 0 && !sockets[0].At.After(h.At) {
			in.SeenSocket(sockets[0])
			sockets = sockets[1:]
		}
		r, err := archive.Request(ctx, h.ID)
		if err != nil {
			return
		}
		in.Seen(r)
	}
	for _, e := range sockets {
		in.SeenSocket(e)
	}
}

// inspect opens the page, on its own port, which only this machine can reach.
func (s *Session) inspect(context.Context) error {
	if s.inspector == nil {
		return nil
	}
	ln, err := s.inspectListener()
	if err != nil {
		return err
	}
	s.inspectURL = fmt.Sprintf("http://%s/#%s", ln.Addr(), s.inspectToken)
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := devserver.Serve(ctx, ln, s.inspector); err != nil && ctx.Err() == nil {
			s.observe(Note{fmt.Sprintf("the inspector was stopped: %v", err)})
		}
	}()
	s.later("stop the inspector", func(context.Context) error {
		s.inspector.Close() // its streams do not end by themselves
		stop()
		<-done
		return nil
	})
	return nil
}

// inspectListener opens the configured port, or the next one that is free.
func (s *Session) inspectListener() (net.Listener, error) {
	var first error
	for i := range inspectPorts {
		port := s.o.InspectPort
		if port != 0 {
			port += i
		}
		ln, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
		if err == nil {
			return ln, nil
		}
		if first == nil {
			first = err
		}
	}
	return nil, fault.With(fmt.Errorf("open the inspector: %w", innermost(first)), fault.Failed, "--inspect-port 0 uses any free port, --no-inspect runs without the inspector")
}

func (s *Session) about() inspector.About {
	about := inspector.About{Webhook: s.webhook(), Served: s.served(), From: defaultCaller, To: defaultCallee, Local: s.o.Local, Numbers: []string{}}
	for _, n := range s.chosen {
		about.Numbers = append(about.Numbers, n.PhoneNumber)
	}
	if len(about.Numbers) > 0 {
		about.To = about.Numbers[0]
	}
	return about
}

// callFromPage returns a call to this server, signed as Twilio signs.
func (s *Session) callFromPage() voicesim.Options {
	call := s.simulated(s.localURL)
	return voicesim.Options{Call: call, Token: s.token, SignAs: s.public(), ConnectTo: s.o.ConnectTo, IdleTimeout: s.o.IdleTimeout, Transport: s.publicClient, TimeLimit: longestCall}
}

// phoneEnded stores how a call from the page ended.
func (s *Session) phoneEnded(sid, status string) {
	ctx, cancel := context.WithTimeout(context.Background(), pastPatience)
	defer cancel()
	archive, err := capture.Open(ctx, s.o.Env.Folders.State)
	if err != nil {
		return // capture reports it
	}
	defer archive.Close()
	_ = archive.End(ctx, capture.Ending{CallSid: sid, Status: status, At: s.o.Env.Now()})
}

// replayer returns what sends recorded requests to this server again.
func (s *Session) replayer() *capture.Replayer {
	return &capture.Replayer{To: s.withUser(s.localURL), Known: s.public(), Token: s.token, Transport: &http.Transport{DisableKeepAlives: true}}
}
