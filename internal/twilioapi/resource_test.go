package twilioapi_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/twilioapi"
)

// An operation is one of the client's, and the command that shows what became of it; "" for a reading.
type operation struct {
	do   func(context.Context, *twilioapi.Client) error
	look string
}

func operations() map[string]operation {
	const call = "CA00000000000000000000000000000001"
	return map[string]operation{
		"buy":     {post, "twvoice numbers show +15005550006"},
		"release": {remove, "twvoice numbers show " + pn1},
		"get":     {get, ""},
		"list": {func(ctx context.Context, c *twilioapi.Client) error {
			return first(c.Numbers.List(ctx, twilioapi.NumberFilter{}, 0))
		}, ""},
		"search": {func(ctx context.Context, c *twilioapi.Client) error {
			return first(c.Available.Search(ctx, twilioapi.Search{Country: "US"}, 1))
		}, ""},
		"list calls": {func(ctx context.Context, c *twilioapi.Client) error {
			return first(c.Calls.List(ctx, twilioapi.CallFilter{}, 0))
		}, ""},
		"list alerts": {func(ctx context.Context, c *twilioapi.Client) error {
			return first(c.Alerts.List(ctx, twilioapi.AlertFilter{}, 0))
		}, ""},
		"update": {func(ctx context.Context, c *twilioapi.Client) error {
			_, err := c.Numbers.Update(ctx, pn1, map[string]string{"VoiceUrl": ""})
			return err
		}, "twvoice numbers show " + pn1},
		"dial": {func(ctx context.Context, c *twilioapi.Client) error {
			_, err := c.Calls.Create(ctx, twilioapi.NewCall{To: "+1", From: "+2", TwiML: "<Response/>"})
			return err
		}, "twvoice logs --since 10m"},
		"hang up": {func(ctx context.Context, c *twilioapi.Client) error {
			_, err := c.Calls.HangUp(ctx, call)
			return err
		}, "twvoice logs --call " + call},
		"account": {func(ctx context.Context, c *twilioapi.Client) error {
			_, err := c.Accounts.Get(ctx, "")
			return err
		}, ""},
		"prices": {func(ctx context.Context, c *twilioapi.Client) error {
			_, err := c.Pricing.NumberPrices(ctx, "US")
			return err
		}, ""},
	}
}

func first[T any](all func(func(T, error) bool)) error {
	for _, err := range all {
		return err
	}
	return nil
}

// A success without the resource is an error; after a change, it says what may have happened and how to find out.
func TestSuccessWithoutResourceIsAnError(t *testing.T) {
	t.Parallel()
	bodies := map[string]string{
		"cut JSON": `{"sid":"PN00000`, "HTML": "<html>Log in</html>", "an empty object": `{}`, "null": `null`, "an array": `[]`,
		"a string": `"yes"`, "nothing": "", "another resource": `{"incoming":[]}`, "an empty sid": `{"sid":"","phone_number":"+1","calls":null}`,
	}
	for name, op := range operations() {
		for what, body := range bodies {
			if name == "release" && what == "nothing" {
				continue // which is what Twilio answers
			}
			t.Run(name+" answered with "+what, func(t *testing.T) {
				t.Parallel()
				s := newServer(t, func(w http.ResponseWriter, _ *http.Request, _ int) {
					w.Header().Set("Content-Type", "application/json")
					io.WriteString(w, body)
				})
				wantUseless(t, op, op.do(t.Context(), s.client(t, func(o *twilioapi.Options) { o.Flags = " --profile work" })))
			})
		}
	}
}

func wantUseless(t *testing.T, op operation, err error) {
	t.Helper()
	if err == nil || fault.ExitOf(err) != fault.Failed {
		t.Fatalf("got %v, want a failure", err)
	}
	for _, not := range []string{"Go ", "unmarshal", "unexpected end"} {
		if strings.Contains(err.Error(), not) {
			t.Errorf("%v speaks of Go", err)
		}
	}
	if !strings.Contains(err.Error(), "answered 200: ") || !twilioapi.Temporary(err) {
		t.Errorf("got %v, temporary %v", err, twilioapi.Temporary(err))
	}
	if twilioapi.Uncertain(err) != (op.look != "") {
		t.Errorf("uncertain is %v: %v", twilioapi.Uncertain(err), err)
	}
	if want := fmt.Sprintf("`%s --profile work`", op.look); op.look != "" && !strings.Contains(fault.HintOf(err), want) {
		t.Errorf("hint %q, want %s in it", fault.HintOf(err), want)
	}
}

func TestMissingListIsAnError(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		`{}`:                              "an object without incoming_phone_numbers where a page of incoming_phone_numbers was expected",
		`{"incoming_phone_numbers":null}`: "a page of incoming_phone_numbers with null as its incoming_phone_numbers",
		`{"incoming_phone_numbers":[{}]}`: "an object without sid where a phone number was expected",
		`{"incoming_phone_numbers":[{"sid":"PN1","phone_number":"+1","voice_url":7}]}`: "a phone number with a number as its voice_url",
	} {
		s := newServer(t, answerWith(200, body))
		err := first(s.client(t).Numbers.List(t.Context(), twilioapi.NumberFilter{}, 0))
		if err == nil || !strings.HasSuffix(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", body, err, want)
		}
	}
}

func TestMissingAccountHasAHint(t *testing.T) {
	t.Parallel()
	s := newServer(t, answerWith(404, refusal(404, "20404", "The requested resource was not found")))
	c := s.client(t, func(o *twilioapi.Options) { o.Account = sub })
	for _, name := range []string{"list", "account", "buy", "dial"} {
		if err := operations()[name].do(t.Context(), c); !strings.Contains(fault.HintOf(err), "account "+sub+" exists") {
			t.Errorf("%s: hint %q", name, fault.HintOf(err))
		}
	}
	if hint := fault.HintOf(get(t.Context(), c)); hint != "" {
		t.Errorf("one number that is not there: hint %q", hint)
	}
}
