package edgetest

import (
	"encoding/json"
	"fmt"
)

// Auth is what an agent sent when it connected.
type Auth struct {
	ClientID  string // the session that it resumes, "" for a new one
	Token     string
	Metadata  string
	UserAgent string
	CanStop   bool // the dashboard may stop it
}

// Auths returns every attempt to authenticate so far, including rejected ones.
func (e *Edge) Auths() []Auth {
	e.mu.Lock()
	defer e.mu.Unlock()
	return append([]Auth(nil), e.auths...)
}

type authRequest struct {
	ClientID string `json:"ClientId"`
	Extra    struct {
		Authtoken            string
		Metadata             string
		UserAgent            string
		StopUnsupportedError *string
	}
}

type authResponse struct {
	Version  string
	ClientID string `json:"ClientId"`
	Error    string
	Extra    authExtra
}

type authExtra struct {
	Version        string
	Region         string
	Cookie         string
	AccountName    string
	PlanName       string
	AgentSessionID string
}

func (s *session) auth(raw json.RawMessage) authResponse {
	var req authRequest
	if err := json.Unmarshal(raw, &req); err != nil {
		return authResponse{Error: err.Error()}
	}
	e := s.edge
	e.mu.Lock()
	defer e.mu.Unlock()
	defer e.notify()
	can := req.Extra.StopUnsupportedError
	e.auths = append(e.auths, Auth{
		ClientID:  req.ClientID,
		Token:     req.Extra.Authtoken,
		Metadata:  req.Extra.Metadata,
		UserAgent: req.Extra.UserAgent,
		CanStop:   can != nil && *can == "",
	})
	if f := e.faults.auth; f != nil {
		return authResponse{Error: f.text(req.Extra.Authtoken)}
	}
	if req.Extra.Authtoken == "" {
		return authResponse{Error: refusalText{"ERR_NGROK_4018", "Usage of ngrok requires a verified account and authtoken."}.text("")}
	}
	id := req.ClientID
	if id == "" {
		id = e.next("client")
	}
	return authResponse{
		Version:  "3",
		ClientID: id,
		Extra: authExtra{
			Version: "edgetest", Region: "loopback", Cookie: "cookie of " + id,
			AccountName: "Edge Test", PlanName: "Free", AgentSessionID: "ts_" + id,
		},
	}
}

// next returns a name that is unique in this edge. It needs e.mu.
func (e *Edge) next(kind string) string {
	e.serial++
	return fmt.Sprintf("%s%d", kind, e.serial)
}
