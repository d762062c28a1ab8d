package doctor

import (
	"context"
	"net"
	"strconv"
)

// inspectorPort reports whether the inspector of serve gets its usual port. serve takes the next free port otherwise. A
// taken port is therefore only confusing: another page, such as that of ngrok's agent, is at the familiar address.
func inspectorPort(ctx context.Context, e *examination) Finding {
	address := net.JoinHostPort("127.0.0.1", strconv.Itoa(e.InspectPort))
	var listen net.ListenConfig
	ln, err := listen.Listen(ctx, "tcp", address)
	if err != nil {
		return ok("%s is in use: serve uses the next free port and prints it", address)
	}
	if err := ln.Close(); err != nil {
		return failedWith(err, "choose another port: twvoice serve --inspect-port 0")
	}
	return ok("%s is free for serve; any browser works", address)
}
