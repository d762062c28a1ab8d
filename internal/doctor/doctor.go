// Package doctor looks at everything that twvoice stands on, and says what is wrong and what fixes it: the configuration,
// credentials, the account, the tunnel, the network's settings, the clock, and what lies in the state folder.
//
// A check is a name and a function; the table in checks.go is all of them, in the order in which they are told.
// It refuses to fix anything, to buy, to point or to bind, to show a secret, and to speak to anybody but Twilio, ngrok and this
// machine itself.
package doctor

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/twvoice/twvoice/internal/account"
	"github.com/twvoice/twvoice/internal/app"
	"github.com/twvoice/twvoice/internal/config"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/tunnel"
)

// Status is how a check ended.
type Status string

const (
	OK      Status = "ok"
	Warning Status = "warning" // it works, and somebody should know
	Failed  Status = "failed"
	Skipped Status = "skipped" // not looked at, and why
)

// Finding is what a check found.
type Finding struct {
	Status  Status
	Message string
	Hint    string // what to type or set next; every failure has one
	Code    string // Twilio's or ngrok's own, where one of them refused
}

// Result is a finding by the name of its check. The keys are part of the contract.
type Result struct {
	Name    string `json:"name"`
	Status  Status `json:"status"`
	Message string `json:"message"`
	Hint    string `json:"hint"`
	Code    string `json:"code"`
	Local   bool   `json:"local"`
}

// World is what is looked at.
type World struct {
	Env         app.Env
	Config      *config.Config
	Broken      error // why the configuration could not be read; Config is empty then
	Account     account.Options
	Ngrok       func(context.Context) (o tunnel.Options, source string, err error)
	NoTunnel    string // who says that no tunnel of ngrok's is wanted, "" for nobody
	InspectPort int    // that serve would like to have
}

// Run makes all checks at once, and tells the results in the order of the table, each as soon as it and those before it are known.
// Waiting, which may be nil, is told before that which check is waited for. The error is that of ctx, or tell's own.
func Run(ctx context.Context, w World, waiting func(name string), tell func(Result) error) error {
	e := &examination{World: w, visited: make(chan struct{})}
	ctx, cancel := context.WithCancel(ctx)
	var running sync.WaitGroup
	defer running.Wait()
	defer cancel()
	running.Go(func() { e.visit(ctx) })
	all := checks()
	found := make([]chan Finding, len(all))
	for i, c := range all {
		found[i] = make(chan Finding, 1)
		running.Go(func() { found[i] <- e.look(ctx, c) })
	}
	for i, c := range all {
		if waiting != nil {
			waiting(c.name)
		}
		select {
		case f := <-found[i]:
			if ctx.Err() != nil { // what it found is that there was no more time
				return ctx.Err()
			}
			if err := tell(Result{c.name, f.Status, f.Message, f.Hint, f.Code, w.Account.Local}); err != nil {
				return err
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// examination is one run: the world, and what Twilio said, which several checks read.
type examination struct {
	World
	visited chan struct{} // closed when twilio is known
	twilio  visit
}

// check is one line of the report.
type check struct {
	name string
	look func(context.Context, *examination) Finding
}

// limit is how long a check may take. Twilio itself has less, so that a silent one is told as such.
const limit = 20 * time.Second

func (e *examination) look(ctx context.Context, c check) Finding {
	ctx, cancel := context.WithTimeoutCause(ctx, limit, errTooLong)
	defer cancel()
	return c.look(ctx, e)
}

var errTooLong = fmt.Errorf("it did not finish within %s", limit)

func ok(format string, args ...any) Finding {
	return Finding{Status: OK, Message: fmt.Sprintf(format, args...)}
}

func skipped(format string, args ...any) Finding {
	return Finding{Status: Skipped, Message: fmt.Sprintf(format, args...)}
}

func warning(hint, format string, args ...any) Finding {
	return Finding{Status: Warning, Hint: hint, Message: fmt.Sprintf(format, args...)}
}

func failed(hint, format string, args ...any) Finding {
	return Finding{Status: Failed, Hint: hint, Message: fmt.Sprintf(format, args...)}
}

// because is the failure that an error is, with its own hint, or, where it has none, with this one.
func because(err error, hint string) Finding {
	f := failed(hint, "%v", err)
	if own := fault.HintOf(err); own != "" {
		f.Hint = own
	}
	if origin, refused := fault.OriginOf(err); refused {
		f.Code = origin.Code
	}
	return f
}

// cause is why ctx ended, in words.
func cause(ctx context.Context, err error) error {
	if why := context.Cause(ctx); errors.Is(err, context.DeadlineExceeded) && why != nil {
		return why
	}
	return err
}
