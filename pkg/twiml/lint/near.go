package lint

import (
	"strings"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
)

// nearestName returns the name that was probably meant: one that differs in case, underscores and hyphens only, else one with
// one or two different letters.
func nearestName(typed string, names []string) string {
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
		if more := len(name) - runes; more >= least || -more >= least { // the lengths alone differ by that much
			continue
		}
		if d := levenshtein.ComputeDistance(strings.ToLower(typed), strings.ToLower(name)); d < least {
			best, least = name, d
		}
	}
	return best
}

// sameLetters reports whether two names differ in case, underscores and hyphens only.
func sameLetters(typed, name string) bool {
	return strings.EqualFold(typed, name) || strings.EqualFold(joined(typed), name)
}

// joined returns a name without underscores and hyphens.
func joined(typed string) string {
	return strings.ReplaceAll(strings.ReplaceAll(typed, "_", ""), "-", "")
}

// didYouMean returns near's suggestion as the end of a message.
func didYouMean(typed string, names []string, quoted string) string {
	name := nearestName(typed, names)
	if name == "" {
		return ""
	}
	return "; did you mean " + strings.Replace(quoted, "%", name, 1) + "?"
}
