// Package limits is what a stranger may cost a listener: how many connections, how long a header, how slow a body, how long
// an answer that nobody reads. Every server of ours is made here.
//
// It refuses to cut what was handed over: a WebSocket or a tunnel, once it is one, may be silent for as long as it likes. It does
// not limit how long a body is, or how long an answer takes: whoever reads the body, and whoever waits for the answer, knows that.
package limits

import (
	"cmp"
	"io"
	"log"
	"net"
	"net/http"
	"time"
)

// Limits are what one listener allows. A field that is zero is the one of [Usual].
type Limits struct {
	Connections int           // at once; the next one waits
	Header      int           // bytes of a request's header, about; 431 for more
	HeaderTime  time.Duration // for a header to arrive
	Idle        time.Duration // between two requests on one connection
	BodyTime    time.Duration // for the first MiB of a body to arrive, and for each part of what follows
	WriteTime   time.Duration // for a client to take a part of its answer
}

// Usual is what our listeners allow. Twilio's headers have two kilobytes, and its forms as many.
func Usual() Limits {
	return Limits{
		Connections: 1024, Header: 64 << 10, HeaderTime: 5 * time.Second, Idle: 2 * time.Minute,
		BodyTime: 30 * time.Second, WriteTime: 2 * time.Minute,
	}
}

func (l Limits) filled() Limits {
	usual := Usual()
	return Limits{
		Connections: cmp.Or(l.Connections, usual.Connections),
		Header:      cmp.Or(l.Header, usual.Header),
		HeaderTime:  cmp.Or(l.HeaderTime, usual.HeaderTime),
		Idle:        cmp.Or(l.Idle, usual.Idle),
		BodyTime:    cmp.Or(l.BodyTime, usual.BodyTime),
		WriteTime:   cmp.Or(l.WriteTime, usual.WriteTime),
	}
}

// Server is a server that keeps the limits; what it says of its own goes nowhere, unless it is given an ErrorLog.
// Have it serve what [Limits.Listener] returns.
func (l Limits) Server(h http.Handler) *http.Server {
	l = l.filled()
	return &http.Server{
		Handler:           patience{next: h, limit: l.BodyTime},
		MaxHeaderBytes:    l.Header,
		ReadHeaderTimeout: l.HeaderTime,
		IdleTimeout:       l.Idle,
		ErrorLog:          log.New(io.Discard, "", 0),
	}
}

// Listener is ln with a place for so many connections. Who comes when all are taken waits in the queue of the system.
func (l Limits) Listener(ln net.Listener) net.Listener {
	l = l.filled()
	return &listener{Listener: ln, places: make(chan struct{}, l.Connections), closed: make(chan struct{}), writeTime: l.WriteTime}
}
