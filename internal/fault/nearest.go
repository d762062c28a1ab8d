package fault

import (
	"strings"

	"github.com/agnivade/levenshtein"
)

// Nearest is the name that somebody may have meant, "" where none is near: one that differs in case, hyphens and underscores
// only, or is a slip or two away.
func Nearest(typed string, names []string) string {
	if len(typed) > 40 {
		return "" // nobody mistypes a name at such length
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

// Suggest is the hint for a word that is none of some names: what is written before the nearest of them, with it; and what else
// there is to say.
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
