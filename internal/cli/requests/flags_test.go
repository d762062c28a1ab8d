package requests_test

import (
	"testing"
	"time"

	"github.com/twvoice/twvoice/internal/cli/calls"
	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/cli/cmdutil/typed"
	"github.com/twvoice/twvoice/internal/cli/requests"
)

func TestLists(t *testing.T) {
	t.Parallel()
	typed.Same(t, typed.Options(t, requests.NewList), requests.ListOptions{Kept: cmdutil.Selection{Limit: 50}})
	typed.Same(t, typed.Options(t, requests.NewList, "--call", "CA1", "--since", "10m", "--limit", "3"),
		requests.ListOptions{Call: "CA1", Kept: cmdutil.Selection{Since: 10 * time.Minute, Limit: 3}})
	typed.Same(t, typed.Options(t, calls.NewList, "--since", "1h"), calls.ListOptions{Kept: cmdutil.Selection{Since: time.Hour, Limit: 50}})
}

func TestPurgeDeletesAllWithoutLimit(t *testing.T) {
	t.Parallel()
	typed.Same(t, typed.Options(t, requests.NewList, "--purge"), requests.ListOptions{Purge: true})
	typed.Same(t, typed.Options(t, requests.NewList, "--purge", "--limit", "3"), requests.ListOptions{Purge: true, Kept: cmdutil.Selection{Limit: 3}})
}

func TestOneOfThem(t *testing.T) {
	t.Parallel()
	typed.Same(t, typed.Options(t, requests.NewShow, "r1", "--raw"), requests.ShowOptions{ID: "r1", Raw: true})
	typed.Same(t, typed.Options(t, requests.NewReplay, "r1", "--param", "Digits=1,2", "--param", "a=b", "--to", "http://localhost:3000", "--sign-as", "https://phone.example"),
		requests.ReplayOptions{ID: "r1", Params: []string{"Digits=1,2", "a=b"}, Again: cmdutil.Replay{To: "http://localhost:3000", SignAs: "https://phone.example"}})
	typed.Same(t, typed.Options(t, calls.NewShow, "CA1", "--save", "a.yaml"), calls.ShowOptions{Call: "CA1", Save: "a.yaml"})
	typed.Same(t, typed.Options(t, calls.NewReplay, "CA1"), calls.ReplayOptions{Call: "CA1"})
}
