package serve

import (
	"errors"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/forward"
)

// checkServed decides what is served. A flag takes precedence over a file's setting of the other kind.
func (o *Options) checkServed(typed func(flag string) bool) error {
	if o.TwiML != "" && o.Forward != "" {
		switch twiml, app := typed("twiml"), typed("forward"); {
		case twiml && !app:
			o.Forward = ""
		case app && !twiml:
			o.TwiML = ""
		default:
			return fault.With(errors.New("--twiml and --forward exclude each other"), fault.Usage, "either a file answers, or an app does")
		}
	}
	switch {
	case o.TwiML == "" && o.Forward == "":
		return fault.With(errors.New("nothing to serve: --twiml or --forward is missing"), fault.Usage, "twvoice serve --twiml greeting.xml, or twvoice serve --forward 3000")
	case o.Forward == "" && (typed("resign") || typed("insecure")):
		return fault.With(errors.New("--resign and --insecure need --forward"), fault.Usage, "add --forward 3000")
	case o.Forward == "":
		return nil
	}
	_, err := forward.Target(o.Forward)
	return err
}
