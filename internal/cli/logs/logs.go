// Package logs is the command that shows the calls of the account and the alerts of Twilio's debugger, in order of time.
// An alert is shown with its meaning and, if serve has stored it, with the request that caused it.
//
// It only reads. It works without the archive of serve.
package logs

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/account"
	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// Options are the arguments and flags.
type Options struct {
	Follow bool
	Call   string // a CallSid
	Level  string // "" for all
	Since  string // a duration or a date
	Limit  int
}

// New returns the command `twvoice logs`.
func New(f *cmdutil.Factory, run func(context.Context, *cmdutil.Factory, Options) error) *cobra.Command {
	o := Options{}
	cmd := &cobra.Command{
		Use:     "logs",
		Aliases: []string{"log"},
		Short:   "Show calls and debugger alerts, oldest first",
		Long: `Show calls and debugger alerts, oldest first.

Each alert is shown with a suggested fix and with the request that caused it, if serve stored that on this machine;
twvoice requests show r12 shows it in full.

--level sets the minimum severity. Failed calls are errors, busy and unanswered calls warnings, all other calls notices.
--follow runs until Ctrl-C (exit code 0) and shows a call again when its status changes. Twilio reports an alert some
seconds after it occurred and keeps it for 30 days.

Without --follow, all entries are read before the first line is printed, because the oldest comes first: a long --since
on a busy account takes memory and time. With --level or --call and without --since, the newest 1,000 calls and alerts
are searched.`,
		Example: `  twvoice logs
  twvoice logs --follow --level warning
  twvoice logs --call CA0123456789abcdef0123456789abcdef
  twvoice logs --since 24h --level error -o json --jq '.[] | "\(.code) \(.request)"'
  twvoice logs --follow -o jsonl`,
		Args: cmdutil.Args(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return run(cmd.Context(), f, o)
		},
	}
	flags := cmd.Flags()
	flags.BoolVar(&o.Follow, "follow", false, "also show new entries as they appear")
	flags.StringVar(&o.Call, "call", "", "show only the call with this `SID` and the calls that it dialed")
	flags.StringVar(&o.Level, "level", "", "show only this `level` and above: error, warning, notice or debug")
	cmdutil.OneOf(flags, "level", levels()...)
	flags.StringVar(&o.Since, "since", "", "show only the last `time`, or since a date: 90s, 24h, 2026-01-31, 2026-01-31T12:00:00Z")
	flags.IntVar(&o.Limit, "limit", 50, "show only the newest `entries`, 0 for all")
	return f.CompleteFields(cmd, view)
}

// Run shows the logs.
func Run(ctx context.Context, f *cmdutil.Factory, o Options) error {
	q, err := o.query(f.Env.Now())
	if err != nil {
		return err
	}
	show, err := newShow(f, o.Follow)
	if err != nil {
		return err
	}
	kept := openKept(ctx, f)
	defer kept.close()
	if q.call != "" && !webhook.ValidSID("CA", q.call) {
		if q.call, err = kept.complete(ctx, q.call); err != nil {
			return err
		}
	}
	a, err := f.Account(ctx)
	if err != nil {
		return err
	}
	defer a.Close()
	show.begin(a)
	r := &reader{account: a, query: q, kept: kept, seen: map[string]seen{}, overlap: overlapOf(o.Follow)}
	return cmdutil.IgnoreUnread(o.show(ctx, f, r, show))
}

func (o Options) show(ctx context.Context, f *cmdutil.Factory, r *reader, show *show) error {
	first, err := r.first(ctx)
	if err == nil {
		err = show.add(first)
	}
	if err != nil || !o.Follow {
		return show.finish(err)
	}
	t := tail{reader: r, show: show, notef: f.Env.Notef, wait: cmdutil.Wait}
	return show.finish(t.follow(ctx))
}

// query selects entries.
type query struct {
	call  string
	worst int       // rank of the lowest level that is shown
	since time.Time // zero: from the beginning
	limit int       // 0 for all
	now   time.Time
}

func (o Options) query(now time.Time) (query, error) {
	q := query{call: strings.TrimSpace(o.Call), worst: len(levels()), limit: o.Limit, now: now}
	if o.Limit < 0 {
		return q, fault.With(errors.New("--limit must not be negative"), fault.Usage, "--limit 0 shows all")
	}
	if o.Level != "" {
		rank, ok := rankOf(o.Level)
		if !ok {
			return q, fault.With(fmt.Errorf("--level %q is not a valid level", o.Level), fault.Usage, fault.Suggest(o.Level, levels(), "--level ", "one of "+strings.Join(levels(), ", ")))
		}
		q.worst = rank
	}
	var err error
	q.since, err = since(o.Since, now)
	return q, err
}

// since parses a duration before now, or a time. A time without a zone is local.
func since(typed string, now time.Time) (time.Time, error) {
	if typed == "" {
		return time.Time{}, nil
	}
	at, ok := now, false
	if d, err := time.ParseDuration(typed); err == nil {
		at, ok = now.Add(-d), true
	}
	for _, layout := range []string{time.RFC3339, time.DateOnly, time.DateTime, "2006-01-02T15:04:05", "2006-01-02 15:04"} {
		if moment, err := time.ParseInLocation(layout, typed, now.Location()); err == nil && !ok {
			at, ok = moment, true
		}
	}
	switch {
	case !ok:
		return at, fault.With(fmt.Errorf("--since %q is not a duration or a date", typed), fault.Usage, "--since 24h, or --since "+now.Add(-24*time.Hour).Format(time.DateOnly))
	case at.After(now):
		return at, fault.With(fmt.Errorf("--since %s is in the future", typed), fault.Usage, "--since 24h")
	}
	return at, nil
}

// levels returns the debugger's levels, the most severe first.
func levels() []string { return []string{"error", "warning", "notice", "debug"} }

func rankOf(level string) (int, bool) {
	for i, known := range levels() {
		if known == level {
			return i, true
		}
	}
	return len(levels()), false
}

// begin names the account, if the user could take it for another.
func (s *show) begin(a *account.Account) {
	if a.Local && s.f.Env.Err.Is && !s.out.Machine() {
		s.f.Env.Notef("%s", s.f.Paint().Dim("local calls and alerts, from the emulator:"))
	}
}
