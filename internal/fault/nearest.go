package fault

import (
	"strings"

	"github.com/agnivade/levenshtein"
)

// Nearest returns the name that was probably meant, or "": one that differs in case, hyphens and underscores only, or in
// one or two letters.
func Nearest(typed string, names []string) string {
	if len(typed) > 40 {
		return "" // too long for a mistyped name
	}
	typed = plain(typed)
	best, least := "", min(2, len(typed)/2)+1
	for _, name := range names {
		if d := levenshtein.ComputeDistance(typed, plain(name)); d < least && d < len(name) {
			best, least = name, d
		}
	}
	return best
}

func plain(name string) string {
	return strings.NewReplacer("_", "", "-", "").Replace(strings.ToLower(name))
}

// Suggest returns the hint for a word that is not one of names: the nearest name after the text before, or otherwise.
func Suggest(typed string, names []string, before, otherwise string) string {
	near := Nearest(typed, names)
	if near == "" {
		return otherwise
	}
	hint := "did you mean " + before + near + "?"
	if otherwise != "" {
		hint += " " + otherwise
	}
	return hint
}
