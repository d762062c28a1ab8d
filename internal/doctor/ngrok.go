package doctor

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/tunnel"
)

// ngrokAccess is what a connection to ngrok needs, and the source of the authtoken.
type ngrokAccess struct {
	options tunnel.Options
	source  string
}

// ngrok reports whether a tunnel could be opened. It tests the connection before it sends the authtoken.
func ngrok(ctx context.Context, e *examination) Finding {
	switch {
	case e.Account.Local:
		return skipped("--local opens no tunnel")
	case e.Broken != nil:
		return unconfigured()
	case e.Account.DryRun:
		return skipped("with --dry-run ngrok is not contacted")
	case e.NoTunnel != "":
		return skipped("%s", e.NoTunnel)
	}
	o, source, err := e.Ngrok(ctx)
	if err != nil {
		return failedWith(cause(ctx, err), "fix the file, or set NGROK_AUTHTOKEN")
	}
	if o.Authtoken == "" {
		return failed("set NGROK_AUTHTOKEN (https://dashboard.ngrok.com/get-started/your-authtoken), or turn tunnels off: TWVOICE_TUNNEL=none", "no authtoken: serve cannot open a tunnel")
	}
	o.Metadata, o.ConnectTimeout = "twvoice doctor", patience
	reach, err := tunnel.Diagnose(ctx, o)
	if err != nil {
		return failedWith(cause(ctx, err), "check the network and HTTPS_PROXY")
	}
	reached := fmt.Sprintf("%s, %s, in %s", reach.Address, reach.Region, reach.Latency.Round(time.Millisecond))
	return checkAuthtoken(ctx, ngrokAccess{o, source}, reached)
}

// checkAuthtoken reports whether ngrok accepts the authtoken.
func checkAuthtoken(ctx context.Context, way ngrokAccess, reached string) Finding {
	s, err := tunnel.Authenticate(ctx, way.options)
	if origin, _ := fault.OriginOf(err); origin.Code == "ERR_NGROK_108" {
		f := failedWith(err, "")
		f.Status, f.Message = Warning, fmt.Sprintf("the authtoken from %s is valid, but all agents that its plan allows are running: %v", way.source, err)
		return f
	}
	if err != nil {
		return failedWith(fmt.Errorf("authtoken from %s: %w", way.source, cause(ctx, err)), "check the network and HTTPS_PROXY")
	}
	message := fmt.Sprintf("authtoken from %s, accepted by %s", way.source, reached)
	if s.Account != "" {
		message += "; account " + s.Account
	}
	if s.Plan != "" {
		message += "; plan " + s.Plan + limits(s.Plan)
	}
	if len(s.Warnings) > 0 {
		return warning("see https://dashboard.ngrok.com, or update twvoice", "%s; ngrok warns: %s", message, strings.Join(s.Warnings, "; "))
	}
	return ok("%s", message)
}

// limits returns the limits of ngrok's free plan as of November 2026; ngrok reports only the name of the plan.
// https://ngrok.com/docs/pricing-limits/free-plan-limits/
func limits(plan string) string {
	if !strings.EqualFold(plan, "free") {
		return ""
	}
	return " (3 agents and 3 endpoints at a time, 20,000 requests and 1 GB per month)"
}
