package edgetest

import "strings"

// faults are the edge's injected faults. The edge's mutex guards it.
type faults struct {
	auth    *refusalText
	bind    *refusalText
	rebinds int // number of rebinds still to reject
	mute    bool
	hold    bool // leave binds without an answer
}

// refusalText is a rejection in ngrok's words.
type refusalText struct{ code, message string }

// text returns the message with its code on a separate line. Like ngrok, it repeats a rejected authtoken.
func (r refusalText) text(token string) string {
	lines := []string{r.message}
	if token != "" {
		lines = append(lines, "Your authtoken: "+token)
	}
	return strings.Join(append(lines, "", r.code, ""), "\r\n")
}

// takeBind returns the rejection for the next bind, or nil.
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

// Refuse makes the edge reject every authentication with an ngrok code and message. An empty code accepts again.
func (e *Edge) Refuse(code, message string) {
	e.set(func(f *faults) { f.auth = refusalOrNil(code, message) })
}

// RefuseBind makes the edge reject every new endpoint. An empty code accepts again.
func (e *Edge) RefuseBind(code, message string) {
	e.set(func(f *faults) { f.bind = refusalOrNil(code, message) })
}

// RefuseRebind makes the edge reject the next n endpoints that return after a reconnect.
func (e *Edge) RefuseRebind(n int) { e.set(func(f *faults) { f.rebinds = n }) }

// Mute stops answering heartbeats.
func (e *Edge) Mute() { e.set(func(f *faults) { f.mute = true }) }

// Unmute answers heartbeats again, but not those missed before.
func (e *Edge) Unmute() { e.set(func(f *faults) { f.mute = false }) }

// HoldBinds leaves every bind without an answer, until the connection ends. [Edge.Binds] shows them.
func (e *Edge) HoldBinds() { e.set(func(f *faults) { f.hold = true }) }

func (e *Edge) isMute() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.faults.mute
}

// NextURL changes the account's domain: agents that request no specific URL get this one from now on, after a reconnect
// too. An empty url means a new one on loopback. It returns the new URL.
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
		s.leave() // removes the endpoints before the agents reconnect
	}
}

// StopTunnel ends every endpoint from ngrok's side, with a code and a message. The sessions stay. An agent may
// disconnect instead of answering.
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
