package transcript

import (
	"fmt"
	"strings"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// masked hides the digits of a secret. The keys * and # stay, because they show what happened and are not part of a
// number.
func masked(text string) string {
	return strings.Map(func(key rune) rune {
		if '0' <= key && key <= '9' {
			return '•'
		}
		return key
	}, text)
}

// refusal returns why a call of the application was not answered.
func refusal(s event.Status) string {
	switch s {
	case event.Busy:
		return "the line is busy"
	case event.NoAnswer:
		return "no answer from the phone"
	}
	return "the number cannot be reached"
}

// placePart returns the part for an event of a queue or conference.
func placePart(item Item, ev event.Event) Part {
	item.Kind = Conference
	switch ev := ev.(type) {
	case event.Joined:
		item.Text = fmt.Sprintf("joins the conference %q", ev.Name)
		if !ev.Running {
			item.Text += ", which has not started"
		}
	case event.Started:
		item.Text = "the conference starts"
	case event.Closed:
		item.Text = "the conference ends"
	case event.Waiting:
		item.Kind, item.Text = Queue, fmt.Sprintf("waits in the queue %q", ev.Name)
		if ev.Sid == "" {
			item.Text = fmt.Sprintf("the queue %q is full", ev.Name)
		}
	case event.Dequeued:
		item.Kind, item.Text = Queue, "leaves the queue"
	case event.Bridged:
		item.Kind, item.Text, item.Result = Dial, "is connected", "connected"
		if item.Leg != event.First {
			item.To = item.Leg
		}
	default:
		return nil
	}
	return item
}
