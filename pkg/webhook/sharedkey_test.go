package webhook_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/pkg/webhook"
)

const keySID = "webhooks_sharedkey_01abc"

func TestSharedKeySignsURLAndSortedParams(t *testing.T) {
	t.Parallel()
	k := webhook.SharedKey{SID: keySID, Secret: "s3cret", Algorithm: webhook.HMACSHA256}
	settings, signature := k.Sign(publicURL+"/voice", caller())
	mac := hmac.New(sha256.New, []byte("s3cret"))
	mac.Write([]byte(publicURL + "/voiceCallSidCA1234567890ABCDECaller+14158675309Digits1234From+14158675309To+18005551212"))
	want := base64.StdEncoding.EncodeToString(mac.Sum(nil))
	if settings != "key="+keySID+",algorithm=HMAC_SHA256" || signature != want {
		t.Errorf("got %s %s, want %s", settings, signature, want)
	}
	if !k.Verify(signature, publicURL+"/voice", caller()) || k.Verify(signature, publicURL+"/other", caller()) {
		t.Error("its own signature and no other is valid")
	}
	jsonURL, _ := webhook.SignBody("", publicURL, []byte(jsonBody))
	_, signature = k.Sign(jsonURL, nil)
	if !k.VerifyBody(signature, jsonURL, []byte(jsonBody)) || k.VerifyBody(signature, jsonURL, []byte("{}")) {
		t.Error("its own body and no other is valid")
	}
	if (webhook.SharedKey{}).Verify("", publicURL, nil) || (webhook.SharedKey{Secret: "x", Algorithm: "MD5"}).Verify(signature, publicURL, nil) {
		t.Error("no key, or an unknown algorithm, is valid")
	}
}

func TestHandlerVerifiesSharedKeys(t *testing.T) {
	t.Parallel()
	strong := webhook.SharedKey{SID: keySID, Secret: "s3cret", Algorithm: webhook.HMACSHA256}
	weak := webhook.SharedKey{SID: keySID, Secret: "s3cret"}
	settings, sha256Signature := strong.Sign(publicURL+"/voice", nil)
	_, sha1Signature := weak.Sign(publicURL+"/voice", nil)
	byToken := webhook.Sign(token, publicURL+"/voice", nil)
	keys := map[string]string{keySID: "s3cret"}
	for name, tt := range map[string]struct {
		settings, signature string
		keys                map[string]string
		status              int
		cause               webhook.Cause
		says                string
	}{
		"HMAC-SHA256":                          {settings, sha256Signature, keys, 200, webhook.None, ""},
		"HMAC-SHA1":                            {"key=" + keySID + ",algorithm=HMAC_SHA1", sha1Signature, keys, 200, webhook.None, ""},
		"no algorithm is HMAC-SHA1":            {"key=" + keySID, sha1Signature, keys, 200, webhook.None, ""},
		"blanks":                               {" algorithm = HMAC_SHA256 , key = " + keySID, sha256Signature, keys, 200, webhook.None, ""},
		"the token, beside known keys":         {"", byToken, keys, 200, webhook.None, ""},
		"a key without its secret":             {settings, sha256Signature, nil, 403, webhook.OtherKey, keySID},
		"the token where a key is named":       {settings, byToken, keys, 403, webhook.MalformedHeader, "44 characters"},
		"an unknown algorithm":                 {"key=" + keySID + ",algorithm=MD5", sha1Signature, keys, 403, webhook.MalformedHeader, "MD5"},
		"two keys":                             {"key=" + keySID + ",key=x", sha1Signature, keys, 403, webhook.MalformedHeader, "more than one key"},
		"no key":                               {"algorithm=HMAC_SHA1", byToken, keys, 403, webhook.MalformedHeader, "no key"},
		"a proxy that drops the settings":      {"", sha256Signature, keys, 403, webhook.MalformedHeader, webhook.SettingsHeader},
		"signed for another URL with the key":  {settings, second(strong.Sign(publicURL+"/voice/", nil)), keys, 403, webhook.OtherPath, "/voice/"},
		"an empty secret signs nothing":        {settings, second(webhook.SharedKey{Algorithm: webhook.HMACSHA256}.Sign(publicURL+"/voice", nil)), map[string]string{keySID: ""}, 403, webhook.OtherKey, keySID},
		"the weaker algorithm of the same key": {settings, sha1Signature, keys, 403, webhook.MalformedHeader, "44 characters"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var verdict webhook.Verdict
			h := webhook.Handler{
				Token: token, PublicURL: publicURL, SharedKeys: tt.keys, Rejected: func(_ *http.Request, v webhook.Verdict) { verdict = v },
				Next: http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}),
			}
			r := httptest.NewRequest(http.MethodGet, "/voice", nil)
			r.Header.Set(webhook.SignatureHeader, tt.signature)
			if tt.settings != "" {
				r.Header.Set(webhook.SettingsHeader, tt.settings)
			}
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code != tt.status || verdict.Cause != tt.cause || !strings.Contains(verdict.Reason, tt.says) {
				t.Errorf("got %d %+v, want %d, %q with %q", w.Code, verdict, tt.status, tt.cause, tt.says)
			}
		})
	}
}

func second(_, b string) string { return b }

func TestParseSharedKeysNamesTheLineOnly(t *testing.T) {
	t.Parallel()
	got, err := webhook.ParseSharedKeys([]byte("\ufeff# keys\r\n\r\nwebhooks_sharedkey_1 s=1\r\n webhooks_sharedkey_2, b\n"))
	if diff := cmp.Diff(map[string]string{"webhooks_sharedkey_1": "s=1", "webhooks_sharedkey_2": "b"}, got); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	for text, want := range map[string]string{
		"webhooks_sharedkey_1\n":     "line 1",
		"#\na hunter2\na hunter3\n":  "line 3",
		"a hunter2 hunter3":          "line 1",
		"a hunter2\n\n\na hunter2\n": "line 4",
		"=hunter2":                   "line 1",
	} {
		_, err := webhook.ParseSharedKeys([]byte(text))
		if err == nil || !strings.HasPrefix(err.Error(), want) || strings.Contains(err.Error(), "hunter") {
			t.Errorf("%q: got %v, want %s and no secret", text, err, want)
		}
	}
}
