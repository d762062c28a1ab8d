package tunnel

import (
	"context"
	"fmt"

	"golang.ngrok.com/ngrok/v2"
)

// Session is what ngrok reports to an agent with a valid authtoken. Any field can be "".
type Session struct {
	Account  string
	Plan     string // as ngrok names it: "Free"
	Region   string
	Warnings []string // for example about an agent that will soon be too old
}

// Authenticate checks whether ngrok accepts the authtoken. It opens a session and ends it immediately, without an
// endpoint, so that no address appears anywhere. For that moment it counts as one of the account's agents. ERR_NGROK_108
// means that there are too many agents, and therefore that the token is valid.
func Authenticate(ctx context.Context, o Options) (Session, error) {
	t, err := newNgrok(o)
	if err != nil {
		return Session{}, fmt.Errorf("log in to ngrok: %w", err)
	}
	defer t.Close()
	defer context.AfterFunc(ctx, t.link.close)() // without time left, do not wait for ngrok's goodbye
	if err := t.connect(ctx, func(context.Context) error { return nil }); err != nil {
		return Session{}, fmt.Errorf("log in to ngrok: %w", err)
	}
	return t.session(), nil
}

// session returns what ngrok-go stored of ngrok's first answer.
func (t *Ngrok) session() Session {
	now, err := t.agent.Session()
	if err != nil { // the session was lost in the meantime; the token was still accepted
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
