// Package limits limits what an untrusted client can use of a listener: connections, header size, slow bodies, and
// unread answers. All our servers are made here.
//
// It does not limit a WebSocket or a tunnel after the upgrade, which may be silent for any time. It does not limit the
// size of a body or the time of an answer: the handler and the client know those.
package limits

import (
	"cmp"
	"io"
	"log"
	"net"
	"net/http"
	"time"
)

// Limits are the limits of one listener. A zero field means that of [Usual].
type Limits struct {
	Connections int           // at a time; further ones wait
	Header      int           // approximate size of a request's header, in bytes; 431 for more
	HeaderTime  time.Duration // for a header to arrive
	Idle        time.Duration // between two requests on one connection
	BodyTime    time.Duration // for the first MiB of a body to arrive, and for each following part
	WriteTime   time.Duration // for a client to take a part of its answer
}

// Usual returns the default limits. Twilio's headers have two kilobytes, and so do its forms.
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

// Server returns a server with the limits. It logs nothing, unless ErrorLog is set. Serve on the result of
// [Limits.Listener].
func (l Limits) Server(h http.Handler) *http.Server {
	l = l.filled()
	return &http.Server{
		Handler:           bodyTimeout{next: h, limit: l.BodyTime},
		MaxHeaderBytes:    l.Header,
		ReadHeaderTimeout: l.HeaderTime,
		IdleTimeout:       l.Idle,
		ErrorLog:          log.New(io.Discard, "", 0),
	}
}

// Listener limits ln to l.Connections connections; further ones wait in the system's queue.
func (l Limits) Listener(ln net.Listener) net.Listener {
	l = l.filled()
	return &listener{Listener: ln, places: make(chan struct{}, l.Connections), closed: make(chan struct{}), writeTime: l.WriteTime}
}
