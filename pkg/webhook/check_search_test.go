package webhook

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
)

// Invalid requests cannot keep a machine busy.
func TestSearchIsBounded(t *testing.T) {
	t.Parallel()
	wild := Request{Token: "12345", Signature: strings.Repeat("A", 27) + "=", URL: "https://u:p@a.example:8080/a/b//c d/?", Params: url.Values{}, OtherTokens: map[string]string{}}
	for i := range 60 {
		wild.URL += fmt.Sprintf("&p%d=%%20+'%d", i, i)
		wild.Params.Add(fmt.Sprintf("Name%d", i), " +x%41\n")
		wild.Alternatives = append(wild.Alternatives, fmt.Sprintf("http://h%d.example:%d/%d?q=%d", i, i, i, i))
		wild.OtherTokens[fmt.Sprint(i)] = fmt.Sprint("token", i)
	}
	ordinary := Request{
		Token: "12345", Signature: wild.Signature, URL: "https://x.ngrok.app/voice?a=1",
		Params: Call{CallSid: "CA1", From: "+14155550100", To: "+14155550111"}.Params(), OtherTokens: map[string]string{"AC1": "x"},
	}
	for name, r := range map[string]Request{"a wild request": wild, "an ordinary one": ordinary} {
		s := newSearch(r.Signature)
		if v := r.explain(s); v.Cause != Unknown {
			t.Errorf("%s: got %+v", name, v)
		}
		if s.made > 2000 || s.made < 100 {
			t.Errorf("%s: %d signatures were made, want 100 to 2,000", name, s.made)
		}
	}
}

func TestSearchTriesNoSpellingTwice(t *testing.T) {
	t.Parallel()
	s := newSearch("x")
	s.allow(10)
	a := newAttempt(key{secret: "t"}, reading{})
	s.anySpelling(a, "https://a.example/v")
	made := s.made
	s.anySpelling(a, "https://a.example/v")
	s.anySpelling(a, "https://a.example:443/v")
	if s.made != made {
		t.Errorf("%d signatures for the same spellings, want %d", s.made, made)
	}
}

// No other requests are tried for a request that is larger than any of Twilio's.
func TestLargeRequestsAreNotSearched(t *testing.T) {
	t.Parallel()
	long := Request{Token: "12345", Signature: strings.Repeat("A", 27) + "=", URL: "https://a.example/v?" + strings.Repeat("a&", maxSearched/2)}
	form := Request{Token: long.Token, Signature: long.Signature, URL: "https://a.example/v", Params: url.Values{"a": {strings.Repeat("x", maxSearched)}}}
	for _, r := range []Request{long, form} {
		s := newSearch(r.Signature)
		if v := r.explain(s); s.made != 0 || v.Cause != Unknown || !strings.Contains(v.Reason, "too large") {
			t.Errorf("%d signatures were made: %+v", s.made, v)
		}
	}
}

// The work for a query grows with its length, and not with its square, because its sender is not
// verified yet. (With the square, these names took half a minute.)
func TestVerifyTakesAQueryOfManyNames(t *testing.T) {
	t.Parallel()
	var query strings.Builder
	for i := range 150_000 {
		fmt.Fprintf(&query, "%x&", i)
	}
	if Verify("12345", strings.Repeat("A", 27)+"=", "https://a.example/v?"+query.String(), nil) {
		t.Error("nonsense verifies")
	}
}
