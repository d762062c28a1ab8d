package transcript

import (
	"cmp"
	"fmt"
	"strconv"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// Line returns a part as one line for a reader, without a line end; the fix of an alert is on
// another line below it. Text of the application is made harmless, so that none of its escape
// sequences reach the terminal.
func Line(p Part, paint Paint) string {
	text := Text(p, paint)
	if text == "" {
		return ""
	}
	return timestamp(p.When(), paint) + text
}

// Text returns a part as [Line] does, without its time.
func Text(p Part, paint Paint) string {
	switch p := p.(type) {
	case Item:
		p.URL, p.Digits = harmless(p.URL), harmless(p.Digits)
		p.To = harmless(p.To)
		if p.Kind != Say && p.Kind != Speak && p.Kind != Sms { // their text is quoted
			p.Text = harmless(p.Text)
		}
		return legName(p.Leg, paint) + p.line(paint)
	case Socket:
		return legName(p.Leg, paint) + p.line()
	case Request:
		p.URL = harmless(p.URL)
		return legName(p.Leg, paint) + paint.Dim(p.line())
	case Alert:
		p.Message, p.URL = harmless(p.Message), harmless(p.URL)
		text := legName(p.Leg, paint) + p.line(paint)
		if p.Fix != "" {
			text += below + paint.Dim(harmless(p.Fix))
		}
		return text
	}
	return ""
}

// below separates a problem from its fix, on the next line.
const below = "\n                  "

func (i Item) line(paint Paint) string {
	switch i.Kind {
	case Say:
		if i.Socket {
			return "agent    " + paint.Bold(strconv.Quote(i.Text)) + paint.Dim(i.answered())
		}
		return "hears    " + paint.Bold(strconv.Quote(i.Text)) + i.repeated()
	case Play:
		return "hears    ♪ " + i.URL + i.Digits + i.repeated() + bracketed(i.Text)
	case Pause:
		return fmt.Sprintf("silence  %g s", i.Seconds)
	case Press:
		return "presses  " + paint.Cyan(i.Text)
	case Speak:
		return "says     " + paint.Cyan(strconv.Quote(i.Text)) + paint.Dim(i.interrupted())
	case Beep:
		return "hears    " + i.Text
	case Sms:
		return fmt.Sprintf("sends    %q to %s", i.Text, i.To)
	case Dial:
		if i.Result == "dialed" {
			return "dials    " + i.Text
		}
		return i.Text
	case Stream:
		if i.Result == "opened" {
			return "opens    " + i.Text
		}
		return i.Text
	case Note:
		return "note     " + paint.Yellow(i.Text)
	default:
		return i.Text
	}
}

// answered says how an agent came to speak.
func (i Item) answered() string {
	switch {
	case i.Greeting:
		return "  greeting"
	case i.AnswerMS != nil:
		return fmt.Sprintf("  first word after %d ms", *i.AnswerMS)
	}
	return ""
}

func (i Item) interrupted() string {
	switch {
	case i.Interrupts == nil:
		return ""
	case *i.Interrupts == "":
		return "  interrupts before a whole word was heard"
	}
	return fmt.Sprintf("  interrupts after %q", *i.Interrupts)
}

// legName returns the name of a leg other than the caller's.
func legName(leg string, paint Paint) string {
	if leg == event.First || leg == "" {
		return ""
	}
	return paint.Cyan("["+harmless(leg)+"]") + " "
}

func (i Item) repeated() string {
	if i.Loop >= endless {
		return " (until it is ended)"
	}
	if i.Loop > 1 {
		return fmt.Sprintf(" (%d times)", i.Loop)
	}
	return ""
}

// endless is how often Twilio repeats what has no end.
const endless = 1000

func (r Request) line() string {
	answer := "no answer"
	if r.Status != 0 {
		answer = strconv.Itoa(r.Status)
	}
	line := fmt.Sprintf("%s %s → %s in %s ms (%s)", r.Method, r.URL, answer, milliseconds(r.Milliseconds), r.Purpose)
	if r.Note != "" {
		line += ": " + r.Note
	}
	return line
}

func (a Alert) line(paint Paint) string {
	level := paint.Yellow("warning ")
	if a.Level == "error" {
		level = paint.Red("error   ")
	}
	text := level + " "
	if name := cmp.Or(a.Code, a.Rule); name != "" {
		text += name + " "
	}
	text += a.Message
	if a.Line > 0 {
		at := fmt.Sprintf("%d:%d", a.Line, a.Column)
		if a.URL != "" { // a document that was given with the call has none
			at = a.URL + ":" + at
		}
		text += " [" + at + "]"
	}
	return text
}

// Outcome returns the last line of a call.
func (c *Call) Outcome() string {
	line := c.Status
	if c.Duration > 0 {
		line += fmt.Sprintf(" after %g s", c.Duration)
	}
	if n := c.Errors(); n > 0 {
		line += fmt.Sprintf(", %d %s", n, plural("error", n))
	}
	if n := len(c.Alerts) - c.Errors(); n > 0 {
		line += fmt.Sprintf(", %d %s", n, plural("warning", n))
	}
	return line
}

func timestamp(at float64, paint Paint) string {
	return paint.Dim(fmt.Sprintf("%6.1fs", at)) + "  "
}

func milliseconds(ms float64) string {
	if ms >= 10 {
		return strconv.FormatFloat(ms, 'f', 0, 64)
	}
	return strconv.FormatFloat(ms, 'f', 1, 64)
}

func bracketed(text string) string {
	if text == "" {
		return ""
	}
	return " (" + text + ")"
}

func plural(word string, n int) string {
	if n == 1 {
		return word
	}
	return word + "s"
}
