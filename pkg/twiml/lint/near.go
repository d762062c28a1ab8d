package lint

import "strings"

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
		if d := distance(strings.ToLower(typed), strings.ToLower(name)); d < least {
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

// distance counts the letters to add, drop or change to make a into b.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			next := diagonal
			if a[i] != b[j] {
				next = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], next
		}
	}
	return row[len(b)]
}
