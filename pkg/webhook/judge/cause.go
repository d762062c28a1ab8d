package judge

import (
	"cmp"
	"net/http"
	"net/url"
	"strings"
)

// Cause is a known reason why an application rejects a webhook, or answers something else than its
// webhook does, recognized from its answer.
type Cause struct {
	Name   string // of the software that answered: "Vite"
	Reason string // what it did, as the end of a sentence
	Fix    string // what to set, and where
	// HostCheck is set if the application rejects the host in the request, and would answer a
	// request to its own host.
	HostCheck bool
}

// cause is a row of the table: conditions on an answer, and their meaning. %HOST%, %NAME% and
// %PATH% are replaced by those of the request.
type cause struct {
	Cause
	status []int  // any of these; nil matches all
	header string // required header, which must contain value
	value  string
	body   []string // all of these must be in the body, in lower case
}

// CauseOf looks for a known cause in an answer, whatever its status. It returns false without one: a rejection may then
// be that of a signature.
func CauseOf(a Answer) (Cause, bool) { return a.cause(Read(a).Body) }

func (a Answer) cause(body []byte) (Cause, bool) {
	text := strings.ToLower(Text(a.Header, body))
	for _, row := range causes() {
		if row.matches(a, text) {
			return a.fillIn(row.Cause), true
		}
	}
	if a.login(text) {
		return a.fillIn(Cause{
			Name: "a login", Reason: "it looks like a login page",
			Fix: "allow webhooks without a login: exempt %PATH%; Twilio's signature authenticates the request",
		}), true
	}
	return Cause{}, false
}

func (row cause) matches(a Answer, text string) bool {
	if row.status != nil {
		fits := false
		for _, status := range row.status {
			fits = fits || status == a.Status
		}
		if !fits {
			return false
		}
	}
	if row.header != "" {
		values, there := a.Header[http.CanonicalHeaderKey(row.header)]
		if !there || !strings.Contains(strings.ToLower(strings.Join(values, "\n")), row.value) {
			return false
		}
	}
	for _, part := range row.body {
		if !strings.Contains(text, part) {
			return false
		}
	}
	return true
}

// fillIn replaces the placeholders of a cause.
func (a Answer) fillIn(c Cause) Cause {
	path := ""
	if a.URL != nil {
		path = a.URL.EscapedPath()
	}
	host := cmp.Or(a.Host, "the public host")
	name := host
	if u, err := url.Parse("//" + a.Host); err == nil && u.Hostname() != "" {
		name = u.Hostname()
	}
	with := strings.NewReplacer("%HOST%", host, "%NAME%", name, "%PATH%", cmp.Or(path, "/voice"), "%PATTERN%", strings.TrimPrefix(cmp.Or(path, "/voice"), "/"))
	c.Reason, c.Fix = with.Replace(c.Reason), with.Replace(c.Fix)
	return c
}

// login reports whether an answer is a login page, by its content or its path.
func (a Answer) login(text string) bool {
	for _, mark := range []string{`type="password"`, "type='password'", "type=password"} {
		if strings.Contains(text, mark) {
			return true
		}
	}
	return webPage(strings.TrimSpace(text)) && a.URL != nil && LoginPath(a.URL.Path)
}

// LoginPath reports whether a path is, by its name, that of a login page.
func LoginPath(path string) bool {
	for part := range strings.SplitSeq(strings.ToLower(path), "/") {
		switch part {
		case "login", "log-in", "log_in", "signin", "sign-in", "sign_in", "sso":
			return true
		}
	}
	return false
}
