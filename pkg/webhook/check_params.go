package webhook

import (
	"bytes"
	"cmp"
	"maps"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"
)

// reading is a form as it may have been before it was changed on the way to the check.
type reading struct {
	params      url.Values
	target      string // the URL that belongs to it, "" for the checked one
	reason, fix string
}

const rawParamsFix = "check the parameters exactly as they came in the body, before anything else reads or cleans them"

func (r reading) verdict(signed string) Verdict {
	return Verdict{Cause: OtherParams, Reason: r.reason, Fix: r.fix, URL: signed}
}

// tryParams looks for another reading of the form that matches the signature with the given URL.
func (r Request) tryParams(s *search) (Verdict, bool) {
	k, _ := r.key()
	for _, read := range r.readings() {
		if !s.fresh(read) {
			continue
		}
		if signed, ok := s.anySpelling(newAttempt(k, read), cmp.Or(read.target, r.URL)); ok {
			return read.verdict(signed), true
		}
	}
	target := withoutFragment(r.URL)
	for _, read := range r.smallReadings() {
		if s.fresh(read) && s.asGiven(newAttempt(k, read), target) {
			return read.verdict(target), true
		}
	}
	return Verdict{}, false
}

// tryURLAndReading looks for another URL together with another reading.
func (r Request) tryURLAndReading(s *search) (Verdict, bool) {
	k, _ := r.key()
	urls := r.urls()
	urls = urls[:min(len(urls), 40)]
	plain := appendParams(nil, r.signedParams())
	for _, read := range r.readings() {
		if read.target != "" || bytes.Equal(appendParams(nil, read.params), plain) {
			continue
		}
		a := newAttempt(k, read)
		for _, target := range urls {
			if target = withoutFragment(target); s.asGiven(a, target) {
				v := urlVerdict(r.URL, target)
				v.Reason += "; and " + read.reason
				v.Fix += "; and " + read.fix
				return v, true
			}
		}
	}
	return Verdict{}, false
}

// readings returns the changes that affect a form as a whole.
func (r Request) readings() []reading {
	if r.Body != nil {
		return r.bodyReadings()
	}
	if len(r.Params) == 0 {
		return r.queryReadings()
	}
	target, _, _ := strings.Cut(withoutFragment(r.URL), "?")
	return []reading{
		{params: nil, reason: "the signature covers only the URL, but parameters of the body were included", fix: "check a GET, and a body with " + bodyParam + " in the query, without parameters"},
		{params: r.withoutQuery(), reason: "the parameters of the query were included twice, in the URL and in the form", fix: "check only the parameters of the body: those of the query are already in the URL"},
		{params: mapped(r.Params, plusForSpace), reason: `a "+" was turned into a space, or decoded twice`, fix: "decode the body once, and make sure that %2B gives a +"},
		{params: mapped(r.Params, decodedAgain), reason: "the values were checked without decoding their % escapes", fix: "decode the form first: the decoded values are signed"},
		{params: mapped(r.Params, bytesOfLatin1), reason: "the form was decoded as Latin-1, but is UTF-8", fix: "decode the form as UTF-8"},
		{params: mapped(r.Params, withCRLF), reason: "line ends were turned from CR LF into LF", fix: rawParamsFix},
		{params: filtered(r.Params, func(_, v string) bool { return v != "" }), reason: "parameters without a value were added", fix: "leave out what is not in the body"},
		{params: firstValues(r.Params), reason: "the sender signed only the first value of a repeated parameter, which Twilio does not do", fix: "let the sender sign each value once, in order"},
		{params: mapped(r.Params, strings.TrimSpace), reason: "the sender trimmed white space around values before signing, which Twilio does not do", fix: "let the sender sign what it sends"},
		{params: raw(cmp.Or(string(r.RawForm), r.Params.Encode())), reason: "the sender signed the bytes of the body, but a form is signed by its parameters", fix: "let the sender sort the parameters and sign names and decoded values"},
		{target: target + "?" + r.Params.Encode(), reason: "the parameters were signed as those of a GET, in the query", fix: "let the sender sign the form of a POST, or send a GET"},
	}
}

// bodyReadings returns forms for a body that was not checked as a form.
func (r Request) bodyReadings() []reading {
	all := []reading{{params: raw(string(r.Body)), reason: "the sender signed the bytes of the body, but only a form is signed with the URL", fix: "let the sender put the SHA-256 of the body into the query, as " + bodyParam}}
	if form, err := url.ParseQuery(string(r.Body)); err == nil {
		all = append(all, reading{params: form, reason: "the body was signed as a form, but was not checked as a form", fix: "read the body as a form: its parameters are signed"})
	}
	return all
}

// queryReadings returns what may have been signed instead of the query of a GET.
func (r Request) queryReadings() []reading {
	target, query, _ := strings.Cut(withoutFragment(r.URL), "?")
	form, err := url.ParseQuery(query)
	if query == "" || err != nil {
		return nil
	}
	return []reading{
		{params: form, target: target, reason: "a GET was signed like a POST, with its parameters added to the URL", fix: "let the sender sign only the URL with its complete query"},
		{params: form, reason: "the parameters of the query were signed twice, in the URL and as parameters", fix: "let the sender sign only the URL with its complete query"},
	}
}

// raw returns a body that was signed unparsed: a single name without a value.
func raw(body string) url.Values { return url.Values{body: {""}} }

// maxNames limits the parameters that are changed one by one; Twilio's requests have at most three
// dozen.
const maxNames = 40

// smallReadings returns readings that change one parameter each, or add empty ones that Twilio
// sends and many parsers drop.
func (r Request) smallReadings() []reading {
	if r.Body != nil || len(r.Params) == 0 {
		return nil
	}
	var all []reading
	names := slices.Sorted(maps.Keys(r.Params))
	for _, name := range names[:min(len(names), maxNames)] {
		rest := filtered(r.Params, func(n, _ string) bool { return n != name })
		all = append(all, reading{params: rest, reason: "the parameter " + name + " was not signed: something added it", fix: "leave " + name + " out of the check"})
		for _, pad := range []string{" ", "\n", "\r\n"} {
			trimmed := "white space around " + name + " was trimmed"
			all = append(all,
				reading{params: changed(r.Params, name, func(v string) string { return v + pad }), reason: trimmed, fix: rawParamsFix},
				reading{params: changed(r.Params, name, func(v string) string { return pad + v }), reason: trimmed, fix: rawParamsFix})
		}
	}
	return append(all, r.emptied()...)
}

// emptied returns readings with empty parameters added, in the groups that Twilio sends empty.
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
		all = append(all, reading{params: params, reason: "parameters without a value were dropped: " + strings.Join(added, ", "), fix: "keep empty parameters: Twilio signs their names"})
	}
	return all
}

// absent returns names if none of them is in the form.
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

// mapped returns the form with every value changed.
func mapped(params url.Values, change func(string) string) url.Values {
	out := url.Values{}
	for name, values := range params {
		for _, v := range values {
			out.Add(name, change(v))
		}
	}
	return out
}

// changed returns the form with the values of one name changed.
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

func firstValues(params url.Values) url.Values {
	out := url.Values{}
	for name := range params {
		out.Set(name, params.Get(name))
	}
	return out
}

// plusForSpace repairs a number: " 1415…" was "+1415…".
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

func withCRLF(v string) string {
	return strings.ReplaceAll(strings.ReplaceAll(v, "\r\n", "\n"), "\n", "\r\n")
}

// bytesOfLatin1 reverses a decoding of UTF-8 as Latin-1.
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
