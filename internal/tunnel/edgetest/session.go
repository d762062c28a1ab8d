package edgetest

import (
	"encoding/json"
	"io"
	"net"
	"slices"

	"golang.ngrok.com/muxado/v2"
)

// Types of ngrok's streams, sent as the first four bytes of each.
const (
	streamAuth      muxado.StreamType = 0
	streamBind      muxado.StreamType = 1
	streamUnbind    muxado.StreamType = 2
	streamProxy     muxado.StreamType = 3
	streamRestart   muxado.StreamType = 4
	streamStop      muxado.StreamType = 5
	streamUpdate    muxado.StreamType = 6
	streamSrvInfo   muxado.StreamType = 8
	streamStopBind  muxado.StreamType = 9
	streamPatch     muxado.StreamType = 10
	streamHeartbeat muxado.StreamType = 0xFFFFFFFF
)

// session is one agent's connection. Its fields are guarded by the edge's mutex.
type session struct {
	edge  *Edge
	mux   muxado.TypedStreamSession
	binds map[string]*binding // by the ID of the bind
	gone  chan struct{}       // closed when the connection ended
}

// binding is one endpoint of a session that is online.
type binding struct {
	session *session
	id      string
	host    string
}

// admit starts a session on conn, or closes conn if the edge is closing.
func (e *Edge) admit(conn net.Conn) *session {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		_ = conn.Close()
		return nil
	}
	s := &session{
		edge:  e,
		mux:   muxado.NewTypedStreamSession(muxado.Server(conn, nil)),
		binds: make(map[string]*binding),
		gone:  make(chan struct{}),
	}
	e.sessions[s] = struct{}{}
	e.notify()
	return s
}

// serve answers the agent's streams until the connection ends.
func (s *session) serve() {
	for {
		stream, err := s.mux.AcceptTypedStream()
		if err != nil {
			s.leave()
			return
		}
		s.edge.served.Go(func() { s.answer(stream) })
	}
}

// leave takes all endpoints of the session offline.
func (s *session) leave() {
	_ = s.mux.Close()
	s.edge.mu.Lock()
	defer s.edge.mu.Unlock()
	if _, here := s.edge.sessions[s]; !here {
		return
	}
	delete(s.edge.sessions, s)
	close(s.gone)
	for _, b := range s.binds {
		s.edge.takeOffline(b)
	}
	s.edge.notify()
}

// answer serves one stream: a request and a response in JSON, or heartbeats.
func (s *session) answer(stream muxado.TypedStream) {
	defer func() { _ = stream.Close() }()
	if stream.StreamType() == streamHeartbeat {
		s.beat(stream)
		return
	}
	var request json.RawMessage
	if err := json.NewDecoder(stream).Decode(&request); err != nil {
		return
	}
	var response any
	switch stream.StreamType() {
	case streamAuth:
		response = s.auth(request)
	case streamBind:
		granted := s.bind(request)
		if granted.held {
			<-s.gone
			return
		}
		response = granted
	case streamUnbind:
		response = s.unbind(request)
	case streamSrvInfo:
		response = map[string]string{"Region": "loopback"}
	case streamPatch:
		response = map[string]string{"Error": ""}
	default:
		response = map[string]string{"Error": "the edge does not know this request"}
	}
	_ = json.NewEncoder(stream).Encode(response)
}

// beat sends back every heartbeat, unless the edge is mute: then the agent gets no answer, as on a dead line.
func (s *session) beat(stream io.ReadWriter) {
	var id [4]byte
	for {
		if _, err := io.ReadFull(stream, id[:]); err != nil {
			return
		}
		if s.edge.isMute() {
			continue
		}
		if _, err := stream.Write(id[:]); err != nil {
			return
		}
	}
}

// command sends a request to the agent and returns its answer.
func (s *session) command(kind muxado.StreamType, request, response any) error {
	stream, err := s.mux.OpenTypedStream(kind)
	if err != nil {
		return err
	}
	defer func() { _ = stream.Close() }()
	if err := json.NewEncoder(stream).Encode(request); err != nil || response == nil {
		return err
	}
	return json.NewDecoder(stream).Decode(response)
}

// current returns the connected sessions.
func (e *Edge) current() []*session {
	e.mu.Lock()
	defer e.mu.Unlock()
	var all []*session
	for s := range e.sessions {
		all = append(all, s)
	}
	return all
}

// bound returns the endpoints that are online, in the order of their hosts.
func (e *Edge) bound() []*binding {
	e.mu.Lock()
	defer e.mu.Unlock()
	var all []*binding
	for _, b := range e.online {
		all = append(all, b)
	}
	slices.SortFunc(all, func(a, b *binding) int {
		if a.host < b.host {
			return -1
		}
		return 1
	})
	return all
}
