package userfile_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/internal/userfile"
)

func TestReadIsBounded(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	small, large := filepath.Join(dir, "small"), filepath.Join(dir, "large")
	write(t, small, "0123456789")
	write(t, large, "0123456789x")
	if got, err := userfile.Read(t.Context(), small, 10); string(got) != "0123456789" || err != nil {
		t.Errorf("got %q %v", got, err)
	}
	for path, want := range map[string]string{large: "it is larger than the limit of ", dir: "folder", filepath.Join(dir, "none"): ""} {
		got, err := userfile.Read(t.Context(), path, 10)
		if wrong, ok := errors.AsType[*fs.PathError](err); got != nil || !ok || !strings.Contains(wrong.Err.Error(), want) {
			t.Errorf("%s: got %q %v, want %q", path, got, err, want)
		}
	}
	if _, err := userfile.ReadFrom(strings.NewReader("0123456789x"), "standard input", 10); err == nil {
		t.Error("a stream is not bounded")
	}
	if got, err := userfile.Read(t.Context(), os.DevNull, 10); len(got) != 0 || err != nil {
		t.Errorf("the null device: got %q %v", got, err)
	}
}

func TestReadEndsWithItsContext(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "file")
	write(t, path, "x")
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := userfile.Read(ctx, path, 10); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestTextNamesUTF16(t *testing.T) {
	t.Parallel()
	for data, want := range map[string]string{
		"number: 1": "number: 1", "\xEF\xBB\xBFnumber: 1": "number: 1", "": "", "a": "a", "\xEF\xBB\xBF": "",
		"\xFF\xFEn\x00": "UTF-16", "\xFE\xFF\x00n": "UTF-16", "n\x00u\x00": "UTF-16", "\x00n\x00u": "UTF-16",
	} {
		got, err := userfile.Text([]byte(data))
		if err != nil {
			got = []byte(err.Error())
		}
		if want == "UTF-16" && !errors.Is(err, userfile.ErrUTF16) || want != "UTF-16" && string(got) != want {
			t.Errorf("%q: got %q, want %q", data, got, want)
		}
	}
}

func TestNestingIsBoundedWithAPosition(t *testing.T) {
	t.Parallel()
	deep := strings.Builder{}
	for i := range 101 {
		deep.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	for text, want := range map[string]string{
		"a: " + strings.Repeat("[", 200_000):               "1:103",
		"a:\n  " + strings.Repeat("{a: ", 200_000):         "2:395",
		strings.Repeat("- ", 200_000) + "a":                "1:201",
		deep.String():                                      "101:101",
		"a: \"" + strings.Repeat("[", 1000) + "\"":         "",
		"a: '" + strings.Repeat("[", 1000) + "'\nb: [1]":   "",
		"# " + strings.Repeat("[", 1000):                   "",
		strings.Repeat("a: [1, {b: 2}]\n", 1000):           "",
		strings.Repeat("- a:\n    - b\n", 1000):            "",
		"a: don't\n" + strings.Repeat("- [it's, 1]\n", 99): "",
		"a: \"x\\\"[\n[[\"\n":                              "",
		"\"":                                               "",
	} {
		err := userfile.Nesting([]byte(text))
		got := ""
		if wrong, ok := errors.AsType[*userfile.NestingError](err); ok {
			got = place(wrong)
		}
		if got != want {
			t.Errorf("%.30q: got %q, want %q", text, got, want)
		}
	}
}
