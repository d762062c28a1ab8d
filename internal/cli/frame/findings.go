package frame

import (
	"github.com/twvoice/twvoice/internal/devserver"
	"github.com/twvoice/twvoice/pkg/twiml/lint"
)

// Findings are the lines that say what there is to mend in documents. What Twilio runs without a word is said with -v only.
func (f *Frame) Findings(found []devserver.Finding) []string {
	var lines []string
	for _, finding := range found {
		if finding.Level != lint.Notice || f.Verbose {
			lines = append(lines, finding.String())
		}
	}
	return lines
}
