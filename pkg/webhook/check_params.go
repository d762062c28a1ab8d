package webhook

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"
)

// reading is the form as it may have been before something changed it on the way to the check.
type reading struct {
	params       url.Values
	reason, mend string
}

const asItCame = "check the parameters exactly as they came in the body, before anything else reads or cleans them"

func (r reading) verdict(signed string) Verdict {
	return Verdict{Cause: OtherParams, Reason: r.reason, Mend: r.mend, URL: signed}
}

// tryParams looks for another reading of the form that gives the signature for the URL as given.
func (r Request) tryParams() (Verdict, bool) {
	for _, read := range slices.Concat(r.readings(), r.smallReadings()) {
		s := newSigner(r.Token, read.params)
		if signed, ok := s.verify(r.Signature, r.URL); ok {
			return read.verdict(signed), true
		}
	}
	return Verdict{}, false
}

// tryBoth looks for another URL together with another reading.
func (r Request) tryBoth() (Verdict, bool) {
	urls := r.urls()
	urls = urls[:min(len(urls), 60)]
	for _, read := range r.readings() {
		s := newSigner(r.Token, read.params)
		for _, target := range urls {
			if signed, ok := s.verify(r.Signature, target); ok {
				v := urlVerdict(r.URL, signed)
				v.Reason += "; and " + read.reason
				v.Mend += "; and " + read.mend
				return v, true
			}
		}
	}
	return Verdict{}, false
}

// readings are what happens to a form as a whole.
func (r Request) readings() []reading {
	if r.Body != nil {
		form, err := url.ParseQuery(string(r.Body))
		if err != nil {
			return nil
		}
		return []reading{{form, "the body was signed as a form, and was checked as something else", "read the body as a form: its parameters are signed"}}
	}
	if len(r.Params) == 0 {
		return nil
	}
	return []reading{
		{nil, "the signature covers the URL alone, and parameters of the body were added to it", "check a GET, and a body with " + bodyParam + " in the query, without parameters"},
		{r.withoutQuery(), "the parameters of the query were counted twice, in the URL and in the form", "check the parameters of the body only: those of the query are in the URL already"},
		{mapped(r.Params, plusForSpace), `a "+" was turned into a space, or decoded twice`, "decode the body once, and make sure that %2B gives a +"},
		{mapped(r.Params, decodedAgain), "the values were checked as they look in the body, with their % escapes", "decode the form first: the decoded values are signed"},
		{mapped(r.Params, bytesOfLatin1), "the form was decoded as Latin-1, and is UTF-8", "decode the form as UTF-8"},
		{mapped(r.Params, crlf), "line ends were turned from CR LF into LF", asItCame},
		{filtered(r.Params, func(_, v string) bool { return v != "" }), "parameters without a value were added", "leave out what is not in the body"},
		{first(r.Params), "only the first value of a repeated parameter was signed, which Twilio does not do", "let the sender sign each value once, in order"},
	}
}

// smallReadings change one parameter each, or add empty ones that Twilio sends and many parsers drop.
func (r Request) smallReadings() []reading {
	if r.Body != nil {
		return nil
	}
	var all []reading
	for _, name := range slices.Sorted(maps.Keys(r.Params)) {
		rest := filtered(r.Params, func(n, _ string) bool { return n != name })
		all = append(all, reading{rest, "the parameter " + name + " was not signed: something added it", "leave " + name + " out of the check"})
		for _, pad := range []string{" ", "\n", "\r\n"} {
			trimmed := "white space around " + name + " was trimmed"
			all = append(all,
				reading{changed(r.Params, name, func(v string) string { return v + pad }), trimmed, asItCame},
				reading{changed(r.Params, name, func(v string) string { return pad + v }), trimmed, asItCame})
		}
	}
	return append(all, r.emptied()...)
}

// emptied adds empty parameters back, in the groups in which Twilio leaves them empty.
func (r Request) emptied() []reading {
	var groups [][]string
	for _, part := range []string{"City", "State", "Zip", "Country"} {
		groups = append(groups, r.absent("From"+part, "Caller"+part), r.absent("To"+part, "Called"+part))
	}
	for _, name := range []string{"Digits", "SpeechResult", "FinishedOnKey", "CallerName", "ForwardedFrom", "StirVerstat", "Body"} {
		groups = append(groups, r.absent(name))
	}
	groups = slices.DeleteFunc(groups, func(names []string) bool { return len(names) == 0 })
	var all []reading
	for subset := 1; subset < 1<<min(len(groups), 9); subset++ {
		params := maps.Clone(r.Params)
		var added []string
		for i, names := range groups {
			if subset&(1<<i) == 0 {
				continue
			}
			for _, name := range names {
				added = append(added, name)
				params[name] = []string{""}
			}
		}
		slices.Sort(added)
		all = append(all, reading{params, "parameters without a value were dropped: " + strings.Join(added, ", "), "keep empty parameters: Twilio signs their names"})
	}
	return all
}

// absent returns names when none of them is in the form.
func (r Request) absent(names ...string) []string {
	for _, name := range names {
		if r.Params.Has(name) {
			return nil
		}
	}
	return names
}

func (r Request) withoutQuery() url.Values {
	query, _ := url.ParseQuery(strings.TrimPrefix(split(withoutFragment(r.URL)).query, "?"))
	return filtered(r.Params, func(name, _ string) bool { return !query.Has(name) })
}

// mapped changes every value.
func mapped(params url.Values, change func(string) string) url.Values {
	out := url.Values{}
	for name, values := range params {
		for _, v := range values {
			out.Add(name, change(v))
		}
	}
	return out
}

// changed changes the values of one name.
func changed(params url.Values, name string, change func(string) string) url.Values {
	out := maps.Clone(params)
	out[name] = mapped(url.Values{name: params[name]}, change)[name]
	return out
}

func filtered(params url.Values, keep func(name, value string) bool) url.Values {
	out := url.Values{}
	for name, values := range params {
		for _, v := range values {
			if keep(name, v) {
				out.Add(name, v)
			}
		}
	}
	return out
}

func first(params url.Values) url.Values {
	out := url.Values{}
	for name := range params {
		out.Set(name, params.Get(name))
	}
	return out
}

// plusForSpace mends a number: " 1415…" was "+1415…".
func plusForSpace(v string) string {
	if digits, ok := strings.CutPrefix(v, " "); ok && digits != "" {
		return "+" + digits
	}
	return v
}

func decodedAgain(v string) string {
	if decoded, err := url.QueryUnescape(v); err == nil {
		return decoded
	}
	return v
}

func crlf(v string) string {
	return strings.ReplaceAll(strings.ReplaceAll(v, "\r\n", "\n"), "\n", "\r\n")
}

// bytesOfLatin1 undoes a decoding as Latin-1 of what was UTF-8.
func bytesOfLatin1(v string) string {
	var b []byte
	for _, r := range v {
		if r > 0xFF {
			return v
		}
		b = append(b, byte(r))
	}
	if !utf8.Valid(b) {
		return v
	}
	return string(b)
}
