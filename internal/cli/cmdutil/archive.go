package cmdutil

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/pflag"

	"github.com/twvoice/twvoice/internal/capture"
	"github.com/twvoice/twvoice/internal/emulator"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/pkg/webhook/client"
)

// Archive opens the requests and calls stored by serve. It needs no account. The caller must close it.
func (f *Factory) Archive(ctx context.Context) (*capture.Archive, error) {
	return capture.Open(ctx, f.Env.Folders.State)
}

// Calls lists calls of the archive. For calls of the emulator it adds how they ended.
func Calls(ctx context.Context, archive *capture.Archive, q capture.Query) ([]capture.Call, error) {
	calls, err := archive.Calls(ctx, q)
	for i := range calls {
		err = errors.Join(err, settle(ctx, archive, &calls[i]))
	}
	return calls, err
}

// Call returns a call with its requests, with the same additions as [Calls].
func Call(ctx context.Context, archive *capture.Archive, sid string) (capture.Call, []capture.Request, error) {
	call, requests, err := archive.Call(ctx, sid)
	if err == nil {
		err = settle(ctx, archive, &call)
	}
	return call, requests, err
}

func settle(ctx context.Context, archive *capture.Archive, c *capture.Call) error {
	if c.Ended || !c.Local {
		return nil
	}
	status, over, err := emulator.Outcome(ctx, archive.Store(), c.AccountSid, c.CallSid)
	if over {
		c.Status, c.Ended = status, true
	}
	return err
}

// Replay holds the flags that say where a recorded request is replayed.
type Replay struct {
	To     string // "" for the running serve
	SignAs string // "" for the application's public URL
}

// Check rejects invalid flags.
func (a Replay) Check() error {
	if err := CheckURL("--to", a.To); err != nil {
		return err
	}
	return CheckURL("--sign-as", a.SignAs)
}

// Replayer returns a replayer for a recorded request and those that follow it. Without flags it sends to the running
// serve and signs for its public URL; otherwise it sends to the given URL and signs for that. It signs with the token of
// the recording's account.
func (f *Factory) Replayer(ctx context.Context, archive *capture.Archive, r capture.Request, a Replay) (*capture.Replayer, error) {
	transport := client.NewTransport(client.TransportOptions{Direct: true, SingleUse: true}) // direct: without a proxy of the environment
	to, known, local := a.To, a.SignAs, r.Local
	if to == "" {
		serve, err := archive.Running(ctx, r.Session, transport)
		if err != nil {
			return nil, err
		}
		to, known, local = serve.LocalURL, cmp.Or(a.SignAs, serve.PublicURL), serve.Local
	}
	acting := *f
	acting.Local = f.Local || local
	finder := Targets{Factory: &acting}
	target, err := finder.Find(ctx, to, "")
	if err != nil {
		return nil, err
	}
	defer target.Close()
	return &capture.Replayer{To: to, Known: known, Token: target.Token, Transport: transport, Random: f.Env.Random}, nil
}

// Selection holds the flags that select stored requests or calls.
type Selection struct {
	Since time.Duration // 0: from the beginning
	Limit int
}

// Bind adds the flags. What is requests or calls, for the help.
func (k *Selection) Bind(flags *pflag.FlagSet, what string) {
	flags.DurationVar(&k.Since, "since", 0, "show only those of the last `time`: 90s, 10m, 24h")
	flags.IntVar(&k.Limit, "limit", 50, "show only the newest `"+what+"`, 0 for all")
}

// Query returns the query for the archive, or an error for invalid flags.
func (k *Selection) Query(f *Factory) (capture.Query, error) {
	switch {
	case k.Limit < 0:
		return capture.Query{}, fault.With(errors.New("--limit must not be negative"), fault.Usage, "--limit 0 shows all")
	case k.Since < 0:
		return capture.Query{}, fault.With(fmt.Errorf("--since %s is in the future", k.Since), fault.Usage, "--since 10m")
	}
	q := capture.Query{Local: f.Local, Limit: k.Limit}
	if k.Since > 0 {
		q.Since = f.Env.Now().Add(-k.Since)
	}
	return q, nil
}
