package tunnel

import (
	"context"
	"log/slog"
	"strings"
)

// hidden replaces the authtoken.
const hidden = "[authtoken]"

// hide removes a secret from a text. ngrok repeats the authtoken in the texts of 105 and 107:
// https://github.com/inconshreveable/ngrok/issues/474.
func hide(text, secret string) string {
	if secret == "" {
		return text
	}
	return strings.ReplaceAll(text, secret, hidden)
}

// redactor is a log handler that removes the authtoken. ngrok-go removes it from the requests that it logs, but not from
// error texts.
type redactor struct {
	slog.Handler
	secret string
}

// redacted returns a logger for ngrok-go that never writes secret. A nil log discards everything: without a logger,
// ngrok-go v2.4.0 prints a warning on stderr about the Go version it was built with.
func redacted(log *slog.Logger, secret string) *slog.Logger {
	if log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return slog.New(redactor{log.Handler(), secret})
}

// Handle removes the secret from the message and the attributes of a record, and passes it on.
func (r redactor) Handle(ctx context.Context, rec slog.Record) error {
	clean := slog.NewRecord(rec.Time, rec.Level, hide(rec.Message, r.secret), rec.PC)
	rec.Attrs(func(a slog.Attr) bool {
		clean.AddAttrs(r.clean(a))
		return true
	})
	return r.Handler.Handle(ctx, clean)
}

// WithAttrs implements [slog.Handler].
func (r redactor) WithAttrs(attrs []slog.Attr) slog.Handler {
	cleaned := make([]slog.Attr, len(attrs))
	for i, a := range attrs {
		cleaned[i] = r.clean(a)
	}
	return redactor{r.Handler.WithAttrs(cleaned), r.secret}
}

// WithGroup implements [slog.Handler].
func (r redactor) WithGroup(name string) slog.Handler {
	return redactor{r.Handler.WithGroup(name), r.secret}
}

// clean replaces an attribute if its text contains the secret.
func (r redactor) clean(a slog.Attr) slog.Attr {
	value := a.Value.Resolve()
	if text := value.String(); r.secret != "" && strings.Contains(text, r.secret) {
		return slog.String(a.Key, hide(text, r.secret))
	}
	return slog.Attr{Key: a.Key, Value: value}
}
