package term

import "github.com/charmbracelet/x/ansi"

// Paint colors text for a terminal. The zero value does not color.
type Paint struct{ On bool }

// Choose returns a Paint that colors if the stream is a terminal and colors are not turned off (https://no-color.org).
func Choose(terminal, refused bool, getenv func(string) string) Paint {
	return Paint{On: terminal && !refused && getenv("NO_COLOR") == "" && getenv("TERM") != "dumb"}
}

func (p Paint) Bold(s string) string  { return p.with(ansi.Style{}.Bold(), s) }
func (p Paint) Dim(s string) string   { return p.with(ansi.Style{}.Faint(), s) }
func (p Paint) Red(s string) string   { return p.with(ansi.Style{}.ForegroundColor(ansi.Red), s) }
func (p Paint) Green(s string) string { return p.with(ansi.Style{}.ForegroundColor(ansi.Green), s) }

func (p Paint) Yellow(s string) string { return p.with(ansi.Style{}.ForegroundColor(ansi.Yellow), s) }
func (p Paint) Cyan(s string) string   { return p.with(ansi.Style{}.ForegroundColor(ansi.Cyan), s) }
func (p Paint) with(style ansi.Style, s string) string {
	if !p.On || s == "" {
		return s
	}
	return style.Styled(s)
}
