package serve

import (
	"context"
	"fmt"
	"net/url"
)

// dryRun says what would be set on which number, and sends nothing. Where the public URL is not known before
// the tunnel is open, an ellipsis stands for what ngrok will pick.
func (s *session) dryRun(ctx context.Context) error {
	if len(s.chosen) == 0 {
		s.print(fmt.Sprintf("would answer %s with %s, and point no number", s.planned(), s.served()))
		return nil
	}
	leases, err := s.account.Leases()
	if err != nil {
		return err
	}
	for _, number := range s.chosen {
		want, err := leases.Plan(ctx, s.request(number, s.planned()))
		if err != nil {
			return err
		}
		s.print(fmt.Sprintf("would point %s%s: %s", s.local(), number.PhoneNumber, want))
	}
	return nil
}

// planned is the URL that the numbers would get.
func (s *session) planned() string {
	switch {
	case s.o.PublicURL != "":
		return s.o.PublicURL + s.o.Path
	case s.o.URL != "":
		if u, err := url.Parse(s.o.URL); err == nil && u.Host != "" {
			return "https://" + u.Host + s.o.Path
		}
		return "https://" + s.o.URL + s.o.Path
	case s.o.Tunnel == "none":
		return "http://127.0.0.1:…" + s.o.Path
	}
	return "https://….ngrok.app" + s.o.Path
}
