package emulator_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMessagesThatAreRefused(t *testing.T) {
	t.Parallel()
	l := newLocal(t)
	from := func(number string) url.Values {
		return url.Values{"From": {number}, "To": {"+14152739164"}, "Body": {"Hello"}}
	}
	tests := []struct {
		name string
		form url.Values
		code int
	}{
		{"to nobody", url.Values{"From": {"+14155550111"}, "Body": {"x"}}, 21604},
		{"to what is not a number", text("415", "x"), 21211},
		{"to the magic invalid number", text("+15005550001", "x"), 21211},
		{"to the magic number that cannot be routed", text("+15005550002", "x"), 21612},
		{"to the magic number abroad", text("+15005550003", "x"), 21408},
		{"to the magic number that unsubscribed", text("+15005550004", "x"), 21610},
		{"to the magic number that has no SMS", text("+15005550009", "x"), 21614},
		{"to oneself", text("+14155550111", "x"), 21266},
		{"with nothing to say", text("+14152739164", ""), 21602},
		{"with too much to say", text("+14152739164", strings.Repeat("a", 1601)), 21617},
		{"from nobody", from(""), 21603},
		{"from what is not a number", from("+1"), 21212},
		{"from the magic invalid number", from("+15005550001"), 21212},
		{"from the magic number that is not owned", from("+15005550007"), 21606},
		{"from the magic number whose queue is full", from("+15005550008"), 21611},
		{"from somebody else's number", from("+14155550199"), 21606},
		{"from a service that is none", url.Values{"MessagingServiceSid": {"x"}, "To": {"+14152739164"}, "Body": {"x"}}, 20422},
		{"of what the emulator does not know", url.Values{"From": {"+14155550111"}, "To": {"+14152739164"}, "ContentSid": {"HX1"}}, 20422},
		{"telling what is no URL", url.Values{"From": {"+14155550111"}, "To": {"+14152739164"}, "Body": {"x"}, "StatusCallback": {"x"}}, 21402},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			l.refuses(t, 400, tt.code, http.MethodPost, l.path("/Messages.json"), tt.form)
		})
	}
}

func TestSendersThatNeedNotBeOwned(t *testing.T) {
	t.Parallel()
	l := newLocal(t)
	for _, sender := range []url.Values{
		{"From": {"+15005550006"}},
		{"From": {"Ada 2"}},
		{"MessagingServiceSid": {"MG" + strings.Repeat("0", 32)}},
	} {
		sender.Set("To", "+14152739164")
		sender.Set("Body", "Hello")
		l.made(t, "/Messages.json", sender)
	}
	l.settle(t)
	want := []string{
		"outbound-api +15005550006>+14152739164 delivered: Hello",
		"outbound-api Ada 2>+14152739164 delivered: Hello",
		"outbound-api +14155550111>+14152739164 delivered: Hello",
	}
	if diff := cmp.Diff(want, l.told(t)); diff != "" {
		t.Error(diff)
	}
}

func TestSegments(t *testing.T) {
	t.Parallel()
	l := newLocal(t)
	for body, want := range map[string]string{
		strings.Repeat("a", 160): "1", strings.Repeat("a", 161): "2", strings.Repeat("€", 80): "1", strings.Repeat("€", 81): "2",
		strings.Repeat("я", 70): "1", strings.Repeat("я", 71): "2", strings.Repeat("👍", 35): "1", "naïve": "1",
	} {
		var m struct {
			Segments string `json:"num_segments"`
		}
		if err := json.Unmarshal(l.want(t, 201, "POST", l.path("/Messages.json"), text("+14152739164", body)), &m); err != nil || m.Segments != want {
			t.Errorf("%.5s of %d: %s, want %s", body, len(body), m.Segments, want)
		}
	}
	l.settle(t)
}
