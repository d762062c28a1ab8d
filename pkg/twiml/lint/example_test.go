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
	// warning 2:8: voice="joanna" is not a voice; write man, woman, or the provider before the name: Polly.joanna [13511 voice]
	// warning 3:3: unknown element <say>: Twilio skips it and its content; did you mean <Say>? [12200 unknown-element]
	// warning 4:9: timeout="30s" on <Dial> is not a whole number of at least 1; Twilio uses 30; write 30, without a unit [13212 attribute-value]
}

// sayLanguage is a rule of a program's own: where a company speaks several languages, every Say names its one.
type sayLanguage struct{}

func (sayLanguage) Describe() lint.Description {
	return lint.Description{Name: "say-language", Finds: "A Say that does not name its language."}
}

func (sayLanguage) Check(p *lint.Pass, n *lint.Node) {
	if _, ok := n.Attr("language"); n.Is("Say") && !ok {
		p.Report(n.Pos, "", "<Say> has no language")
	}
}

func ExampleRule() {
	doc, err := twiml.Parse([]byte(`<Response><Say language="de-DE">Hallo!</Say><Gather action="/key"><Say>Hello!</Say></Gather><Hangup/></Response>`))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range lint.Check(doc, lint.Options{Rules: []lint.Rule{sayLanguage{}}}) {
		fmt.Println(f)
	}
	// Output:
	// 1:67: <Say> has no language [say-language]
}
