package serve

import (
	"fmt"
	"net/url"

	"github.com/twvoice/twvoice/internal/lease"
	"github.com/twvoice/twvoice/internal/session"
	"github.com/twvoice/twvoice/internal/tunnel"
)

// announce prints the ready lines or event.
func (s *screen) announce(r session.Ready) {
	switch {
	case s.events:
		phones := []string{}
		for _, n := range r.Numbers {
			phones = append(phones, n.PhoneNumber)
		}
		s.event("ready", struct {
			PublicURL  string   `json:"public_url"`
			LocalURL   string   `json:"local_url"`
			InspectURL string   `json:"inspect_url"`
			Numbers    []string `json:"numbers"`
		}{r.Webhook, r.LocalURL, r.InspectURL, phones})
		s.tellEarly()
	case s.f.Quiet:
		s.print(r.Webhook)
	default:
		s.notef("%s %s is served at %s", s.f.Paint().Green(s.local()+"ready:"), r.Served, r.Webhook)
		for _, l := range r.Leases {
			s.notef("  call %s%s; %s", s.local(), s.f.Paint().Bold(l.Number), s.atTheEnd(l))
		}
		if r.InspectURL != "" {
			s.notef("  inspector: %s", r.InspectURL)
		}
	}
}

// atTheEnd says what happens to a number at the end.
func (s *screen) atTheEnd(l lease.Entry) string {
	if s.kept {
		return "stays pointed here on exit (--keep)"
	}
	return "restored on exit to: " + before(l.Before)
}

// before returns where a number pointed before, in a few words.
func before(before lease.Settings) string {
	if before["TrunkSid"] == "" && before["VoiceApplicationSid"] == "" && before["VoiceUrl"] == "" {
		return "no webhook"
	}
	return before.String()
}

// healed shows the result for a number of an earlier session. It waits for the ready event, which must be the first.
func (s *screen) healed(e lease.Entry) {
	s.mu.Lock()
	wait := s.events && !s.ready
	if wait {
		s.early = append(s.early, e)
	}
	s.mu.Unlock()
	if !wait {
		s.tell(e, "healed")
	}
}

// tellEarly shows what waited for the ready event, or for an end without one.
func (s *screen) tellEarly() {
	s.mu.Lock()
	early := s.early
	s.ready, s.early = true, nil
	s.mu.Unlock()
	for _, e := range early {
		s.tell(e, "healed")
	}
}

func (s *screen) tell(e lease.Entry, event string) {
	switch {
	case e.Outcome == lease.Void: // the rejected change is shown as an error
	case s.events:
		s.event(event, struct {
			Number  string `json:"number"`
			Outcome string `json:"outcome"`
			Note    string `json:"note"`
		}{e.Number, string(e.Outcome), e.Note})
	default:
		s.notef("%s", s.outcome(e, event))
	}
}

// outcome returns what became of a lease, in a sentence.
func (s *screen) outcome(e lease.Entry, event string) string {
	whose := ""
	if event == "healed" {
		whose = ", left behind by " + e.Who()
	}
	switch e.Outcome {
	case lease.Restored:
		return fmt.Sprintf("restored %s%s%s: %s", s.local(), e.Number, whose, e.Note) + s.other(e)
	case lease.Already:
		return fmt.Sprintf("restored %s%s%s: %s", s.local(), e.Number, whose, e.Before)
	case lease.Displaced:
		return fmt.Sprintf("did not restore %s%s%s: in use by a serve on another machine, with %s\n  when that serve has ended, restore the previous settings: %s",
			s.local(), e.Number, whose, e.Note, session.RestoreCommand([]string{e.Number}, s.f.AccountFlags()))
	case lease.Left:
		return fmt.Sprintf("did not restore %s%s%s: changed by someone else, now %s", s.local(), e.Number, whose, e.Note)
	case lease.TakenOver:
		return fmt.Sprintf("did not restore %s%s: taken over by %s, which restores the previous settings", s.local(), e.Number, e.Note)
	case lease.Kept:
		return fmt.Sprintf("%s%s stays pointed here; undo: twvoice webhook restore %s%s", s.local(), e.Number, e.Number, s.f.AccountFlags())
	}
	return fmt.Sprintf("%s%s: %s %s", s.local(), e.Number, e.Outcome, e.Note)
}

// other warns that the restored URL is that of another tunnel, which may have ended in the meantime. Its owner knows the
// original settings.
func (s *screen) other(e lease.Entry) string {
	u, err := url.Parse(e.Before["VoiceUrl"])
	if err != nil || !tunnel.IsTunnelHost(u.Hostname()) {
		return ""
	}
	return "\n  that is a tunnel; if its serve has ended, run on its machine: twvoice webhook restore " + e.Number
}
