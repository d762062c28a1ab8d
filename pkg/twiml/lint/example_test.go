package lint_test

import (
	"fmt"

	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/twiml/lint"
)

func ExampleCheck() {
	doc, err := twiml.Parse([]byte(`<Response>
  <Say voice="joanna">Hello!</Say>
  <say>One moment, please.</say>
  <Dial timeout="30s">+14155550111</Dial>
</Response>`))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range lint.Check(doc, lint.Options{}) {
		fmt.Println(f.Level, f)
	}
	// Output:
	// warning 2:8: voice="joanna" is not a voice; write man, woman, or the maker before the name: Polly.joanna [13511 voice]
	// warning 3:3: <say> is no element of TwiML and is skipped with all that is in it; did you mean <Say>? [12200 unknown-element]
	// warning 4:9: timeout="30s" on <Dial> is not a whole number of at least 1; 30 is used; write 30, without a unit [13212 attribute-value]
}
