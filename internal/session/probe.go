package session

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/tunnel"
)

// probePath, with the nonce after it, is the path that devserver.Probe answers.
const probePath = "/_twvoice/probe/"

// How long and how often the probe is repeated: it takes a moment until a tunnel's name is known everywhere.
const (
	probeFor   = 10 * time.Second
	probeEvery = 250 * time.Millisecond
	probeTime  = 5 * time.Second
)

// probe makes sure that the public URL leads to this process, before a number is pointed at it.
func (s *Session) probe(ctx context.Context) error {
	if s.o.NoProbe {
		return nil
	}
	s.observe(Waiting{"checking " + s.public()})
	err := s.probeUntil(ctx)
	if err == nil || ctx.Err() != nil {
		return err
	}
	hint := "check that it opens in a browser; --no-probe skips the check"
	if s.o.PublicURL != "" {
		hint = fmt.Sprintf("make it lead to %s, and set that port with --port; --no-probe skips the check", s.localURL)
	}
	return fault.With(fmt.Errorf("the public URL %s does not lead here: %w", s.public(), err), fault.Failed, hint)
}

// probeUntil probes until the public URL leads here, or the time for it has ended.
func (s *Session) probeUntil(ctx context.Context) error {
	limited, cancel := context.WithTimeout(ctx, probeFor)
	defer cancel()
	var heard error // the last answer: a probe that the end of the time cuts short says nothing
	for {
		err := s.probeOnce(limited)
		if err == nil {
			return nil
		}
		if heard != nil && limited.Err() != nil {
			err = heard
		}
		heard = err
		select {
		case <-limited.Done():
			return errors.Join(ctx.Err(), err)
		case failed := <-s.failed: // the server has died; the probe need not wait
			s.Fail(failed)
			return failed
		case <-time.After(probeEvery):
		}
	}
}

// probeOnce asks the public URL for the nonce of this session.
func (s *Session) probeOnce(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, probeTime)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.public()+probePath+s.nonce, nil)
	if err != nil {
		return err
	}
	req.Header.Set("User-Agent", "twvoice-probe")
	req.Header.Set("Ngrok-Skip-Browser-Warning", "1") // ERR_NGROK_6024: free accounts show browsers a page in between
	response, err := s.publicClient.RoundTrip(req)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if err := tunnel.FromResponse(response.Header); err != nil {
		return err
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, 256))
	switch {
	case err != nil:
		return err
	case response.StatusCode != http.StatusOK || strings.TrimSpace(string(body)) != s.nonce:
		return fmt.Errorf("another server answers there, with %s", response.Status)
	}
	return nil
}
