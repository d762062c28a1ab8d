package term

import (
	"strings"
	"unicode/utf8"
)

// confirm is a yes-or-no question. Only the letters y and n answer it, and Tab changes the selection. Text that was
// meant for the shell therefore does not say yes.
type confirm struct{ yes bool }

func (q *confirm) press(k key) bool {
	switch {
	case k.text == "y" || k.text == "Y", k.text == "n" || k.text == "N":
		q.yes = strings.EqualFold(k.text, "y")
		return true
	case k.name == "left", k.name == "right", k.name == "tab", k.name == "shift+tab":
		q.yes = !q.yes
	}
	return k.name == "enter"
}

// show puts brackets around the preselected answer, so that it is visible without colors.
func (q *confirm) show(p Paint) ([]string, int) {
	yes, no := " Yes ", p.Cyan("[No]")
	if q.yes {
		yes, no = p.Cyan("[Yes]"), " No "
	}
	return []string{"  " + yes + "  " + no + p.Dim("   ←/→ move, Enter answers; or y, n")}, -1
}

func (q *confirm) answer() string {
	if q.yes {
		return "Yes"
	}
	return "No"
}

// pick is a question with several choices. Typing filters them. Make one with newPick.
type pick struct {
	choices []Choice
	typed   entry
	left    []Choice // the choices that contain the typed text
	at      int      // index of the selected one
}

// rows is the number of choices shown at a time.
const rows = 10

func newPick(choices []Choice) *pick { return &pick{choices: choices, left: choices} }

func (q *pick) press(k key) bool {
	switch k.name {
	case "enter":
		return len(q.left) > 0
	case "up", "shift+tab":
		q.at = max(q.at-1, 0)
	case "down", "tab":
		q.at = max(min(q.at+1, len(q.left)-1), 0)
	case "esc":
		q.typed = entry{}
		q.narrow()
	default:
		q.typed.press(k)
		q.narrow()
	}
	return false
}

// narrow selects the choices that match, in their given order.
func (q *pick) narrow() {
	q.left, q.at = nil, 0
	for _, c := range q.choices {
		if strings.Contains(strings.ToLower(c.Label), strings.ToLower(q.typed.String())) {
			q.left = append(q.left, c)
		}
	}
}

func (q *pick) show(p Paint) ([]string, int) {
	from := max(0, q.at-rows+1)
	to := min(from+rows, len(q.left))
	lines := []string{p.Dim("↑/↓ move, Enter picks, letters narrow: ") + q.typed.String()}
	for i, c := range q.left[from:to] {
		if from+i == q.at {
			lines = append(lines, p.Cyan("> "+c.Label))
		} else {
			lines = append(lines, "  "+c.Label)
		}
	}
	return lines, -1
}

// chosen returns the selected choice, or the zero value if none matches.
func (q *pick) chosen() Choice {
	if q.at >= len(q.left) {
		return Choice{}
	}
	return q.left[q.at]
}

func (q *pick) answer() string { return q.chosen().Label }

// line is a question for a line of text.
type line struct {
	entry
	secret bool
}

func (q *line) press(k key) bool {
	if k.name == "enter" {
		return true
	}
	q.entry.press(k)
	return false
}

func (q *line) show(p Paint) ([]string, int) {
	shown := q.String()
	if q.secret {
		shown = strings.Repeat("*", utf8.RuneCountInString(shown))
	}
	return []string{p.Cyan("> ") + shown}, len(q.text) - q.at
}

// answer of a secret does not show its length.
func (q *line) answer() string {
	if q.secret {
		return "***"
	}
	return q.String()
}
