package report

import (
	"fmt"
	"io"
	"strings"
)

// GitHub writes an annotation for each failure and mistake. GitHub Actions shows them at the line of the step
// (https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#setting-an-error-message). The
// function path returns a file's path within the repository.
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

// message escapes the message of a workflow command.
func message(text string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(text)
}

// property escapes a property of a workflow command.
func property(text string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(message(Harmless(text)))
}
