package userfile_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/twvoice/twvoice/internal/userfile"
)

// E12: Windows says "The system cannot find the file specified."
func TestReasonHasTheSameWordsOnEverySystem(t *testing.T) {
	t.Parallel()
	_, missing := os.ReadFile(filepath.Join(t.TempDir(), "missing"))
	for _, tt := range []struct {
		err  error
		want string
		is   error
	}{
		{missing, "no such file or directory", fs.ErrNotExist},
		{&fs.PathError{Op: "open", Path: "x", Err: fs.ErrPermission}, "permission denied", fs.ErrPermission},
		{&fs.PathError{Op: "read", Path: "x", Err: userfile.ErrUTF16}, userfile.ErrUTF16.Error(), userfile.ErrUTF16},
		{userfile.ErrUTF16, userfile.ErrUTF16.Error(), userfile.ErrUTF16},
	} {
		if got := userfile.Reason(tt.err); got.Error() != tt.want || !errors.Is(got, tt.is) {
			t.Errorf("%v: got %v, want %s", tt.err, got, tt.want)
		}
	}
	if got := userfile.Reason(nil); got != nil {
		t.Errorf("nil: got %v", got)
	}
}
