package session

import (
	"strings"

	"github.com/twvoice/twvoice/internal/devserver"
	"github.com/twvoice/twvoice/internal/httplog"
)

// withPassword returns a handler that requires the password, if there is one.
func (s *Session) withPassword(next httplog.Handler) httplog.Handler {
	if s.o.User == nil {
		return next
	}
	password, _ := s.o.User.Password()
	return &devserver.Password{Next: next, User: s.o.User.Username(), Password: password, Secret: s.nonce + password, Now: s.o.Env.Now}
}

// withUser returns a URL as Twilio gets it: with user and password in it. It must not be shown.
func (s *Session) withUser(plain string) string {
	scheme, rest, ok := strings.Cut(plain, "://")
	if s.o.User == nil || !ok {
		return plain
	}
	return scheme + "://" + s.o.User.String() + "@" + rest
}

// recordExchange reports a request that has been answered, and stores it, without its password. All that want requests get them here.
func (s *Session) recordExchange(e httplog.Record) {
	if e.Header.Get("Authorization") != "" {
		e.Header.Set("Authorization", "(removed)")
	}
	s.keeper.Keep(e)
	s.observe(Request{e})
}
