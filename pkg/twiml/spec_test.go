package twiml_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/pkg/twiml"
)

func TestTableIsComplete(t *testing.T) {
	t.Parallel()
	var names []string
	for s := range twiml.Specs() {
		names = append(names, s.Name)
		if got, ok := twiml.Lookup(s.Name); !ok || got != s {
			t.Errorf("Lookup(%q) does not find its row", s.Name)
		}
		if s.Docs == "" && s.Status == twiml.Documented {
			t.Errorf("<%s> is documented nowhere", s.Name)
		}
		if !slices.IsSorted(s.Children) {
			t.Errorf("the children of <%s> are not sorted: %v", s.Name, s.Children)
		}
		for _, child := range s.Children {
			if c, ok := s.Child(child); !ok || c.Name != child {
				t.Errorf("<%s> may hold <%s>, which has no row", s.Name, child)
			}
		}
		checkAttrs(t, s)
	}
	if !slices.IsSorted(names) || len(slices.Compact(names)) != len(names) {
		t.Errorf("the table is not sorted: %v", names)
	}
	if _, ok := twiml.Lookup("say"); ok {
		t.Error("names are case-sensitive, and <say> was found")
	}
}

func checkAttrs(t *testing.T, s *twiml.Spec) {
	t.Helper()
	if !slices.IsSortedFunc(s.Attrs, func(a, b twiml.AttrSpec) int {
		return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
	}) {
		t.Errorf("the attributes of <%s> are not sorted", s.Name)
	}
	for i := range s.Attrs {
		a := &s.Attrs[i]
		if a.Default != "" && !a.Valid(a.Default) {
			t.Errorf("%s@%s: the default %q is not valid", s.Name, a.Name, a.Default)
		}
		if (a.Type == twiml.Enum || a.Type == twiml.EnumList) && len(a.Values) == 0 {
			t.Errorf("%s@%s has no values", s.Name, a.Name)
		}
		if (a.Type == twiml.Keys) != (a.Chars != "") {
			t.Errorf("%s@%s: Keys have characters, and nothing else has", s.Name, a.Name)
		}
	}
}

func TestEveryElementHasAPlace(t *testing.T) {
	t.Parallel()
	placed := map[string]bool{"Response": true}
	for s := range twiml.Specs() {
		for _, c := range s.Children {
			placed[c] = true
		}
	}
	for _, c := range twiml.Root(twiml.Messaging).Children {
		placed[c] = true
	}
	for s := range twiml.Specs() {
		if !placed[s.Name] {
			t.Errorf("<%s> may stand nowhere", s.Name)
		}
	}
}

func TestKind(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, src string
		want      twiml.Kind
	}{
		{"a message is a message", `<Response><Message>a</Message><Redirect/></Response>`, twiml.Messaging},
		{"a redirect alone is taken for a call", `<Response><Redirect/></Response>`, twiml.Voice},
		{"one verb of a call is enough", `<Response><Message>a</Message><Say>a</Say></Response>`, twiml.Voice},
		{"nothing is a call", `<Response/>`, twiml.Voice},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			doc, err := twiml.Parse([]byte(tt.src))
			if err != nil {
				t.Fatal(err)
			}
			if got := doc.Kind(); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestChild(t *testing.T) {
	t.Parallel()
	dial, _ := twiml.Lookup("Dial")
	refer, _ := twiml.Lookup("Refer")
	inDial, _ := dial.Child("Sip")
	inRefer, _ := refer.Child("Sip")
	if _, ok := inDial.Attr("statusCallback"); !ok {
		t.Error("the Sip of a Dial has a statusCallback")
	}
	if _, ok := inRefer.Attr("statusCallback"); ok {
		t.Error("the Sip of a Refer has no statusCallback")
	}
	if _, ok := dial.Child("Say"); ok || dial.Allows("Say") {
		t.Error("a Dial holds no Say")
	}
}

func TestValid(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		element, attr string
		good, bad     []string
	}{
		{"Say", "loop", []string{"0", "1000"}, []string{"", "-1", "+1", "1.5", "many"}},
		{"Say", "voice", []string{"man", "Polly.Zeina", "anything"}, nil},
		{"Gather", "input", []string{"dtmf", "speech dtmf"}, []string{"", "voice", "dtmf,speech"}},
		{"Gather", "finishOnKey", []string{"", "#", "0"}, []string{"12", "A", "##"}},
		{"Gather", "speechTimeout", []string{"auto", "3"}, []string{"0", "Auto"}},
		{"Gather", "method", []string{"GET", "post"}, []string{"PUT", ""}},
		{"Record", "finishOnKey", []string{"", "1*#"}, []string{"1a"}},
		{"Play", "digits", []string{"wW12#*AB"}, []string{"1-2", "E"}},
		{"Dial", "record", []string{"true", "record-from-answer-dual"}, []string{"yes", "True"}},
		{"Dial", "hangupOnStar", []string{"true", "false"}, []string{"1", ""}},
		{"Pay", "chargeAmount", []string{"0", "20.45"}, []string{"$1", "-1", "1,5", ""}},
		{"Pay", "maxAttempts", []string{"1", "3"}, []string{"0", "4"}},
		{"Prompt", "attempt", []string{"1", "2 3"}, []string{"", "11", "1,2"}},
		{"Stream", "url", []string{"wss://a.example/x"}, []string{"ws://a.example", "https://a.example", "/x", "wss://"}},
		{"Stream", "statusCallback", []string{"https://a.example"}, []string{"/x"}},
		{"Redirect", "method", []string{"POST"}, []string{"DELETE"}},
		{"break", "time", []string{"3s", "250ms", "0.5s"}, []string{"3", "s", "-1s"}},
		{"lang", "xml:lang", []string{"en-US"}, []string{"", "en_US"}},
		{"ConversationRelay", "interruptible", []string{"any", "true"}, []string{"maybe"}},
		{"ConversationRelay", "eotThreshold", []string{"0.5", "0.75", "0.9"}, []string{"0.4", "1", "", "high", "5e-1"}},
		{"ConversationRelay", "eagerEotThreshold", []string{"0.3"}, []string{"0.29", "0.91"}},
		{"ConversationRelay", "speechTimeout", []string{"auto", "600", "5000"}, []string{"599", "5001", "1s"}},
		{"ConversationRelay", "speechtimeout", []string{"auto"}, []string{"599"}},
		{"ConversationRelay", "events", []string{"speaker-events tokens-played config-updated"}, []string{"speaker-events,tokens-played", "debugging"}},
		{"MediaFilter", "track", []string{"both_tracks"}, []string{"both"}},
	} {
		t.Run(tt.element+"@"+tt.attr, func(t *testing.T) {
			t.Parallel()
			s, _ := twiml.Lookup(tt.element)
			a, ok := s.Attr(tt.attr)
			if !ok {
				t.Fatal("there is no such attribute")
			}
			for _, v := range tt.good {
				if !a.Valid(v) {
					t.Errorf("Valid(%q): got false", v)
				}
			}
			for _, v := range tt.bad {
				if a.Valid(v) {
					t.Errorf("Valid(%q): got true", v)
				}
			}
		})
	}
}
