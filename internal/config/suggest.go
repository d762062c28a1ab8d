package config

import "strings"

// suggest is the hint for a word that nobody knows: the nearest one that somebody does, else what else to do.
func suggest(word string, known []string, otherwise string) string {
	word = strings.ReplaceAll(word, "-", "_")
	best, least := "", 3 // more than two mistakes make another word
	for _, name := range known {
		if d := distance(word, name); d < least {
			best, least = name, d
		}
	}
	if best == "" || least >= len(word) {
		return otherwise
	}
	return "did you mean " + best + "? " + otherwise
}

// distance is how many letters must be added, removed or replaced to make one word of the other.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replaced := diagonal
			if a[i] != b[j] {
				replaced++
			}
			diagonal = row[j+1]
			row[j+1] = min(replaced, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}
