package twiml_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/twvoice/twvoice/pkg/twiml"
)

func ExampleParse() {
	doc, err := twiml.Parse([]byte(`<Response>
  <Gather numDigits="1" action="/menu">
    <Say>Press 1 &amp; wait.</Say>
  </Gather>
</Response>`))
	if err != nil {
		fmt.Println(err)
		return
	}
	for verb := range doc.Root.Elements() {
		action, _ := verb.Attr("action")
		fmt.Println(verb.Pos, verb.Name, action, verb.AttrPos("action"))
		for prompt := range verb.Elements() {
			fmt.Println(prompt.Pos, prompt.Name, prompt.Text())
		}
	}
	// Output:
	// 2:3 Gather /menu 2:25
	// 3:5 Say Press 1 & wait.
}

func ExampleParse_mistakes() {
	_, err := twiml.Parse([]byte("<Response>\n  <Play>https://example.com/?a=1&b=2</Play>\n</Response>"))
	fmt.Println(err)
	// Output:
	// 2:33: write &amp; for & [12100]
}

func ExampleWrite() {
	doc := &twiml.Document{Root: &twiml.Element{Name: "Response", Children: []twiml.Node{
		&twiml.Element{
			Name:     "Say",
			Attrs:    []twiml.Attr{{Name: "voice", Value: "Polly.Joanna"}},
			Children: []twiml.Node{&twiml.Text{Value: "Tom & Jerry"}},
		},
	}}}
	fmt.Printf("%s\n", twiml.Write(doc))
	// Output:
	// <?xml version="1.0" encoding="UTF-8"?><Response><Say voice="Polly.Joanna">Tom &amp; Jerry</Say></Response>
}

func ExampleFormat() {
	laidOut, err := twiml.Format([]byte(`<Response><!-- the menu --><Gather numDigits='1'><Say>
Press 1.</Say><Pause></Pause></Gather></Response>`))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s", laidOut)
	// Output:
	// <Response> <!-- the menu -->
	//   <Gather numDigits="1">
	//     <Say>Press 1.</Say>
	//     <Pause/>
	//   </Gather>
	// </Response>
}

func ExampleLookup() {
	gather, _ := twiml.Lookup("Gather")
	timeout, _ := gather.Attr("timeout")
	fmt.Println(timeout.Default, timeout.Valid("soon"), timeout.Code)
	fmt.Println(gather.Allows("Say"), gather.Allows("Dial"))
	// Output:
	// 5 false 13313
	// true false
}

func ExampleRespond() {
	menu := func(w http.ResponseWriter, _ *http.Request) {
		err := twiml.Respond(w,
			twiml.El("Gather", twiml.Attrs{"numDigits": "1", "action": "/menu"},
				twiml.El("Say", nil, twiml.T("For sales & service, press 1."))),
			twiml.El("Hangup", nil))
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
		}
	}
	w := httptest.NewRecorder()
	menu(w, nil)
	fmt.Println(w.Header().Get("Content-Type"))
	fmt.Println(w.Body)
	// Output:
	// text/xml; charset=utf-8
	// <?xml version="1.0" encoding="UTF-8"?><Response><Gather action="/menu" numDigits="1"><Say>For sales &amp; service, press 1.</Say></Gather><Hangup/></Response>
}
