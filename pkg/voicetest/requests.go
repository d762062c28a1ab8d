package voicetest

import (
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/twvoice/twvoice/pkg/transcript"
	"github.com/twvoice/twvoice/pkg/voicesim"
)

// Requests continues the call until the application has answered the next request to this path, in which * matches any one
// segment. Each param is "Name=value", and must be in the request's form or query. Requests to other paths are skipped. It
// fails if the call ends or waits for the caller first, or if a parameter differs.
//
//	call.Requests("/menu", "Digits=1")
func (c *Call) Requests(path string, params ...string) transcript.Request {
	c.t.Helper()
	if !strings.HasPrefix(path, "/") || strings.ContainsAny(path, "?#") {
		c.t.Fatalf("voicetest: Requests(%q): write only the path, such as /menu, and pass the query as params", path)
	}
	wanted := c.params(params)
	what := "a request to " + path + listed(params)
	return c.request(what, &c.requested, func(a asked) (ok bool, wrong string) {
		if !onPath(a.URL, path) {
			return false, ""
		}
		for _, want := range wanted {
			if got, sent := value(a, want.name); !sent {
				return true, fmt.Sprintf("has no %s", want.name)
			} else if got != want.value {
				return true, fmt.Sprintf("has %s=%s", want.name, got)
			}
		}
		return true, ""
	})
}

// CallsBack continues the call until a status callback reports this event in CallStatus,
// StatusCallbackEvent, RecordingStatus, AnsweredBy or a similar parameter: initiated, ringing,
// answered, completed, participant-join, … Each param is "Name=value". Callbacks are consumed in
// their own order, independent of the other steps.
func (c *Call) CallsBack(event string, params ...string) transcript.Request {
	c.t.Helper()
	wanted := c.params(params)
	return c.request("a status callback with "+event+listed(params), &c.calledBack, func(a asked) (bool, string) {
		says := voicesim.CallbackSays(event, func(name string) string { return a.Params[name] })
		differs := slices.ContainsFunc(wanted, func(want param) bool { got, _ := value(a, want.name); return got != want.value })
		return a.callback && says && !differs, ""
	})
}

// Sends continues the call until the application sends a text message with this text, by <Sms>.
// Case and white space are folded. To of the result is the recipient.
func (c *Call) Sends(text string) transcript.Item {
	c.t.Helper()
	want := c.folded("Sends", text)
	for {
		for c.sent < len(c.record.call.Transcript) {
			item := c.record.call.Transcript[c.sent]
			c.sent++
			if item.Kind == transcript.Sms && strings.Contains(folded(item.Text), want) {
				return item
			}
		}
		c.advance(fmt.Sprintf("a text message %q to be sent", text), func() bool { return c.sent < len(c.record.call.Transcript) }, "")
	}
}

// request continues the call until there is a matching request that no step has consumed.
func (c *Call) request(what string, cursor *int, match func(asked) (ok bool, wrong string)) transcript.Request {
	c.t.Helper()
	for {
		for *cursor < len(c.record.asked) {
			a := c.record.asked[*cursor]
			*cursor++
			switch ok, wrong := match(a); {
			case wrong != "" && a.Note != "":
				c.fail("want %s, but it %s, because of a redirect: %s", what, wrong, a.Note)
			case wrong != "":
				c.fail("want %s, but it %s", what, wrong)
			case ok:
				return a.Request
			}
		}
		c.advance(what, func() bool { return *cursor < len(c.record.asked) }, c.asked())
	}
}

// advance continues the call to its next moment, and fails if nothing more can happen.
func (c *Call) advance(want string, more func() bool, instead string) {
	c.t.Helper()
	if c.waits() {
		c.fail("want %s, but the call waits for %s%s", want, c.name, instead)
	}
	if !c.next(c.defaultAnswer()) && !more() {
		c.fail("want %s, but the call has ended%s", want, instead)
	}
}

// asked returns the end of a failure message: the paths that were requested.
func (c *Call) asked() string {
	var paths []string
	for _, a := range c.record.asked {
		if u, err := url.Parse(a.URL); err == nil {
			paths = append(paths, u.Path)
		}
	}
	if len(paths) == 0 {
		return ""
	}
	return ": it requested " + strings.Join(paths, ", ")
}

// param is a parameter of a step.
type param struct{ name, value string }

func (c *Call) params(written []string) []param {
	c.t.Helper()
	var all []param
	for _, one := range written {
		name, value, ok := strings.Cut(one, "=")
		if !ok || name == "" {
			c.t.Fatalf("voicetest: %q is not a parameter: write Name=value", one)
		}
		all = append(all, param{name, value})
	}
	return all
}

// value returns a parameter of a request, from its form or its query.
func value(a asked, name string) (value string, ok bool) {
	if value, ok = a.Params[name]; ok {
		return value, true
	}
	u, err := url.Parse(a.URL)
	if err != nil {
		return "", false
	}
	return u.Query().Get(name), u.Query().Has(name)
}

// onPath reports whether a URL matches a path. An invalid pattern is compared as a path.
func onPath(raw, pattern string) bool {
	u, err := url.Parse(raw)
	if err != nil {
		return false
	}
	matched, err := path.Match(pattern, u.Path)
	return matched || err != nil && pattern == u.Path
}

func listed(params []string) string {
	if len(params) == 0 {
		return ""
	}
	return " with " + strings.Join(params, ", ")
}
