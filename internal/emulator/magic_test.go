package emulator_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
)

// The numbers with fixed behavior for test credentials: https://www.twilio.com/docs/iam/test-credentials. The table is
// tested with the emulator, and with TWVOICE_LIVE=1, TWILIO_TEST_ACCOUNT_SID and TWILIO_TEST_AUTH_TOKEN with Twilio
// itself, which charges nothing for test credentials.
func TestMagicNumbers(t *testing.T) {
	t.Parallel()
	const buy, call, text = "/IncomingPhoneNumbers.json", "/Calls.json", "/Messages.json"
	tests := []struct {
		name, path, form string
		code             int // Twilio's; 0 where it works
	}{
		{"a number that can be bought", buy, "PhoneNumber=%2B15005550006", 0},
		{"a number that is unavailable", buy, "PhoneNumber=%2B15005550000", 21422},
		{"a number that is none", buy, "PhoneNumber=%2B15005550001", 21421},
		{"a call", call, "To=%2B14108675310&From=%2B15005550006&Url=http://demo.twilio.com/docs/voice.xml", 0},
		{"a call to what is not a number", call, "To=%2B15005550001&From=%2B15005550006&Url=http://demo.twilio.com/docs/voice.xml", 21217},
		{"a call that cannot be routed", call, "To=%2B15005550002&From=%2B15005550006&Url=http://demo.twilio.com/docs/voice.xml", 21214},
		{"a call that is not permitted", call, "To=%2B15005550003&From=%2B15005550006&Url=http://demo.twilio.com/docs/voice.xml", 21215},
		{"a call that is blocked", call, "To=%2B15005550004&From=%2B15005550006&Url=http://demo.twilio.com/docs/voice.xml", 21216},
		{"a call from what is not a number", call, "To=%2B14108675310&From=%2B15005550001&Url=http://demo.twilio.com/docs/voice.xml", 21212},
		{"a message", text, "To=%2B14108675310&From=%2B15005550006&Body=Hi", 0},
		{"a message to what is not a number", text, "To=%2B15005550001&From=%2B15005550006&Body=Hi", 21211},
		{"a message that cannot be routed", text, "To=%2B15005550002&From=%2B15005550006&Body=Hi", 21612},
		{"a message abroad", text, "To=%2B15005550003&From=%2B15005550006&Body=Hi", 21408},
		{"a message to somebody who wants none", text, "To=%2B15005550004&From=%2B15005550006&Body=Hi", 21610},
		{"a message to what takes none", text, "To=%2B15005550009&From=%2B15005550006&Body=Hi", 21614},
		{"a message from what is not a number", text, "To=%2B14108675310&From=%2B15005550001&Body=Hi", 21212},
		{"a message from somebody else's number", text, "To=%2B14108675310&From=%2B15005550007&Body=Hi", 21606},
		{"a message behind too many others", text, "To=%2B14108675310&From=%2B15005550008&Body=Hi", 21611},
	}
	for where, ask := range map[string]func(testing.TB, string, url.Values) (int, []byte){"emulator": askEmulator(t), "Twilio": askTwilio} {
		t.Run(where, func(t *testing.T) {
			for _, tt := range tests {
				t.Run(tt.name, func(t *testing.T) {
					form, err := url.ParseQuery(tt.form)
					if err != nil {
						t.Fatal(err)
					}
					status, body := ask(t, tt.path, form)
					var got struct {
						Code int
						Sid  string
					}
					if err := json.Unmarshal(body, &got); err != nil {
						t.Fatalf("%v: %s", err, body)
					}
					if got.Code != tt.code || (tt.code == 0) != (status == http.StatusCreated && got.Sid != "") {
						t.Errorf("got %d %s, want the code %d", status, body, tt.code)
					}
				})
			}
		})
	}
}

// askEmulator asks one whose calls run, for an account of the table's own.
func askEmulator(t *testing.T) func(testing.TB, string, url.Values) (int, []byte) {
	x := newRunning(t, nil)
	return func(_ testing.TB, path string, form url.Values) (int, []byte) {
		w := x.send(http.MethodPost, x.path(path), form)
		return w.Code, w.Body.Bytes()
	}
}

// askTwilio asks Twilio itself with test credentials.
func askTwilio(t testing.TB, path string, form url.Values) (int, []byte) {
	sid, token := os.Getenv("TWILIO_TEST_ACCOUNT_SID"), os.Getenv("TWILIO_TEST_AUTH_TOKEN")
	if os.Getenv("TWVOICE_LIVE") != "1" || sid == "" || token == "" {
		t.Skip("needs the network: set TWVOICE_LIVE=1, TWILIO_TEST_ACCOUNT_SID and TWILIO_TEST_AUTH_TOKEN")
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://api.twilio.com/2010-04-01/Accounts/"+sid+path, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.SetBasicAuth(sid, token)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var body bytes.Buffer
	if _, err := io.Copy(&body, answer.Body); err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, body.Bytes()
}
