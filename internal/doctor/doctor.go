// Package doctor checks everything that twvoice depends on and reports problems and their fixes: the configuration,
// credentials, the account, the tunnel, the network settings, the clock, and the state folder.
//
// A check is a name and a function; the table in checks.go lists them in the order of the report. The package does not
// fix anything, buy numbers, change webhooks or open listeners. It shows no secret and connects only to Twilio, ngrok
// and this machine.
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

// Status is the result of a check.
type Status string

const (
	OK      Status = "ok"
	Warning Status = "warning" // it works, but the user should know
	Failed  Status = "failed"
	Skipped Status = "skipped" // not checked; the text says why
)

// Finding is what a check found.
type Finding struct {
	Status  Status
	Message string
	Hint    string // what to type or set next; set for every failure
	Code    string // Twilio's or ngrok's error code, or ""
}

// Result is a finding with the name of its check. The JSON keys are a stable interface.
type Result struct {
	Name    string `json:"name"`
	Status  Status `json:"status"`
	Message string `json:"message"`
	Hint    string `json:"hint"`
	Code    string `json:"code"`
	Local   bool   `json:"local"`
}

// Options is what the checks examine.
type Options struct {
	Env         app.Env
	Config      *config.Config
	Broken      error // why the configuration could not be read; Config is empty then
	Account     account.Options
	Ngrok       func(context.Context) (o tunnel.Options, source string, err error)
	NoTunnel    string // the setting that turns ngrok's tunnel off, or ""
	InspectPort int    // the inspector's default port
}

// Run runs all checks in parallel. It calls tell in the order of the table, as soon as a result and those before it are
// known. Before each wait it calls waiting, which may be nil, with the check's name. The error is ctx's or tell's.
func Run(ctx context.Context, w Options, waiting func(name string), tell func(Result) error) error {
	e := &examination{Options: w, visited: make(chan struct{})}
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
			if ctx.Err() != nil { // the check only found that its time was up
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

// examination is one run. Several checks read Twilio's answers in it.
type examination struct {
	Options
	visited chan struct{} // closed when twilio is set
	twilio  twilioReply
}

// check is one line of the report.
type check struct {
	name string
	look func(context.Context, *examination) Finding
}

// limit is how long a check may take. Requests to Twilio have a shorter limit, so that a missing answer is reported as
// such.
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

// failedWith returns the failure for an error, with the error's hint if it has one, otherwise with hint.
func failedWith(err error, hint string) Finding {
	f := failed(hint, "%v", err)
	if own := fault.HintOf(err); own != "" {
		f.Hint = own
	}
	if origin, refused := fault.OriginOf(err); refused {
		f.Code = origin.Code
	}
	return f
}

// cause describes why ctx ended.
func cause(ctx context.Context, err error) error {
	if why := context.Cause(ctx); errors.Is(err, context.DeadlineExceeded) && why != nil {
		return why
	}
	return err
}
