package capture

import "github.com/twvoice/twvoice/internal/judge"

// alertsOf returns the alerts of an outcome, for the request to the URL asked.
func alertsOf(o judge.Outcome, asked string) []Alert {
	var all []Alert
	for _, a := range o.Alerts {
		all = append(all, Alert{Code: a.Code, Level: a.Level, Message: a.Message, URL: asked, Line: a.Pos.Line, Column: a.Pos.Col, Fix: a.Fix})
	}
	return all
}
