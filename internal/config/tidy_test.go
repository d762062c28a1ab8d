package config_test

import (
	"testing"

	"github.com/twvoice/twvoice/internal/config"
)

func TestTidyLeavesOutWhatNoCredentialHas(t *testing.T) {
	t.Parallel()
	for value, want := range map[string][2]string{
		"abc": {"abc", ""}, "abc\r": {"abc", "the line end after it"}, "abc\r\n": {"abc", "the line end after it"},
		" abc\t": {"abc", "the spaces around it"}, `"abc"`: {"abc", "the quotes around it"}, "'abc'\r": {"abc", "the quotes around it"},
		`" abc "`: {"abc", "the quotes around it"}, `"abc`: {`"abc`, ""}, `"`: {`"`, ""}, "": {"", ""}, "\ufeffabc": {"abc", "the spaces around it"},
	} {
		got, what := config.Tidy(value)
		if got != want[0] || what != want[1] {
			t.Errorf("%q: got %q %q, want %q", value, got, what, want)
		}
	}
}
