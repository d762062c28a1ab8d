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

// Archive is what serve has kept, which needs no account; the caller closes it.
func (f *Factory) Archive(ctx context.Context) (*capture.Archive, error) {
	return capture.Open(ctx, f.Env.Folders.State)
}

// Calls lists calls as an archive does. Of those of the emulator it knows how they ended.
func Calls(ctx context.Context, archive *capture.Archive, q capture.Query) ([]capture.Call, error) {
	calls, err := archive.Calls(ctx, q)
	for i := range calls {
		err = errors.Join(err, settle(ctx, archive, &calls[i]))
	}
	return calls, err
}

// Call finds a call with its requests, as [Calls] lists it.
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

// Again is where a recorded request goes when it is asked again, as it was typed.
type Again struct {
	To     string // "" for the serve that runs
	SignAs string // "" for what the application is known by
}

// Check refuses what cannot be meant.
func (a Again) Check() error {
	if err := CheckURL("--to", a.To); err != nil {
		return err
	}
	return CheckURL("--sign-as", a.SignAs)
}

// Replayer is whoever asks a recorded request again, and the requests that follow it: of the serve that runs, known by its
// public URL, or of whoever is named, known by the URL that is called. It signs with the token of the account that the
// answer came from.
func (f *Factory) Replayer(ctx context.Context, archive *capture.Archive, r capture.Request, a Again) (*capture.Replayer, error) {
	transport := client.NewTransport(client.TransportOptions{Direct: true, SingleUse: true}) // straight to this machine, or to whoever was named: no proxy of the environment
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

// Kept says which of what was kept is listed, as it was typed.
type Kept struct {
	Since time.Duration // 0 for the beginning
	Limit int
}

// Bind adds its flags. What is listed are requests, or calls.
func (k *Kept) Bind(flags *pflag.FlagSet, what string) {
	flags.DurationVar(&k.Since, "since", 0, "show only those of the last `time`: 90s, 10m, 24h")
	flags.IntVar(&k.Limit, "limit", 50, "show only the newest `"+what+"`, 0 for all")
}

// Query is what the archive is asked, or why it is not.
func (k *Kept) Query(f *Factory) (capture.Query, error) {
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
