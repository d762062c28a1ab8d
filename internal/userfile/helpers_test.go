package userfile_test

import (
	"fmt"
	"os"
	"testing"

	"github.com/twvoice/twvoice/internal/userfile"
)

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func place(e *userfile.NestingError) string { return fmt.Sprintf("%d:%d", e.Line, e.Column) }
