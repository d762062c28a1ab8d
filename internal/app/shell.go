package app

import (
	"strings"

	"github.com/twvoice/twvoice/internal/lazy"
)

// plainWord matches words that need no quotes. PowerShell has more special characters, and on Windows a backslash is not
// special.
var (
	plainWord        = lazy.Regexp(`^[A-Za-z0-9_./:=@%+,-]+$`)
	plainWindowsWord = lazy.Regexp(`^[A-Za-z0-9_./:=+\\-]+$`)
)

// Quoted quotes a word for the shells of this system; see [Quoted].
func (e Env) Quoted(word string) string { return Quoted(e.OS, word) }

// Quoted quotes a word for the shells of a system (a GOOS): cmd does not support single quotes and passes them on as
// part of the word. Choice: a dollar sign is left as it is on Windows; cmd and PowerShell agree on no way to write it,
// and few words have one before a letter.
func Quoted(goos, word string) string {
	switch {
	case goos != windows && plainWord().MatchString(word), goos == windows && plainWindowsWord().MatchString(word):
		return word
	case goos != windows:
		return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
	}
	return `"` + windowsEscaped(word) + `"`
}

// windowsEscaped returns the content between double quotes: a backslash is literal, unless a quote follows it.
// https://learn.microsoft.com/en-us/cpp/c-language/parsing-c-command-line-arguments
func windowsEscaped(word string) string {
	var b strings.Builder
	slashes := 0
	for i := range len(word) {
		switch word[i] {
		case '\\':
			slashes++
		case '"':
			b.WriteString(strings.Repeat(`\`, slashes+1))
			slashes = 0
		default:
			slashes = 0
		}
		b.WriteByte(word[i])
	}
	return b.String() + strings.Repeat(`\`, slashes)
}

// Unset returns the command that unsets variables.
func (e Env) Unset(names ...string) string { return Unset(e.OS, names...) }

// Unset returns the command that unsets variables on a system (a GOOS). On Windows the shell is not known.
func Unset(goos string, names ...string) string {
	if goos != windows {
		return "unset " + strings.Join(names, " ")
	}
	power, cmd := make([]string, len(names)), make([]string, len(names))
	for i, name := range names {
		power[i], cmd[i] = "Env:"+name, `set "`+name+`="`
	}
	return "Remove-Item " + strings.Join(power, ", ") + " (in cmd: " + strings.Join(cmd, " & ") + ")"
}
