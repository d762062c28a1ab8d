package judge

import (
	"cmp"
	"net/http"
	"net/url"
	"strings"
)

// Cause is why an application turns a webhook away, or answers something else than its webhook does, as its answer shows it.
type Cause struct {
	Name   string // of who answered so: "Vite"
	Reason string // what it did, as the end of a sentence
	Fix    string // what to set, and where
	// HostCheck says that the application refuses the host that it is asked as: asked as its own host it would answer.
	HostCheck bool
}

// cause is a row of the table: what an answer must show, and what that means. %HOST%, %NAME% and %PATH% stand for what was asked.
type cause struct {
	Cause
	status []int  // one of these; nil is any
	header string // a header that must be there, with value in it
	value  string
	body   []string // all of these must stand in it, in lower case
}

// CauseOf looks for a reason in an answer, whatever its status is. It is false where the answer shows none: a refusal may well be
// that of a signature then.
func CauseOf(a Answer) (Cause, bool) { return a.cause(Read(a).Body) }

func (a Answer) cause(body []byte) (Cause, bool) {
	text := strings.ToLower(Text(a.Header, body))
	for _, row := range causes() {
		if row.shows(a, text) {
			return a.fill(row.Cause), true
		}
	}
	if a.login(text) {
		return a.fill(Cause{
			Name: "a login", Reason: "it looks like a login page",
			Fix: "allow webhooks without a login: exempt %PATH%; Twilio's signature authenticates the request",
		}), true
	}
	return Cause{}, false
}

func (row cause) shows(a Answer, text string) bool {
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

// fill puts what was asked into a cause.
func (a Answer) fill(c Cause) Cause {
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

// login reports whether an answer is a page that asks for a password, or came from where such pages are.
func (a Answer) login(text string) bool {
	for _, mark := range []string{`type="password"`, "type='password'", "type=password"} {
		if strings.Contains(text, mark) {
			return true
		}
	}
	return webPage(strings.TrimSpace(text)) && a.URL != nil && LoginPath(a.URL.Path)
}

// LoginPath reports whether a path is, by its name, that of a page that asks who one is.
func LoginPath(path string) bool {
	for part := range strings.SplitSeq(strings.ToLower(path), "/") {
		switch part {
		case "login", "log-in", "log_in", "signin", "sign-in", "sign_in", "sso":
			return true
		}
	}
	return false
}
