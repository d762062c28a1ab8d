package lint

import (
	"strings"

	"github.com/agnivade/levenshtein"
)

// near finds what was probably meant among names: one that differs in case, underscores and hyphens only, else one that is a
// slip or two away.
func near(typed string, names []string) string {
	for _, name := range names {
		if alike(typed, name) {
			return name
		}
	}
	if len(typed) > 40 {
		return ""
	}
	best, least := "", min(2, (len(typed)+1)/3)+1
	for _, name := range names {
		if d := levenshtein.ComputeDistance(strings.ToLower(typed), strings.ToLower(name)); d < least {
			best, least = name, d
		}
	}
	return best
}

func alike(typed, name string) bool {
	return strings.EqualFold(typed, name) || strings.EqualFold(strings.NewReplacer("_", "", "-", "").Replace(typed), name)
}

// meant is near as the end of a message.
func meant(typed string, names []string, quoted string) string {
	name := near(typed, names)
	if name == "" {
		return ""
	}
	return "; did you mean " + strings.Replace(quoted, "%", name, 1) + "?"
}
