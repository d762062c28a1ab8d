package e164_test

import (
	"fmt"
	"testing"

	"github.com/twvoice/twvoice/pkg/e164"
)

func TestParse(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"+14155550100": "+14155550100", "+1 (415) 555-0100": "+14155550100", "+44 20 7946/0018": "+442079460018",
		"415-555-0121": "+14155550121", "(415) 555.0121": "+14155550121", "14155550121": "+14155550121", "+266696687": "+266696687",
		"": "", "+": "", "3000": "", "menu": "", "+0123456": "", "+123456": "", "+1234567890123456": "", "0155550121": "", "415555012a": "", "24155550121": "",
	} {
		got, ok := e164.Parse(text)
		if got != want || ok != (want != "") {
			t.Errorf("Parse(%q): got %q, %v, want %q", text, got, ok, want)
		}
	}
}

func TestParseInternational(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"+1 (415) 555-0100": "+14155550100", "14155550100": "", "4155550100": "", "+1415FLOWERS": "", "++14155550100": "", "": "",
	} {
		got, ok := e164.ParseInternational(text)
		if got != want || ok != (want != "") {
			t.Errorf("ParseInternational(%q): got %q, %v, want %q", text, got, ok, want)
		}
	}
}

func TestParseDialable(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"+1 (415) 555-0100": "+14155550100", "+442079460018": "+442079460018", "4155550100": "",
		"+1415555010": "", "+141555501000": "", "+11155550100": "", "+14150550100": "",
	} {
		got, ok := e164.ParseDialable(text)
		if got != want || ok != (want != "") {
			t.Errorf("ParseDialable(%q): got %q, %v, want %q", text, got, ok, want)
		}
	}
}

func TestParseCaller(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"415-555-0121": "+14155550121", "client:ann": "client:ann", "sip:ann@example.com": "sip:ann@example.com", "SIP:ann@example.com": "SIP:ann@example.com",
		"anonymous": "anonymous", "Restricted": "restricted", "UNAVAILABLE": "unavailable", "unknown": "unknown", "+266696687": "+266696687",
		"client:": "", "somebody": "", "": "", "x": "",
	} {
		got, ok := e164.ParseCaller(text)
		if got != want && want != "" || ok != (want != "") {
			t.Errorf("ParseCaller(%q): got %q, %v, want %q", text, got, ok, want)
		}
	}
}

func TestWithheld(t *testing.T) {
	t.Parallel()
	for from, want := range map[string]bool{"anonymous": true, "Restricted": true, "+266696687": true, "+14155550100": false, "client:anonymous": false, "": false} {
		if got := e164.Withheld(from); got != want {
			t.Errorf("Withheld(%q): got %v", from, got)
		}
	}
}

func ExampleParse() {
	number, ok := e164.Parse("(415) 555-0100")
	fmt.Println(number, ok)
	// Output: +14155550100 true
}
