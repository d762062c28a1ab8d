package session

import (
	"github.com/twvoice/twvoice/internal/devserver"
	"github.com/twvoice/twvoice/internal/httplog"
	"github.com/twvoice/twvoice/internal/lease"
	"github.com/twvoice/twvoice/internal/socketlog"
	"github.com/twvoice/twvoice/internal/twilioapi"
)

// Event is something that happened in a session. The types of this file are all there are.
type Event interface{ isEvent() }

// Waiting says what a session waits for, before something that takes time.
type Waiting struct{ For string }

// Finding is a problem in a document, which is served nevertheless.
type Finding struct{ devserver.Finding }

// Edited says that a document was changed. With an error, the last good version is still served.
type Edited struct {
	File string
	Err  error
}

// AppMissing says that nothing listens yet where requests are forwarded to.
type AppMissing struct{ Host string }

// Pointed says that a number points at the session.
type Pointed struct{ Number twilioapi.Number }

// Ready says that calls are answered.
type Ready struct {
	Served     string // the document, folder or app, as it was typed
	Webhook    string
	LocalURL   string
	InspectURL string // with its token; "" without the inspector
	Numbers    []twilioapi.Number
	Leases     []lease.Entry
}

// Tunnel says that the tunnel was lost or restored.
type Tunnel struct {
	State string // lost, restored
	URL   string // the public URL
	Err   error
}

// Repointed says that a number follows the tunnel to a new webhook.
type Repointed struct{ Number, Webhook string }

// NotRepointed says that numbers could not follow the tunnel yet. The session tries again.
type NotRepointed struct {
	URL string // the public URL
	Err error
}

// RepointRefused says that a number does not follow the tunnel, because it is no longer leased.
type RepointRefused struct {
	Number string
	Err    error
}

// Request is a request that was answered. No password is in it.
type Request struct{ httplog.Record }

// Socket is something that happened on a WebSocket of a call. No secret is in it.
type Socket struct{ socketlog.Event }

// Releasing says that restoring the numbers takes a while.
type Releasing struct{}

// Released says what became of a leased number.
type Released struct{ lease.Entry }

// Healed says what became of a number that an earlier session could not restore.
type Healed struct{ lease.Entry }

// NotHealed says that a number of an earlier session could not be restored. Number is "" where it is not known.
type NotHealed struct {
	Number string
	Err    error
}

// Note is text about something that does not end the session.
type Note struct{ Text string }

func (Waiting) isEvent()        {}
func (Finding) isEvent()        {}
func (Edited) isEvent()         {}
func (AppMissing) isEvent()     {}
func (Pointed) isEvent()        {}
func (Ready) isEvent()          {}
func (Tunnel) isEvent()         {}
func (Repointed) isEvent()      {}
func (NotRepointed) isEvent()   {}
func (RepointRefused) isEvent() {}
func (Request) isEvent()        {}
func (Socket) isEvent()         {}
func (Releasing) isEvent()      {}
func (Released) isEvent()       {}
func (Healed) isEvent()         {}
func (NotHealed) isEvent()      {}
func (Note) isEvent()           {}
