package session

import (
	"context"
	"net/url"

	"github.com/twvoice/twvoice/internal/lease"
)

// Plan is what a session would do.
type Plan struct {
	Served  string // the document, folder or app, as it was typed
	Webhook string // an ellipsis is in it for what is known only once the tunnel is open
	Changes []Change
}

// Change is what would be set on a number.
type Change struct {
	Number   string
	Settings lease.Settings
}

// Plan returns what [Session.Run] would do. It changes nothing, and is called instead of Run.
func (s *Session) Plan(ctx context.Context) (Plan, error) {
	var plan Plan
	err := s.steps(ctx, s.loadDocuments, s.openAccount, s.choose, func(ctx context.Context) (err error) {
		plan, err = s.plan(ctx)
		return err
	})
	return plan, s.end(ctx, err)
}

func (s *Session) plan(ctx context.Context) (Plan, error) {
	plan := Plan{Served: s.served(), Webhook: s.plannedWebhook()}
	if len(s.chosen) == 0 {
		return plan, nil
	}
	leases, err := s.account.Leases()
	if err != nil {
		return plan, err
	}
	for _, number := range s.chosen {
		want, err := leases.Plan(ctx, s.request(number, plan.Webhook))
		if err != nil {
			return plan, err
		}
		plan.Changes = append(plan.Changes, Change{number.PhoneNumber, want})
	}
	return plan, nil
}

// plannedWebhook is the webhook that the numbers would get.
func (s *Session) plannedWebhook() string {
	switch {
	case s.o.PublicURL != "":
		return s.o.PublicURL + s.o.Path
	case s.o.Domain != "":
		if u, err := url.Parse(s.o.Domain); err == nil && u.Host != "" {
			return "https://" + u.Host + s.o.Path
		}
		return "https://" + s.o.Domain + s.o.Path
	case s.o.Ngrok == nil:
		return "http://127.0.0.1:…" + s.o.Path
	}
	return "https://….ngrok.app" + s.o.Path
}
