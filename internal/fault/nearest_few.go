package fault

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
)

// maxNearest is how many names a hint has: more than a person reads is noise.
const maxNearest = 5

// NearestFew are the names that are most like typed, with blanks between them, and how many more there are.
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
