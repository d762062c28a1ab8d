package lint

import (
	"fmt"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/pkg/twiml"
)

func TestNearFindsWhatWasMeant(t *testing.T) {
	t.Parallel()
	names := strings.Fields("numDigits finishOnKey timeout action method partialResultCallback")
	for typed, want := range map[string]string{
		"NUMDIGITS": "numDigits", "num_digits": "numDigits", "num-Digits": "numDigits", "numDigit": "numDigits", "tmeout": "timeout", "tiémeout": "timeout",
		"tmt": "", "method___": "method", "x": "", "actiöns": "action",
	} {
		if got := nearestName(typed, names); got != want {
			t.Errorf("near(%q) is %q, want %q", typed, got, want)
		}
	}
}

// A document can have a hundred thousand unknown elements. (A Replacer for each comparison took more than 20 seconds.)
func TestCheckTakesVeryManyUnknownNames(t *testing.T) {
	t.Parallel()
	const many = 100_000
	var b strings.Builder
	for i := range many {
		fmt.Fprintf(&b, "<a%d/>", i)
	}
	doc, err := twiml.Parse([]byte("<Response>" + b.String() + "</Response>"))
	if err != nil {
		t.Fatal(err)
	}
	if found := Check(doc, Options{}); len(found) < many {
		t.Errorf("%d findings, want %d", len(found), many)
	}
}
