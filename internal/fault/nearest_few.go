package fault

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
)

// maxNearest limits the names in a hint.
const maxNearest = 5

// NearestFew returns the names that are most similar to typed, separated by blanks, and how many more there are.
func NearestFew(typed string, names []string) string {
	if len(names) <= maxNearest {
		return strings.Join(names, " ")
	}
	type candidate struct {
		name     string
		distance int
	}
	all := make([]candidate, len(names))
	for i, name := range names {
		all[i] = candidate{name, levenshtein.ComputeDistance(typed, name)}
	}
	slices.SortStableFunc(all, func(a, b candidate) int { return cmp.Compare(a.distance, b.distance) })
	near := make([]string, maxNearest)
	for i := range near {
		near[i] = all[i].name
	}
	return fmt.Sprintf("%s (and %d more)", strings.Join(near, " "), len(names)-maxNearest)
}
