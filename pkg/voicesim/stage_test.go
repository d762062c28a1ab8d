package voicesim_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/twvoice/twvoice/pkg/transcript"
	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// stage is what a transcript's file says of the people and of the number.
type stage struct {
	t       *testing.T
	scripts []*voicesim.Script
	show    []string // the parameters that are shown with a request
}

func setStage(t *testing.T, archive *txtar.Archive, o *voicesim.Options) *stage {
	t.Helper()
	s := &stage{t: t}
	phones := map[string]voicesim.Phone{}
	for _, f := range archive.Files {
		what, of, _ := strings.Cut(f.Name, " ")
		switch what {
		case "caller":
			lines := s.number(o, f.Data, of == "")
			if of == "" {
				a := s.actor(lines)
				o.Caller, o.HangUpAfter = a.script, a.hangup
				continue
			}
			o.Also = append(o.Also, s.incoming(of, lines))
		case "phone":
			a := s.actor(strings.Split(string(f.Data), "\n"))
			phones[of] = voicesim.Phone{Refuses: a.refuses, After: a.after, Machine: a.machine, Caller: a.script, HangUpAfter: a.hangup, TransferTo: a.target, TransferAfter: a.transfer}
		}
	}
	if o.Caller == nil {
		o.Caller = voicesim.Silent{}
	}
	o.Phones = func(call event.Call) voicesim.Phone {
		if phone, ok := phones[call.To]; ok {
			return phone
		}
		return voicesim.DefaultPhone()
	}
	return s
}

// incoming is another call: "+14155550123 5s".
func (s *stage) incoming(who string, lines []string) voicesim.Incoming {
	from, at, _ := strings.Cut(who, " ")
	in := voicesim.Incoming{At: s.duration(at), Call: event.Call{From: from, Sid: "CA" + strings.Repeat(from[len(from)-2:], 16)}}
	for i, line := range lines {
		if path, ok := strings.CutPrefix(line, "to "); ok {
			in.Call.URL = "http://app.example" + path
			lines[i] = ""
		}
	}
	a := s.actor(lines)
	in.Caller, in.HangUpAfter = a.script, a.hangup
	return in
}

// number takes the lines that are about the number and the test, and returns those that are about the caller:
// "fallback /path", "limit 30s", "status /path initiated ringing answered completed", "update 10s LEG /path",
// "update 10s LEG completed", "update 10s LEG <Response/>", "outbound-api [DetectMessageEnd [/path]]" for a call that the application makes to +14155550111, "show PARAMETER PARAMETER".
func (s *stage) number(o *voicesim.Options, data []byte, first bool) []string {
	lines := strings.Split(string(data), "\n")
	for i, line := range lines {
		word := strings.Fields(line)
		if len(word) == 0 || !first {
			continue
		}
		switch word[0] {
		case "fallback":
			o.Call.FallbackURL = "http://app.example" + word[1]
		case "limit":
			o.TimeLimit = s.duration(word[1])
		case "status":
			o.Call.Status = event.Hook{URL: "http://app.example" + word[1]}
			if len(word) > 2 {
				o.Call.Status.Events = word[2:]
			}
		case "outbound-api":
			o.Call.Direction = event.OutboundAPI
			if len(word) > 1 {
				o.Call.Detection.Mode = word[1]
			}
			if len(word) > 2 {
				o.Call.Detection.Hook.URL = "http://app.example" + word[2]
			}
		case "from":
			o.Call.From = word[1]
		case "update":
			update := voicesim.Update{At: s.duration(word[1]), Leg: word[2], Event: event.Updated{URL: "http://app.example" + word[3]}}
			switch {
			case strings.HasPrefix(word[3], "<"):
				update.Event = event.Updated{Document: s.document(line[strings.Index(line, "<"):])}
			case !strings.HasPrefix(word[3], "/"):
				update.Event = event.Updated{Status: event.Status(word[3])}
			}
			o.Updates = append(o.Updates, update)
		case "show":
			s.show = append(s.show, word[1:]...)
		default:
			continue
		}
		lines[i] = ""
	}
	return lines
}

// actor is how a party behaves.
type actor struct {
	script  *voicesim.Script
	hangup  time.Duration
	after   time.Duration
	refuses event.Status
	machine bool

	target   string // of a transfer
	transfer time.Duration
}

// actor parses the actions of a party, one per line: "press 12", "say yes" to the application, "talk hello" to another
// party, "hangup 10s"; and of a dialed phone: "after 3s", "busy", "no-answer", "failed", "machine", "transfer 5s
// sip:scheduler@example.com".
func (s *stage) actor(lines []string) actor {
	var a actor
	var script []voicesim.Line
	for _, line := range lines {
		what, how, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch what {
		case "press":
			script = append(script, voicesim.Line{Press: how})
		case "say":
			script = append(script, voicesim.Line{Say: how})
		case "talk":
			script = append(script, voicesim.Line{Talk: how})
		case "hangup":
			a.hangup = s.duration(how)
		case "after":
			a.after = s.duration(how)
		case "busy", "no-answer", "failed":
			a.refuses = event.Status(what)
		case "transfer":
			at, target, _ := strings.Cut(how, " ")
			a.transfer, a.target = s.duration(at), target
		case "machine":
			a.machine = true
		case "":
		default:
			s.t.Fatalf("nobody can %q", line)
		}
	}
	var err error
	if a.script, err = voicesim.NewScript(script...); err != nil {
		s.t.Fatal(err)
	}
	s.scripts = append(s.scripts, a.script)
	return a
}

func (s *stage) document(source string) *twiml.Document {
	doc, err := twiml.Parse([]byte(source))
	if err != nil {
		s.t.Fatal(err)
	}
	return doc
}

func (s *stage) duration(text string) time.Duration {
	d, err := time.ParseDuration(text)
	if err != nil {
		s.t.Fatal(err)
	}
	return d
}

// shown are the parameters of a request that the file wants to see.
func (s *stage) shown(part transcript.Part) string {
	request, ok := part.(transcript.Request)
	var all []string
	for _, name := range s.show {
		if value, sent := request.Params[name]; ok && sent {
			all = append(all, name+"="+value)
		}
	}
	if len(all) == 0 {
		return ""
	}
	return " " + strings.Join(slices.Clip(all), " ")
}
