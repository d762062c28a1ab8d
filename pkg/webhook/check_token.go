package webhook

import (
	"maps"
	"slices"
	"strings"
)

// tokenCandidate is a token that may have signed, and the reason and fix if it did.
type tokenCandidate struct{ token, reason, fix string }

// tryTokens tries the tokens of other accounts, typing errors in this one, and the empty token.
func (r Request) tryTokens(s *search) (Verdict, bool) {
	if r.Settings != "" { // the settings name the key
		return Verdict{}, false
	}
	urls := r.urls()
	candidates := r.tokens()
	most := s.left
	for _, c := range candidates {
		s.allow(max(most/len(candidates), 1)) // so that the last account gets as many attempts as the first
		a := newAttempt(key{secret: c.token}, reading{params: r.signedParams()})
		for _, target := range urls {
			if signed, ok := s.anySpelling(a, target); ok {
				return Verdict{Cause: OtherToken, Reason: c.reason, Fix: c.fix, URL: signed}, true
			}
		}
	}
	return Verdict{}, false
}

func (r Request) tokens() []tokenCandidate {
	all := []tokenCandidate{{
		"", "the request was signed with an empty auth token",
		"the sender has no auth token: set TWILIO_AUTH_TOKEN there",
	}}
	if tidy := strings.ToLower(strings.Trim(r.Token, " \t\r\n\"'")); tidy != r.Token && tidy != "" {
		all = append(all, tokenCandidate{
			tidy, "the auth token is right except for white space, quotes or capitals",
			"remove them; a token is 32 lower-case hexadecimal digits",
		})
	}
	for _, name := range slices.Sorted(maps.Keys(r.OtherTokens)) {
		if token := r.OtherTokens[name]; token != "" && token != r.Token {
			all = append(all, tokenCandidate{
				token, "the request was signed with the auth token of " + name,
				"check with the token of the account that owns the number; a subaccount has its own",
			})
		}
	}
	return all[:min(len(all), maxTokens)]
}

// maxTokens limits the accounts that are tried.
const maxTokens = 20
