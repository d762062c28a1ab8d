package lint

import (
	"strings"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
)

// near finds what was probably meant among names: one that differs in case, underscores and hyphens only, else one that is a
// slip or two away.
func near(typed string, names []string) string {
	joined := joined(typed)
	for _, name := range names {
		if strings.EqualFold(typed, name) || strings.EqualFold(joined, name) {
			return name
		}
	}
	if len(typed) > 40 {
		return ""
	}
	runes := utf8.RuneCountInString(typed)
	best, least := "", min(2, (len(typed)+1)/3)+1
	for _, name := range names {
		if more := len(name) - runes; more >= least || -more >= least { // so many slips at least
			continue
		}
		if d := levenshtein.ComputeDistance(strings.ToLower(typed), strings.ToLower(name)); d < least {
			best, least = name, d
		}
	}
	return best
}

// alike reports whether a name differs from the typed one in case, underscores and hyphens only.
func alike(typed, name string) bool {
	return strings.EqualFold(typed, name) || strings.EqualFold(joined(typed), name)
}

// joined is a name without underscores and hyphens.
func joined(typed string) string {
	return strings.ReplaceAll(strings.ReplaceAll(typed, "_", ""), "-", "")
}

// meant is near as the end of a message.
func meant(typed string, names []string, quoted string) string {
	name := near(typed, names)
	if name == "" {
		return ""
	}
	return "; did you mean " + strings.Replace(quoted, "%", name, 1) + "?"
}
