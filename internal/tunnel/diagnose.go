package tunnel

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golang.ngrok.com/ngrok/v2"
)

// Reach is how ngrok is reached from here.
type Reach struct {
	Address string        // host:port
	Region  string        // as ngrok names it
	Latency time.Duration // of one request over an open connection
}

// Diagnose checks whether ngrok can be reached: name, TCP or proxy, TLS, and its protocol. It opens no session and sends
// no authtoken, so it needs none and does not count against the account's limits.
func Diagnose(ctx context.Context, o Options) (Reach, error) {
	o.Authtoken = "not sent"
	t, err := newNgrok(o)
	if err != nil {
		return Reach{}, fmt.Errorf("diagnose ngrok: %w", err)
	}
	defer t.link.close()
	ctx, cancel := context.WithTimeout(ctx, t.options.ConnectTimeout)
	defer cancel()
	d, ok := t.agent.(ngrok.Diagnoser)
	if !ok {
		return Reach{}, errors.ErrUnsupported
	}
	found, err := d.Diagnose(ctx, "")
	if err != nil {
		return Reach{}, unreachable(t.options.ConnectURL, err)
	}
	return Reach{Address: found.Addr, Region: found.Region, Latency: found.Latency}, nil
}
