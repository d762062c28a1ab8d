package voicesim

import (
	"context"
	"errors"
	"io"
	"iter"
	"sync"
	"sync/atomic"
	"time"

	"github.com/coder/websocket"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
	"github.com/twvoice/twvoice/pkg/webhook/client"
)

// sockets are the open WebSockets of some legs. Every WebSocket has a goroutine that reads and one
// that writes, until close.
type sockets struct {
	deliver func(leg string, ev event.Event) // called on the goroutines of the WebSockets
	open    map[socketID]*socket
	running sync.WaitGroup
	heard   atomic.Int64 // time of the last message of an application, in nanoseconds since 1970
}

type socketID struct {
	leg string
	id  int
}

// socket is one open WebSocket.
type socket struct {
	conn   *websocket.Conn
	out    chan frame
	reads  context.Context
	cancel context.CancelFunc // ends the reads, and with them the connection
}

// frame is a message to the application or, with code, the end.
type frame struct {
	data   []byte
	code   int
	reason string
}

// maxQueued limits the messages that wait for an application that does not read.
const maxQueued = 128

// closeWait is how long an application has to answer the close frame.
const closeWait = time.Second

// dial opens a WebSocket, and returns what became of it. The WebSocket is to be taken with
// [sockets.take] on the goroutine that owns s.
func dialSocket(ctx context.Context, c *client.Client, o event.OpenSocket) (event.Event, *websocket.Conn, error) {
	got, err := c.OpenSocket(ctx, client.Upgrade{URL: o.URL})
	switch {
	case err != nil:
		return nil, nil, err
	case got.Conn == nil:
		failed := event.SocketFailed{ID: o.ID, Status: got.Status, Elsewhere: got.Elsewhere, Took: got.Took, Notes: got.Notes}
		if got.Failure != nil {
			failed.Code, failed.Message = got.Failure.Code, got.Failure.Message
		}
		return failed, nil, nil
	}
	return event.SocketOpened{ID: o.ID, Address: got.URL, Took: got.Took, Notes: got.Notes}, got.Conn, nil
}

// take begins to read and write.
func (s *sockets) take(leg string, id int, conn *websocket.Conn) {
	ctx, cancel := context.WithCancel(context.Background())
	k := &socket{conn: conn, out: make(chan frame, maxQueued), reads: ctx, cancel: cancel}
	if s.open == nil {
		s.open = map[socketID]*socket{}
	}
	s.open[socketID{leg, id}] = k
	s.running.Go(func() { s.read(k, leg, id) })
	s.running.Go(k.write)
}

func (s *sockets) read(k *socket, leg string, id int) {
	defer k.cancel()
	for {
		kind, data, err := k.conn.Read(k.reads)
		if err != nil {
			closed := event.SocketClosed{ID: id, Code: int(websocket.CloseStatus(err))}
			if end, ok := errors.AsType[websocket.CloseError](err); ok {
				closed.Reason = end.Reason
			}
			if closed.Code < 0 {
				closed.Code, closed.Reason = 1006, brokenReason(err)
			}
			s.deliver(leg, closed)
			return
		}
		s.heard.Store(time.Now().UnixNano())
		s.deliver(leg, event.SocketReceived{ID: id, Data: data, Binary: kind == websocket.MessageBinary})
	}
}

// brokenReason says how a connection ended without a close frame.
func brokenReason(err error) string {
	if errors.Is(err, io.EOF) || errors.Is(err, context.Canceled) {
		return "the connection ended without a close frame"
	}
	return err.Error()
}

func (k *socket) write() {
	defer k.conn.CloseNow() //nolint:errcheck // it is closed already, unless a write failed
	for f := range k.out {
		if f.code != 0 {
			timer := time.AfterFunc(closeWait, k.cancel)
			_ = k.conn.Close(websocket.StatusCode(f.code), f.reason) // the application may be gone
			timer.Stop()
			return
		}
		if k.conn.Write(k.reads, websocket.MessageText, f.data) != nil {
			return // the reader reports the end
		}
	}
}

// send sends a message. An application that reads nothing loses its WebSocket.
func (s *sockets) send(leg string, a event.SendSocket) {
	k, ok := s.open[socketID{leg, a.ID}]
	if !ok {
		return
	}
	select {
	case k.out <- frame{data: a.Data}:
	default:
		k.cancel()
	}
}

// close closes a WebSocket. What was sent before arrives first.
func (s *sockets) close(leg string, a event.CloseSocket) {
	id := socketID{leg, a.ID}
	k, ok := s.open[id]
	if !ok {
		return
	}
	delete(s.open, id)
	if a.Abrupt {
		k.cancel()
		close(k.out)
		return
	}
	select {
	case k.out <- frame{code: a.Code, reason: a.Reason}:
	default:
		k.cancel()
	}
	close(k.out)
}

// lost removes a WebSocket that the application has closed.
func (s *sockets) lost(leg string, id int) {
	key := socketID{leg, id}
	if k, ok := s.open[key]; ok {
		delete(s.open, key)
		close(k.out)
	}
}

// IdleTimeout is how long nothing may happen on an open WebSocket, unless options say otherwise.
const IdleTimeout = 30 * time.Second

// checkIdle looks whether something has happened on a WebSocket.
type checkIdle struct{ id int }

// IsEvent marks checkIdle as an [event.Event].
func (checkIdle) IsEvent() {}

// checkIdle ends a session on which nothing has happened for too long, and otherwise looks again
// later. A caller who has planned something is waited for.
func (d *scheduler) checkIdle(sid string, check checkIdle) {
	if _, open := d.sockets.open[socketID{sid, check.id}]; !open {
		return
	}
	since, owes, ok := d.bridge.Leg(sid).Idle()
	holder := d.devices[sid]
	sounding := !d.bridge.Leg(sid).Waits() // the call can go on without the application
	waits := sounding || owes == "" && (d.person || holder != nil && holder.acting)
	switch {
	case !ok || waits:
		d.after(d.idleTimeout, sid, check)
	case d.now-since < d.idleTimeout:
		d.schedule(timer{at: since + d.idleTimeout, leg: sid, event: check})
	default:
		d.after(0, sid, event.SocketHung{For: d.idleTimeout, Owes: owes})
	}
}

// waits reports whether an application behind a WebSocket has to act.
func (d *scheduler) waits() bool {
	for sid := range d.sockets.legs() {
		if l := d.bridge.Leg(sid); l != nil && l.Waits() {
			return true
		}
	}
	return false
}

// legs returns the legs with an open WebSocket.
func (s *sockets) legs() iter.Seq[string] {
	return func(yield func(string) bool) {
		for id := range s.open {
			if !yield(id.leg) {
				return
			}
		}
	}
}

// end closes what is still open, and waits until all goroutines have ended.
func (s *sockets) end() {
	for id, k := range s.open {
		k.cancel()
		close(k.out)
		delete(s.open, id)
	}
	s.running.Wait()
}

// settling returns how long the applications may still be sending: a message that belongs to the
// last one may be on its way.
func (s *sockets) settling() time.Duration {
	return grace - time.Duration(time.Now().UnixNano()-s.heard.Load())
}

// grace is how long nothing must have arrived before time jumps over what is being said. Choice: two
// messages that an application sends one after the other arrive within it.
const grace = 3 * time.Millisecond
