package edgetest

import (
	"encoding/json"
	"fmt"
	"net/url"
)

// Bind is what an agent requested when it bound an endpoint.
type Bind struct {
	URL         string // the requested URL, "" for any
	Metadata    string
	Description string
	Rebind      bool   // after a reconnect, with the token of the first time
	Granted     string // the assigned URL, "" if it was rejected
}

// Binds returns every attempt to bind so far, including rejected ones.
func (e *Edge) Binds() []Bind {
	e.mu.Lock()
	defer e.mu.Unlock()
	return append([]Bind(nil), e.binds...)
}

type bindRequest struct {
	ID    string `json:"Id"`
	Proto string
	Opts  json.RawMessage
	Extra struct {
		Token       string
		Metadata    string
		Description string
	}
}

type bindResponse struct {
	ID    string `json:"Id"`
	URL   string
	Proto string
	Opts  json.RawMessage // sent back unchanged: ngrok-go decodes it again
	Error string
	Extra struct {
		Token    string
		TunnelID string
	}
	held bool // is never sent
}

func (s *session) bind(raw json.RawMessage) bindResponse {
	var req bindRequest
	var opts struct{ URL string }
	if err := json.Unmarshal(raw, &req); err != nil {
		return bindResponse{Error: err.Error()}
	}
	if err := json.Unmarshal(req.Opts, &opts); err != nil {
		return bindResponse{Error: err.Error()}
	}
	e := s.edge
	e.mu.Lock()
	defer e.mu.Unlock()
	defer e.notify()
	asked := Bind{URL: opts.URL, Metadata: req.Extra.Metadata, Description: req.Extra.Description, Rebind: req.Extra.Token != ""}
	resp, err := e.grant(s, req, opts.URL)
	if err != nil {
		resp = bindResponse{Error: err.Error()}
	}
	asked.Granted = resp.URL
	e.binds = append(e.binds, asked)
	resp.held = e.faults.hold
	return resp
}

// grant puts an endpoint online. It needs e.mu.
func (e *Edge) grant(s *session, req bindRequest, want string) (bindResponse, error) {
	if f := e.faults.takeBind(req.Extra.Token != ""); f != nil {
		return bindResponse{}, fmt.Errorf("%s", f.text(""))
	}
	public, err := e.choose(want, req.Extra.Token)
	if err != nil {
		return bindResponse{}, err
	}
	site, err := e.siteOf(public)
	if err != nil {
		return bindResponse{}, err
	}
	switch holder := e.online[site.host]; {
	case holder == nil:
	case e.urls[req.Extra.Token] == public: // the same agent, whose old connection is not yet known to be dead
		e.takeOffline(holder)
	default:
		taken := refusalText{"ERR_NGROK_334", "The endpoint '" + public + "' is already online."}
		return bindResponse{}, fmt.Errorf("%s", taken.text(""))
	}
	b := &binding{session: s, id: req.ID, host: site.host}
	if b.id == "" {
		b.id = e.next("bind")
	}
	s.binds[b.id] = b
	e.online[b.host] = b

	resp := bindResponse{ID: b.id, URL: public, Proto: req.Proto, Opts: req.Opts}
	resp.Extra.TunnelID = "tn_" + b.id
	resp.Extra.Token = req.Extra.Token
	if resp.Extra.Token == "" {
		resp.Extra.Token = e.next("token")
	}
	e.urls[resp.Extra.Token] = public
	return resp, nil
}

// choose returns the URL for a bind: the requested one, that of the token, or the account's domain. It needs e.mu.
func (e *Edge) choose(want, token string) (string, error) {
	if want != "" {
		u, err := url.Parse(want)
		if err != nil || u.Host == "" {
			return "", fmt.Errorf("the URL %q is not valid", want)
		}
		return "https://" + u.Host, nil
	}
	if known := e.urls[token]; known != "" && !e.moved[known] {
		return known, nil
	}
	if e.online[hostOf(e.domain)] == nil {
		return e.domain, nil
	}
	return e.freshURL()
}

func (s *session) unbind(raw json.RawMessage) map[string]string {
	var req struct {
		ID string `json:"Id"`
	}
	if err := json.Unmarshal(raw, &req); err != nil {
		return map[string]string{"Error": err.Error()}
	}
	s.edge.mu.Lock()
	defer s.edge.mu.Unlock()
	defer s.edge.notify()
	b := s.binds[req.ID]
	if b == nil {
		return map[string]string{"Error": "no endpoint with the id " + req.ID}
	}
	s.edge.takeOffline(b)
	return map[string]string{"Error": ""}
}

// takeOffline ends a binding; its site stays and answers that it is offline. It needs e.mu.
func (e *Edge) takeOffline(b *binding) {
	delete(b.session.binds, b.id)
	if e.online[b.host] == b {
		delete(e.online, b.host)
	}
}
