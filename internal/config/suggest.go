package config

import (
	"strings"

	"github.com/agnivade/levenshtein"
)

// suggest is the hint for a word that nobody knows: the nearest one that somebody does, else what else to do.
func suggest(word string, known []string, otherwise string) string {
	word = strings.ReplaceAll(word, "-", "_")
	best, least := "", 3 // more than two mistakes make another word
	for _, name := range known {
		if d := levenshtein.ComputeDistance(word, name); d < least {
			best, least = name, d
		}
	}
	if best == "" || least >= len(word) {
		return otherwise
	}
	return "did you mean " + best + "? " + otherwise
}
