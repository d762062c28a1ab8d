package capture

import (
	"errors"
	"fmt"
	"mime"
	"net/http"
	"slices"
	"strings"

	"github.com/twvoice/twvoice/internal/exchange"
	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/twiml/lint"
)

// alertsOf is what Twilio's debugger would show: what Twilio itself says of an earlier answer, what is wrong with this one, and
// what those have noted who know more of it than the answer says, a forwarder for instance.
func alertsOf(h Head, e exchange.Exchange) []Alert {
	all := judged(h, e)
	for _, t := range e.Notes.Troubles {
		if slices.ContainsFunc(all, func(a Alert) bool { return a.Code == t.Code }) {
			continue
		}
		a := Alert{Code: t.Code, Level: alert.Error, Message: t.Message, URL: h.URL}
		if t.Warning {
			a.Level = alert.Warning
		}
		all = append(all, a)
	}
	return all
}

// judged are the alerts that show in the request and its answer, in the order in which Twilio judges
// (https://www.twilio.com/docs/voice/twiml#twilio-response).
func judged(h Head, e exchange.Exchange) []Alert {
	var all []Alert
	if code := e.Form.Get("ErrorCode"); code != "" && code != "0" {
		known, _ := alert.Lookup(code)
		all = append(all, Alert{Code: code, Level: levelOf(known), Message: "Twilio says: " + known.Title, URL: e.Form.Get("ErrorUrl")})
	}
	refused := e.Notes.Refusal != "" || e.Notes.Verified && !e.Notes.Verdict.Valid && e.Status == http.StatusForbidden // not Twilio, and nobody's call
	if h.Purpose == Other || h.Purpose == Audio || refused {
		return all
	}
	add := func(code string, level alert.Level, pos twiml.Pos, format string, args ...any) {
		all = append(all, Alert{Code: code, Level: level, Message: fmt.Sprintf(format, args...), URL: h.URL, Line: pos.Line, Column: pos.Col})
	}
	media, params, _ := mime.ParseMediaType(e.Answered.Get("Content-Type"))
	switch {
	case e.Status == 0:
		add("11200", alert.Error, twiml.Pos{}, "there was no answer")
	case h.Purpose.Told() && e.Status >= http.StatusBadRequest:
		add("15003", alert.Warning, twiml.Pos{}, "the callback was answered %d", e.Status)
	case h.Purpose.Told() || e.Status/100 == 3:
	case e.Status >= http.StatusBadRequest:
		add("11200", alert.Error, twiml.Pos{}, "the answer was %d %s", e.Status, http.StatusText(e.Status))
	case e.AnswerCut:
		add("11750", alert.Error, twiml.Pos{}, "the answer was longer than 64 kB")
	case media == "text/plain" && !strings.HasPrefix(strings.TrimSpace(string(e.Answer)), "<"):
	case media != "text/xml" && media != "application/xml" && media != "text/html" && media != "text/plain":
		add("12300", alert.Error, twiml.Pos{}, "the answer was %s: TwiML is text/xml", named(media))
	default:
		doc, err := twiml.ParseCharset(e.Answer, params["charset"])
		if list, ok := errors.AsType[twiml.ErrorList](err); ok {
			for _, wrong := range list {
				add(wrong.Code, alert.Error, wrong.Pos, "%s", wrong.Message)
			}
			return all
		}
		for _, found := range lint.Check(doc, lint.Options{}) {
			if found.Code != "" {
				add(found.Code, found.Level, found.Pos, "%s", found.Message)
			}
		}
	}
	return all
}

func named(media string) string {
	if media == "" {
		return "without a Content-Type"
	}
	return media
}

func levelOf(c alert.Code) alert.Level {
	if c.Level == "" {
		return alert.Error
	}
	return c.Level
}
