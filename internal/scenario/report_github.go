package scenario

import (
	"fmt"
	"io"
	"strings"
)

// GitHub writes an annotation for each failure and each mistake, which GitHub Actions shows beside the line of the step
// (https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#setting-an-error-message).
// Path names a file as the repository knows it.
func GitHub(w io.Writer, r Result, path func(file string) string) error {
	for _, m := range r.Mistakes {
		_, err := fmt.Fprintf(w, "::error file=%s,line=%d,col=%d,title=%s::%s\n",
			property(path(m.Pos.File)), max(m.Pos.Line, 1), max(m.Pos.Col, 1), property(r.Name), message(m.Message))
		if err != nil {
			return err
		}
	}
	if r.Failure == nil {
		return nil
	}
	f := r.Failure
	_, err := fmt.Fprintf(w, "::error file=%s,line=%d,col=%d,title=%s::%s\n",
		property(path(f.File)), f.Line, f.Column, property(r.Name),
		message(fmt.Sprintf("want %s\nbut %s", f.Expected, f.Actual)))
	return err
}

// message escapes what a workflow command is about.
func message(text string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(text)
}

// property escapes what stands in front of it.
func property(text string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(message(harmless(text)))
}
