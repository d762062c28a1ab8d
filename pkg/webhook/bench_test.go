package webhook_test

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"net/url"
	"sort"
	"strings"
	"testing"

	"github.com/twilio/twilio-go/client"

	"github.com/twvoice/twvoice/pkg/webhook"
)

func BenchmarkVerify(b *testing.B) {
	params := voiceForm()
	signature := webhook.Sign(token, pageQ, params)
	b.ReportAllocs()
	for b.Loop() {
		if !webhook.Verify(token, signature, pageQ, params) {
			b.Fatal("refused")
		}
	}
}

// BenchmarkBareHMAC is the least that a verification can be: no spellings, first values only.
func BenchmarkBareHMAC(b *testing.B) {
	params := voiceForm()
	signature := webhook.Sign(token, pageQ, params)
	b.ReportAllocs()
	for b.Loop() {
		if bare(params) != signature {
			b.Fatal("refused")
		}
	}
}

func bare(params url.Values) string {
	names := make([]string, 0, len(params))
	for name := range params {
		names = append(names, name)
	}
	sort.Strings(names)
	var message strings.Builder
	message.WriteString(pageQ)
	for _, name := range names {
		message.WriteString(name)
		message.WriteString(params[name][0])
	}
	mac := hmac.New(sha1.New, []byte(token))
	mac.Write([]byte(message.String()))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

func BenchmarkTwilioGo(b *testing.B) {
	params := voiceForm()
	signature := webhook.Sign(token, pageQ, params)
	body := []byte(params.Encode())
	validator := client.NewRequestValidator(token)
	first := map[string]string{}
	for name := range params {
		first[name] = params.Get(name)
	}
	b.Run("Validate", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if !validator.Validate(pageQ, first, signature) {
				b.Fatal("refused")
			}
		}
	})
	b.Run("ValidateBody", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if !validator.ValidateBody(pageQ, body, signature) {
				b.Fatal("refused")
			}
		}
	})
}
