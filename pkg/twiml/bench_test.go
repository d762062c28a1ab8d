package twiml_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	sdk "github.com/twilio/twilio-go/twiml"

	"github.com/twvoice/twvoice/pkg/twiml"
)

const menu = `  <Gather input="dtmf speech" numDigits="1" timeout="7" action="/menu?step=1&amp;lang=en">
    <Say voice="Polly.Joanna" language="en-US">Welcome to the clinic. For appointments, press 1. For everything else, press 2.</Say>
    <Pause length="1"/>
  </Gather>
  <Dial timeout="20" callerId="+14155550100" record="record-from-answer-dual">
    <Number statusCallback="https://example.com/events" statusCallbackEvent="initiated answered">+14155550111</Number>
  </Dial>
`

// documentOf repeats a menu until the document has about size bytes: 600 is the usual, 64 kB the most that Twilio takes.
func documentOf(size int) []byte {
	const head, foot = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response>\n", "</Response>\n"
	return []byte(head + strings.Repeat(menu, max(1, size/len(menu))) + foot)
}

func sizes() map[string][]byte {
	return map[string][]byte{"600B": documentOf(600), "64kB": documentOf(64000)}
}

func BenchmarkParse(b *testing.B) {
	for name, data := range sizes() {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := twiml.Parse(data); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

type bare struct {
	name     xml.Name
	attrs    []xml.Attr
	children []*bare
	text     string
}

// BenchmarkRawTokenTree is the least that a parser built on encoding/xml could be: no checks, no positions.
func BenchmarkRawTokenTree(b *testing.B) {
	for name, data := range sizes() {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				if rawTokenTree(b, data) == nil {
					b.Fatal("no tree")
				}
			}
		})
	}
}

func rawTokenTree(b *testing.B, data []byte) *bare {
	open := []*bare{{}}
	for d := xml.NewDecoder(bytes.NewReader(data)); ; {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return open[0]
		}
		if err != nil {
			b.Fatal(err)
		}
		last := open[len(open)-1]
		switch token := token.(type) {
		case xml.StartElement:
			e := &bare{name: token.Name, attrs: token.Attr}
			last.children = append(last.children, e)
			open = append(open, e)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			last.text += string(token)
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	doc, err := twiml.Parse(documentOf(600))
	if err != nil {
		b.Fatal(err)
	}
	b.Run("twvoice", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			twiml.Write(doc)
		}
	})
	verbs := []sdk.Element{
		sdk.VoiceGather{Input: "dtmf speech", NumDigits: "1", Timeout: "7", Action: "/menu?step=1&lang=en", InnerElements: []sdk.Element{
			sdk.VoiceSay{Voice: "Polly.Joanna", Language: "en-US", Message: "Welcome to the clinic. For appointments, press 1. For everything else, press 2."},
			sdk.VoicePause{Length: "1"},
		}},
		sdk.VoiceDial{Timeout: "20", CallerId: "+14155550100", Record: "record-from-answer-dual", InnerElements: []sdk.Element{
			sdk.VoiceNumber{StatusCallback: "https://example.com/events", StatusCallbackEvent: "initiated answered", PhoneNumber: "+14155550111"},
		}},
	}
	b.Run("twilio-go", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := sdk.Voice(verbs); err != nil {
				b.Fatal(err)
			}
		}
	})
}
