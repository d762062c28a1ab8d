package capture

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/internal/httplog"
)

func TestNothingSecretIsWritten(t *testing.T) {
	t.Parallel()
	const gather = `<Response><Gather><Say>%s</Say></Gather></Response>`
	tests := []struct {
		name   string
		before string // the document that the call had before
		asked  httplog.Record
		secret string // "" if nothing is secret
		stays  string // must not be redacted
	}{
		{"the number of a card that was paid with", "", asked("/paid", "", "PaymentCardNumber", "xxxx-4001"), "4001", "PaymentCardNumber"},
		{"the token of a payment", "", asked("/paid", "", "PaymentToken", "tok_77", "Result", "success"), "tok_77", "success"},
		{"the security code", "", asked("/paid", "", "SecurityCode", "987"), "987", ""},
		{"a parameter that is named for a secret", "", asked("/voice", "", "user_password", "opensesame"), "opensesame", "user_password"},
		{"the same in the query", "", asked("/voice?token=opensesame&lang=en", ""), "opensesame", "lang=en"},
		{"digits that are the number of a card", "", asked("/menu", "", "Digits", "4242424242424242"), "4242", "Digits"},
		{"a card number that was said", "", asked("/menu", "", "SpeechResult", "4242 4242 4242 4242"), "4242", ""},
		{"other digits are told", "", asked("/menu", "", "Digits", "4242424242424241"), "", "4242424242424241"},
		{"digits behind a Gather that asks for a PIN", strings.ReplaceAll(gather, "%s", "Enter your PIN, please."), asked("/pin", "", "Digits", "8642"), "8642", "Digits"},
		{"and in the query of a GET", strings.ReplaceAll(gather, "%s", "Enter your PIN, please."), asked("/pin?Digits=8642&a=b", "", "Digits", "8642"), "8642", "a=b"},
		{"words behind one that asks for a password", strings.ReplaceAll(gather, "%s", "Say your password."), asked("/pin", "", "SpeechResult", "sesame"), "sesame", ""},
		{"digits behind a Pay", `<Response><Pay/></Response>`, asked("/paid", "", "Digits", "8642"), "8642", ""},
		{"digits behind a menu are told", strings.ReplaceAll(gather, "%s", "Press one for opinions."), asked("/pin", "", "Digits", "8642"), "", "8642"},
		{"a PIN that is only spoken of is nobody's", `<Response><Say>Your PIN was changed.</Say></Response>`, asked("/pin", "", "Digits", "8642"), "", "8642"},
		{"a secret that it was given, wherever it stands", "", asked("/voice", `<Response><Say>verysecret</Say></Response>`), "verysecret", "<Say>"},
		{"a password in a URL of the document", "", asked("/voice", `<Response><Redirect>https://me:hunter22@phone.example/</Redirect></Response>`), "hunter22", "me:"},
		{"a token in a URL of the document", "", asked("/voice", `<Response><Redirect>/next?a=b&amp;token=hunter22</Redirect></Response>`), "hunter22", "/next?a=b"},
		{"the password of a Sip", "", asked("/voice", `<Response><Dial><Sip username="me" password='hunter22'>sip:a@b</Sip></Dial></Response>`), "hunter22", "me"},
		{"a Parameter that is a secret", "", asked("/voice", `<Response><Connect><Stream url="wss://a.example"><Parameter name="authToken" value="hunter22"/></Stream></Connect></Response>`), "hunter22", "authToken"},
		{"a header with credentials", "", headed("Authorization", "Basic dXNlcg=="), "dXNlcg", "Authorization"},
		{"a header that is named for a key", "", headed("X-Api-Key", "hunter22"), "hunter22", "X-Api-Key"},
		{"a cookie, but not its name", "", headed("Cookie", "a=hunter22; session=hunter22"), "hunter22", "session"},
		{"Twilio's signature is told", "", headed("X-Twilio-Signature", "c2ln"), "", "c2ln"},
		{"and its idempotency token", "", headed("I-Twilio-Idempotency-Token", "0f9e"), "", "0f9e"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			x := newRedactor([]string{"verysecret"})
			before := newRequest(asked("/before", tt.before), Session{})
			x.redact(&before)
			sent := tt.asked.Form.Encode()
			r := newRequest(tt.asked, Session{})
			x.redact(&r)
			written, err := json.Marshal(r)
			if err != nil {
				t.Fatal(err)
			}
			text := strings.NewReplacer(`\u0026`, "&", `\u003c`, "<", `\u003e`, ">").Replace(string(written))
			if tt.secret != "" && strings.Contains(text, tt.secret) {
				t.Errorf("%q is written: %s", tt.secret, text)
			}
			if !strings.Contains(text, tt.stays) {
				t.Errorf("%q is missing: %s", tt.stays, text)
			}
			if tt.asked.Form.Encode() != sent {
				t.Error("the exchange itself was changed, which others read")
			}
		})
	}
}

func headed(name, value string) httplog.Record {
	e := asked("/voice", "")
	e.Header = http.Header{name: {value}}
	return e
}
