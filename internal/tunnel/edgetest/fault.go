package edgetest

import "strings"

// faults is what the edge does wrong on purpose. The edge's mutex guards it.
type faults struct {
	auth    *refusalText
	bind    *refusalText
	rebinds int // how many rebinds to refuse still
	mute    bool
	hold    bool // leave binds without an answer
}

// refusalText is a refusal as ngrok words it.
type refusalText struct{ code, message string }

// text is the message with its code on a line of its own. Like ngrok, it repeats an authtoken that it refuses.
func (r refusalText) text(token string) string {
	lines := []string{r.message}
	if token != "" {
		lines = append(lines, "Your authtoken: "+token)
	}
	return strings.Join(append(lines, "", r.code, ""), "\r\n")
}

// takeBind is the refusal that awaits a bind, or nil.
func (f *faults) takeBind(rebind bool) *refusalText {
	if rebind && f.rebinds > 0 {
		f.rebinds--
		return &refusalText{"ERR_NGROK_334", "The endpoint is still online elsewhere."}
	}
	if rebind {
		return nil
	}
	return f.bind
}

// Refuse makes the edge refuse every authentication with an ngrok code and message. An empty code accepts again.
func (e *Edge) Refuse(code, message string) {
	e.set(func(f *faults) { f.auth = refusalOrNil(code, message) })
}

// RefuseBind makes the edge refuse every new endpoint. An empty code accepts again.
func (e *Edge) RefuseBind(code, message string) {
	e.set(func(f *faults) { f.bind = refusalOrNil(code, message) })
}

// RefuseRebind makes the edge refuse the next n endpoints that come back after a reconnect.
func (e *Edge) RefuseRebind(n int) { e.set(func(f *faults) { f.rebinds = n }) }

// Mute leaves heartbeats without an answer.
func (e *Edge) Mute() { e.set(func(f *faults) { f.mute = true }) }

// Unmute answers heartbeats again: those that come, not those that were missed.
func (e *Edge) Unmute() { e.set(func(f *faults) { f.mute = false }) }

// HoldBinds leaves everyone who binds without an answer, until the connection ends. [Edge.Binds] shows them.
func (e *Edge) HoldBinds() { e.set(func(f *faults) { f.hold = true }) }

func (e *Edge) isMute() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.faults.mute
}

// NextURL moves the account's domain: whoever asks for no URL of its own gets this one from now on, after a
// reconnect too. An empty url is a fresh one on loopback. It returns the new URL.
func (e *Edge) NextURL(url string) (string, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if url == "" {
		fresh, err := e.freshURL()
		if err != nil {
			return "", err
		}
		url = fresh
	}
	e.moved[e.domain] = true
	e.domain = url
	return url, nil
}

// DropSessions cuts the connection of every agent, as a broken network does.
func (e *Edge) DropSessions() {
	for _, s := range e.current() {
		s.leave() // here, so that the endpoints are gone before the agents come back
	}
}

// StopTunnel ends every endpoint from ngrok's side, with a code and a message. The sessions stay;
// an agent that leaves while it is told has understood.
func (e *Edge) StopTunnel(code, message string) {
	for _, b := range e.bound() {
		e.mu.Lock()
		e.takeOffline(b)
		e.notify()
		e.mu.Unlock()
		request := map[string]string{"Id": b.id, "Message": message, "ErrorCode": code}
		_ = b.session.command(streamStopBind, request, nil)
	}
}

func (e *Edge) set(change func(*faults)) {
	e.mu.Lock()
	defer e.mu.Unlock()
	change(&e.faults)
}

func refusalOrNil(code, message string) *refusalText {
	if code == "" {
		return nil
	}
	return &refusalText{code, message}
}
