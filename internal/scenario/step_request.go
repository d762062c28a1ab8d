package scenario

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim"
)

// request is the step `request: {path: /sales, params: {Digits: 1}}`.
type request struct {
	path           pathPattern
	method, status string
	params         url.Values
	within         time.Duration // real time; 0: no limit
}

func makeRequest(f fields) stepAction {
	return request{path: f.route("path"), method: f.text("method"), status: f.text("status"), params: f.pairs("params"), within: f.length("within", 0)}
}

func (r request) begin(*play) runningStep { return requested{request: r} }

func (r request) wants() string {
	var b strings.Builder
	b.WriteString("the application receives a request")
	if r.path.written != "" {
		b.WriteString(" to " + r.path.written)
	}
	if r.method != "" {
		b.WriteString(", method " + r.method)
	}
	b.WriteString(listed(r.params))
	if r.status != "" {
		b.WriteString(" and responds with " + r.status)
	}
	if r.within > 0 {
		fmt.Fprintf(&b, " within %s", r.within)
	}
	return b.String()
}

// requested waits for a request and its answer.
type requested struct {
	polls
	request request
}

func (t requested) look(p *play) bool {
	for i, h := range p.line.all[p.line.cursor:] {
		if h.asked == nil || !t.request.matches(*h.asked) {
			continue
		}
		if !h.asked.answered { // the answer counts even if the caller has hung up in the meantime
			return false
		}
		if wrong := t.request.differs(*h.asked); wrong != "" {
			p.fail("%s", wrong)
			return false
		}
		p.line.cursor += i + 1
		return true
	}
	return false
}

func (r request) matches(got asked) bool {
	if r.path.written == "" {
		return !got.callback
	}
	return r.path.matches(got.url)
}

// differs describes how a request differs from the step, or returns "".
func (r request) differs(got asked) string {
	status := strconv.Itoa(got.status)
	switch {
	case r.method != "" && r.method != got.method:
		return "its method is " + got.method + got.redirectCause()
	case r.status != "" && got.status == 0:
		return "there was no response"
	case r.status != "" && r.status != status:
		return "the response is " + status
	case r.within > 0 && got.took > r.within:
		return fmt.Sprintf("the response took %s", got.took.Round(time.Millisecond))
	}
	for _, name := range slices.Sorted(maps.Keys(r.params)) {
		values, sent := got.params[name]
		switch {
		case !sent:
			return fmt.Sprintf("it has no parameter %s%s", name, got.redirectCause())
		case !exactly(r.params.Get(name)).whole(values[0]):
			return fmt.Sprintf("its %s is %q", name, values[0])
		}
	}
	return ""
}

// redirectCause names the redirect that dropped parameters of the request.
func (a asked) redirectCause() string {
	if a.lost == "" {
		return ""
	}
	return ", because of a redirect: " + a.lost
}

// exactly returns a matcher for a parameter's value. An invalid regular expression is compared as text.
func exactly(written string) matcher {
	m, err := newMatcher(written)
	if err != nil {
		return matcher{written: written}
	}
	return m
}

// listed returns parameters for the end of a sentence.
func listed(params url.Values) string {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(params)) {
		all = append(all, name+"="+params.Get(name))
	}
	if len(all) == 0 {
		return ""
	}
	return " with " + strings.Join(all, ", ")
}

// polls is embedded by turns that events of other legs can complete. The caller waits in short ticks, so that the next
// step does not wait for an event of the caller's own leg.
type polls struct{}

// pollInterval is short compared with everything that a caller does.
const pollInterval = 100 * time.Millisecond

func (polls) waits() bool { return true }

func (polls) move(p *play, now voicesim.Turn) (voicesim.Input, bool) {
	if p.waitedFor(now.Listening) {
		return voicesim.Input{}, false
	}
	return voicesim.Input{After: pollInterval}, true
}

// callback is the step `callback: completed`.
type callback struct {
	event  string
	params url.Values
}

func makeCallback(f fields) stepAction { return callback{f.text("event"), f.pairs("params")} }

func (c callback) begin(*play) runningStep { return callbackStep{callback: c} }

func (c callback) wants() string {
	return fmt.Sprintf("a status callback has %s%s", c.event, listed(c.params))
}

// callbackStep waits for a callback. Callbacks run parallel to the call, so their order is separate.
type callbackStep struct {
	polls
	callback callback
}

func (t callbackStep) look(p *play) bool {
	for i := p.line.told; i < len(p.line.all); i++ {
		a := p.line.all[i].asked
		if a != nil && a.callback && t.callback.is(a.params) {
			p.line.told = i + 1
			return true
		}
	}
	return false
}

func (c callback) is(params url.Values) bool {
	return voicesim.CallbackSays(c.event, params.Get) && request{params: c.params}.differs(asked{params: params}) == ""
}
