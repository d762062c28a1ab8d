package lease

import (
	"context"
	"fmt"
	"net/url"

	"github.com/twvoice/twvoice/internal/fault"
)

// Another is a twvoice with a different journal: it runs on another machine or with another state folder.
type Another struct {
	Living  bool   // it answers now
	Session string // as it answered, or ""
}

// checkUnoccupied rejects a number that another twvoice uses now, unless r.Steal is set. It probes each URL once.
func (k *Keeper) checkUnoccupied(ctx context.Context, r Request, now Settings) error {
	if k.options.Another == nil || r.Steal {
		return nil
	}
	own, err := k.entries(ctx, k.db, openLoan(r.Number.Sid))
	if err != nil {
		return err
	}
	for _, loan := range own {
		if loan.ours(now) {
			return nil // this journal knows these settings
		}
	}
	for _, name := range []string{"VoiceUrl", "SmsUrl"} {
		want, wanted := r.Want[name]
		if !wanted || now[name] == "" || host(now[name]) == host(want) {
			continue // the URL's host is this process
		}
		if other := k.ask(ctx, now[name]); other.Living {
			return occupiedError(r.Number, now.of(Settings{name: ""}), other)
		}
	}
	return nil
}

// ask probes a host once per process: at the start, before this process's own tunnel is open.
func (k *Keeper) ask(ctx context.Context, address string) Another {
	k.mu.Lock()
	known, asked := k.asked[host(address)]
	k.mu.Unlock()
	if asked {
		return known
	}
	known = k.options.Another(ctx, address)
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.asked == nil {
		k.asked = map[string]Another{}
	}
	k.asked[host(address)] = known
	return known
}

func occupiedError(n Number, at Settings, other Another) error {
	who := "a serve answers there"
	if other.Session != "" {
		who = "a serve answers there (session " + other.Session + ")"
	}
	return fault.With(fmt.Errorf("%s is in use on another machine: it has %s, and %s", n.Phone, at, who), fault.Failed,
		"end that serve, or take the number from it with --steal")
}

// anotherHas reports whether one of the settings changed by someone else is the URL of another twvoice.
func (k *Keeper) anotherHas(ctx context.Context, changed Settings) bool {
	if k.options.Another == nil {
		return false
	}
	for _, name := range []string{"VoiceUrl", "SmsUrl"} {
		address := changed[name]
		if address == "" {
			continue
		}
		if k.options.Tunnel != nil && k.options.Tunnel(hostname(address)) || k.options.Another(ctx, address).Living {
			return true
		}
	}
	return false
}

func host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}

func hostname(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Hostname()
}
