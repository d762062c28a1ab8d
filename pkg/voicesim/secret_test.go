package voicesim_test

import (
	"encoding/json"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/twvoice/twvoice/pkg/transcript"
)

// The transcript of a payment, as lines or as JSON, contains no card or account number. Twilio masks neither a routing
// number nor a date, and neither is secret.
func TestPaymentTranscriptHidesTheCard(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/pay-*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no payments: %v", err)
	}
	long := regexp.MustCompile(`(?m)^press (\d{9,})#?$`)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var all, pressed, routing string
			perform(t, archive, func(_ *stage, part transcript.Part) {
				data, err := json.Marshal(part)
				if err != nil {
					t.Fatal(err)
				}
				all += sids(string(data)) + "\n"
				switch p := part.(type) {
				case transcript.Item:
					if p.Kind == transcript.Press {
						pressed += p.Text + p.Digits
					}
				case transcript.Request:
					routing += p.Params["BankRoutingNumber"] + " "
				}
			})
			if strings.ContainsAny(pressed, "0123456789") {
				t.Errorf("the keys can be read: %s", pressed)
			}
			for _, f := range archive.Files {
				for _, number := range long.FindAllStringSubmatch(string(f.Data), -1) {
					if strings.Contains(all, number[1]) && !strings.Contains(routing, number[1]) {
						t.Errorf("%s can be read", number[1])
					}
				}
			}
		})
	}
}
