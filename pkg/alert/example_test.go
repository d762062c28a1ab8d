package alert_test

import (
	"fmt"

	"github.com/twvoice/twvoice/pkg/alert"
)

// What to do about a code that the debugger shows.
func ExampleLookup() {
	c, _ := alert.Lookup("12100")
	fmt.Println(c.Level, c.Title)
	fmt.Println(c.Fix)
	fmt.Println(c.URL())
	// Output:
	// error Document parse failure
	// Run twvoice twiml lint on the document: it reports the line, the column and how to fix it.
	// https://www.twilio.com/docs/errors/12100
}
