package serve

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
	inspectPorts = 100           // that are tried, when the one that was asked for is taken
	pastRequests = 200           // of earlier sessions that the page begins with
	pastPatience = time.Second   // for a database that somebody else writes to
	longestCall  = 1 * time.Hour // from the page, where nobody hangs up
)

// newInspector is the page that watches this session, nil where nobody is told its address.
func (s *session) newInspector() *inspector.Inspector {
	if s.o.NoInspect || s.o.Call || s.f.Quiet {
		return nil
	}
	s.inspectToken = webhook.NewSID("", s.f.Env.Random)
	in := inspector.New(inspector.Options{
		Token: s.inspectToken, About: s.about, Call: s.callFromThePage, Replayer: s.replayer, Transport: s.door, Now: s.f.Env.Now, Ended: s.phoneEnded,
	})
	s.past(in)
	return in
}

// past has the page begin with what was asked last, before this session.
func (s *session) past(in *inspector.Inspector) {
	ctx, cancel := context.WithTimeout(context.Background(), pastPatience)
	defer cancel()
	archive, err := s.f.Archive(ctx)
	if err != nil {
		return // who keeps the requests says so
	}
	defer archive.Close()
	heads, err := archive.Requests(ctx, capture.Query{Limit: pastRequests, Local: s.f.Local})
	if err != nil {
		return
	}
	for _, h := range heads {
		r, err := archive.Request(ctx, h.ID)
		if err != nil {
			return
		}
		in.Seen(r)
	}
}

// inspect opens the page, on a port of its own that nothing but this machine can reach.
func (s *session) inspect(context.Context) error {
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
			s.notef("the inspector was stopped: %v", err)
		}
	}()
	s.later("stop the inspector", func(context.Context) error {
		s.inspector.Close() // its streams have no end of their own
		stop()
		<-done
		return nil
	})
	return nil
}

// inspectListener takes the port that was asked for, or the next one that is free.
func (s *session) inspectListener() (net.Listener, error) {
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
	return nil, fault.With(fmt.Errorf("open the inspector: %w", innermost(first)), fault.Failed, "--inspect-port 0 takes any that is free, --no-inspect does without")
}

func (s *session) about() inspector.About {
	about := inspector.About{Webhook: s.webhook(), Served: s.served(), From: stranger, To: nowhere, Local: s.f.Local, Numbers: []string{}}
	for _, n := range s.chosen {
		about.Numbers = append(about.Numbers, n.PhoneNumber)
	}
	if len(about.Numbers) > 0 {
		about.To = about.Numbers[0]
	}
	return about
}

// callFromThePage is a call to this server, signed as Twilio signs.
func (s *session) callFromThePage() voicesim.Options {
	call := s.simulated(s.localURL)
	return voicesim.Options{Call: call, Token: s.token, SignAs: s.public(), ConnectTo: s.connect, Transport: s.door, TimeLimit: longestCall}
}

// phoneEnded keeps how a call from the page ended.
func (s *session) phoneEnded(sid, status string) {
	ctx, cancel := context.WithTimeout(context.Background(), pastPatience)
	defer cancel()
	archive, err := s.f.Archive(ctx)
	if err != nil {
		return // who keeps the requests says so
	}
	defer archive.Close()
	_ = archive.End(ctx, capture.Ending{CallSid: sid, Status: status, At: s.f.Env.Now()})
}

// replayer asks this server again.
func (s *session) replayer() *capture.Replayer {
	return &capture.Replayer{To: s.withUser(s.localURL), Known: s.public(), Token: s.token, Transport: &http.Transport{DisableKeepAlives: true}}
}
