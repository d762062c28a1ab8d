package session

import (
	"context"
	"net/url"
	"time"

	"github.com/twvoice/twvoice/internal/account"
	"github.com/twvoice/twvoice/internal/app"
	"github.com/twvoice/twvoice/internal/tunnel"
	"github.com/twvoice/twvoice/internal/twilioapi"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/webhook/client"
)

// Options are what a session needs. They were checked before: a session does not say which flag is wrong.
type Options struct {
	Env          app.Env
	Local        bool   // the account is that of the emulator
	AccountFlags string // what a command in a hint needs to mean this account, each after a blank

	// Either a document or a folder is served, or requests are forwarded to an app.
	TwiML    string
	Forward  string // a port or URL
	Path     string // of the webhook; "": that of Forward's URL, / of a folder with an index.xml, or /voice
	Method   string // of the webhook: POST or GET
	Port     int    // on 127.0.0.1; 0: any that is free
	Resign   bool   // sign requests again for the app
	Insecure bool   // accept any certificate of an app at https://localhost
	Command  []string

	// The way from Twilio to Port.
	PublicURL   string                                        // of a tunnel that someone else opened; "": see Ngrok
	Ngrok       func(context.Context) (tunnel.Options, error) // nil: no tunnel is opened
	Domain      string                                        // at ngrok, for [Session.Plan]; "": any
	NoProbe     bool                                          // do not check that the public URL leads here
	GiveUpAfter time.Duration                                 // a tunnel that is lost for this time ends the session
	IdleTimeout time.Duration                                 // of WebSockets of simulated calls, as in [voicesim.Options]
	ConnectTo   []client.ConnectTo                            // in calls that are simulated, and to the public URL

	// Who is answered.
	User       *url.Userinfo     // that requests must have, nil: none
	SharedKeys map[string]string // secrets by the SID of their key
	NoVerify   bool              // answer requests that Twilio did not sign, too

	OpenAccount func(context.Context) (*account.Account, error)
	// Choose returns the numbers to point; nil: none is pointed.
	Choose func(context.Context, *account.Account) ([]twilioapi.Number, error)
	Keep   bool // leave the numbers pointed at the end
	Detach bool // clear what would override the URL
	Steal  bool // take numbers over from another serve
	SMS    bool // point the SmsUrl too

	NoInspect   bool
	InspectPort int // 0: any that is free

	// Rehearse makes a simulated call, after which the session ends; nil: it serves until its context or Command ends.
	Rehearse func(context.Context, Rehearsal) error

	// Observe is called for each event, from several goroutines; it must not block. nil: no one is notified.
	Observe func(Event)
	// Flush returns when all events so far are shown, or ctx has ended; nil: nothing is waited for.
	Flush func(context.Context)
}

// Rehearsal is a call to a session that is ready.
type Rehearsal struct {
	Call   voicesim.Options
	Source func(url string) string // names the document at a URL; nil with an app
}
