package webhook

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Overrides holds Twilio's timeouts and retries for an application. They are written in the fragment of a webhook's URL,
// which is neither sent nor signed: https://app.example/voice#rc=2&rp=all&ct=1000
// (https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides).
//
// The zero value gives up immediately: [ParseOverrides] of a URL without a fragment returns Twilio's defaults.
type Overrides struct {
	ConnectTimeout time.Duration // ct: per attempt, until the TCP connection is established
	ReadTimeout    time.Duration // rt: until the first byte of the answer, and between later ones
	TotalTime      time.Duration // tt: for all attempts together
	Retries        int           // rc: after the first attempt
	RetryOn        []Failure     // rp
	WithoutSNI     bool          // sni=n: the TLS handshake does not name the host; package voicesim names it anyway
	Edges          []string      // e: where requests leave Twilio, one per attempt in turn; those of voicesim leave from this machine
}

// Failure is a kind of failure after which Twilio can retry.
type Failure string

const (
	Failed4xx     Failure = "4xx" // status 400 to 499
	Failed5xx     Failure = "5xx" // status 500 to 599
	FailedConnect Failure = "ct"  // no connection, or no TLS on it
	FailedRead    Failure = "rt"  // no answer, or an incomplete one
)

// OverrideError is an override that makes Twilio give up without a request.
type OverrideError struct {
	Code       string // Twilio's: 11240, 11241, 11242 or 11243
	Key, Value string // e and dubln, for #e=dubln
	Want       string // valid values
}

// Error returns the override and its valid values.
func (e *OverrideError) Error() string {
	return fmt.Sprintf("#%s=%s in the URL: want %s", e.Key, e.Value, e.Want)
}

// Retry reports whether an attempt that failed in this way is repeated, as long as retries are
// left.
func (o Overrides) Retry(f Failure) bool { return slices.Contains(o.RetryOn, f) }

// ParseOverrides reads the overrides from the fragment of a URL. Missing ones have Twilio's
// defaults, and so do times and counts that are not numbers or out of range. Choice: Twilio's
// documents name codes only for wrong edges and retry policies. Unknown keys are ignored, as by
// Twilio, so a fragment for people such as #menu does no harm.
//
// The error is an [*OverrideError]; all overrides but the one that it names are valid.
func ParseOverrides(target string) (Overrides, error) {
	_, fragment, ok := strings.Cut(target, "#")
	if !ok {
		return defaults(), nil
	}
	pairs := map[string]string{}
	for pair := range strings.SplitSeq(fragment, "&") {
		key, value, _ := strings.Cut(pair, "=")
		if plain, err := url.PathUnescape(value); err == nil { // %2C is a comma
			value = plain
		}
		pairs[key] = value
	}
	o := defaults()
	o.ConnectTimeout = milliseconds(pairs["ct"], 10*time.Second, o.ConnectTimeout)
	o.ReadTimeout = milliseconds(pairs["rt"], 15*time.Second, o.ReadTimeout)
	o.TotalTime = milliseconds(pairs["tt"], 15*time.Second, o.TotalTime)
	o.Retries = intBetween(pairs["rc"], 0, 5, o.Retries)
	o.WithoutSNI = pairs["sni"] == "n"
	if err := o.setPolicy(pairs["rp"]); err != nil {
		return o, err
	}
	return o, o.setEdges(pairs["e"])
}

// defaults returns Twilio's defaults.
func defaults() Overrides {
	return Overrides{
		ConnectTimeout: 5 * time.Second, ReadTimeout: 15 * time.Second, TotalTime: 15 * time.Second,
		Retries: 1, RetryOn: []Failure{FailedConnect}, Edges: []string{"ashburn"},
	}
}

func (o *Overrides) setPolicy(words string) error {
	if words == "" {
		return nil
	}
	var policy []Failure
	for word := range strings.SplitSeq(words, ",") {
		switch f := Failure(strings.TrimSpace(word)); f {
		case "all":
			policy = append(policy, Failed4xx, Failed5xx, FailedConnect, FailedRead)
		case Failed4xx, Failed5xx, FailedConnect, FailedRead:
			policy = append(policy, f)
		default:
			return &OverrideError{"11243", "rp", words, "4xx, 5xx, ct, rt or all, separated by commas"}
		}
	}
	slices.Sort(policy)
	o.RetryOn = slices.Compact(policy)
	return nil
}

func (o *Overrides) setEdges(names string) error {
	if names == "" {
		return nil
	}
	var edges []string
	for name := range strings.SplitSeq(names, ",") {
		name = strings.TrimSpace(name)
		code := ""
		switch {
		case strings.HasSuffix(name, "-ix"):
			code = "11242" // of Twilio Interconnect. Choice: no account here has it
		case name == "roaming":
			code = "11241" // Choice: it is an edge of SIP and the API, and requests cannot leave from it
		case !slices.Contains(publicEdges(), name):
			code = "11240"
		}
		if code != "" {
			return &OverrideError{code, "e", names, strings.Join(publicEdges(), ", ") + ", separated by commas"}
		}
		edges = append(edges, name)
	}
	o.Edges = edges
	return nil
}

// publicEdges returns the locations that Twilio can be reached at and sends requests from:
// https://www.twilio.com/docs/global-infrastructure/edge-locations.
func publicEdges() []string {
	return []string{"ashburn", "dublin", "frankfurt", "sao-paulo", "singapore", "sydney", "tokyo", "umatilla"}
}

// milliseconds parses a time of at least 100 ms and at most longest; otherwise it returns
// otherwise.
func milliseconds(s string, longest, otherwise time.Duration) time.Duration {
	return time.Duration(intBetween(s, 100, int(longest/time.Millisecond), int(otherwise/time.Millisecond))) * time.Millisecond
}

// intBetween parses an integer between least and most; otherwise it returns otherwise.
func intBetween(s string, least, most, otherwise int) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < least || n > most {
		return otherwise
	}
	return n
}
