package tunnel

import (
	"context"
	"fmt"

	"golang.ngrok.com/ngrok/v2"
)

// Session is what ngrok says of itself to an agent whose authtoken it takes. Any of it may be "".
type Session struct {
	Account  string
	Plan     string // as ngrok names it: "Free"
	Region   string
	Warnings []string // an agent that will soon be too old, among others
}

// Authenticate finds out whether ngrok takes the authtoken: a session is opened and ended at once, and nothing is bound, so that
// no address appears anywhere. For that moment it counts as one of the account's agents; ERR_NGROK_108 says that there is no room
// for another, and thereby that the token is good.
func Authenticate(ctx context.Context, o Options) (Session, error) {
	t, err := newNgrok(o)
	if err != nil {
		return Session{}, fmt.Errorf("log in to ngrok: %w", err)
	}
	defer t.Close()
	defer context.AfterFunc(ctx, t.link.close)() // whoever has no more time does not wait for a farewell either
	if err := t.connect(ctx, func(context.Context) error { return nil }); err != nil {
		return Session{}, fmt.Errorf("log in to ngrok: %w", err)
	}
	return t.session(), nil
}

// session is what ngrok-go has kept of ngrok's first answer.
func (t *Ngrok) session() Session {
	now, err := t.agent.Session()
	if err != nil { // lost again meanwhile: the token was taken all the same
		return Session{}
	}
	var s Session
	for _, warning := range now.Warnings() {
		s.Warnings = append(s.Warnings, hide(warning.Error(), t.options.Authtoken))
	}
	if details, ok := now.(ngrok.AgentSessionDetails); ok {
		s.Account, s.Plan, s.Region = details.AccountName(), details.PlanName(), details.Region()
	}
	return s
}
