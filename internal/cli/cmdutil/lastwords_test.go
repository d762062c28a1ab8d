package cmdutil_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/internal/app"
	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/fault"
)

func TestLastWordsAreCurrent(t *testing.T) {
	t.Parallel()
	f := cmdutil.New(app.Env{})
	if said := f.LastWords(); said != nil {
		t.Errorf("got %v of a command that has nothing to say", said)
	}
	half := false
	f.LastWord(func() error { return nil })
	f.LastWord(func() error {
		if !half {
			return nil
		}
		return fault.Insist(errors.New("+14155550111 still points here"), fault.Interrupted, "twvoice webhook restore +14155550111")
	})
	if said := f.LastWords(); said != nil {
		t.Errorf("got %v before anything was half done", said)
	}
	half = true
	copied := *f // as a command makes to act on another account
	said := copied.LastWords()
	if said == nil || !strings.Contains(said.Error(), "still points here") || fault.HintOf(said) != "twvoice webhook restore +14155550111" {
		t.Errorf("got %v, hint %q", said, fault.HintOf(said))
	}
}
