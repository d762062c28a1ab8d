package doctor

import (
	"context"
	"net"
	"strconv"
)

// inspectorPort tells whether the page of serve will be where people expect it. It takes the next free port otherwise, so that a
// taken one is no trouble, only a page of somebody else's at a familiar address: ngrok's own agent has one there.
func inspectorPort(ctx context.Context, e *examination) Finding {
	address := net.JoinHostPort("127.0.0.1", strconv.Itoa(e.InspectPort))
	var listen net.ListenConfig
	ln, err := listen.Listen(ctx, "tcp", address)
	if err != nil {
		return ok("%s is in use: serve uses the next free port and prints it", address)
	}
	if err := ln.Close(); err != nil {
		return because(err, "choose another port: twvoice serve --inspect-port 0")
	}
	return ok("%s is free for serve; any browser works", address)
}
