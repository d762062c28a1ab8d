package inspector

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
	"github.com/twvoice/twvoice/pkg/webhook"
)

const (
	maxPhones       = 8   // calls at a time
	maxPendingInput = 256 // inputs that wait while the application answers; further ones are lost
	maxWords        = 4096
)

// phone receives the input of one call from the page.
type phone struct{ input chan event.Event }

// dialed says who calls whom. Empty fields mean the session's values.
type dialed struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// dial begins a call from the page, in real time.
func (in *Inspector) dial(w http.ResponseWriter, r *http.Request) {
	var typed dialed
	if !read(w, r, &typed) {
		return
	}
	if utf8.RuneCountInString(typed.From) > 200 || utf8.RuneCountInString(typed.To) > 200 {
		fail(w, http.StatusBadRequest, errors.New("not a valid number"))
		return
	}
	o := in.o.Call()
	about := in.o.About()
	o.Call.From, o.Call.To = cmp.Or(strings.TrimSpace(typed.From), about.From), cmp.Or(strings.TrimSpace(typed.To), about.To)
	o.Call.Sid, o.Call.Began = webhook.NewSID("CA", nil), in.o.Now()
	if err := in.runCall(context.WithoutCancel(r.Context()), o); err != nil {
		fail(w, http.StatusTooManyRequests, err)
		return
	}
	answer(w, map[string]string{"call_sid": o.Call.Sid})
}

// runCall runs a call until it ends or the inspector closes.
func (in *Inspector) runCall(ctx context.Context, o voicesim.Options) error {
	ctx, end, ok := in.begin(ctx)
	if !ok {
		return errors.New("this serve has ended")
	}
	p := &phone{input: make(chan event.Event, maxPendingInput)}
	if err := in.registerPhone(o.Call.Sid, p); err != nil {
		end()
		return err
	}
	o.RealTime, o.Input, o.Caller = true, p.input, nil
	var n narrator
	o.Observe = func(e event.Entry) { in.board.happened(o.Call.Sid, n.steps(e)) }
	in.board.began(Call{Sid: o.Call.Sid, Kind: Voice, From: o.Call.From, To: o.Call.To, At: o.Call.Began.UnixMilli(), Status: string(event.Ringing), Phone: true, Live: true})
	go func() {
		defer in.running.Done()
		defer end()
		result, err := voicesim.Run(ctx, o)
		status := string(result.Status)
		if err != nil {
			status = "interrupted"
		}
		in.removePhone(o.Call.Sid)
		in.board.ended(o.Call.Sid, status)
		if in.o.Ended != nil {
			in.o.Ended(o.Call.Sid, status)
		}
	}()
	return nil
}

// registerPhone registers p for the call sid. The caller must call in.running.Done when the call has ended.
func (in *Inspector) registerPhone(sid string, p *phone) error {
	in.mu.Lock()
	defer in.mu.Unlock()
	switch {
	case in.closed:
		return errors.New("this serve has ended")
	case len(in.phones) >= maxPhones:
		return errors.New("too many calls at a time; hang up one")
	}
	in.phones[sid] = p
	in.running.Add(1)
	return nil
}

// removePhone removes the phone of a call.
func (in *Inspector) removePhone(sid string) {
	in.mu.Lock()
	defer in.mu.Unlock()
	delete(in.phones, sid)
}

// done is an action of the user on a phone.
type done struct {
	Press  string `json:"press"`
	Say    string `json:"say"`
	HangUp bool   `json:"hang_up"`
}

// phoneInput handles keys, speech and hang-ups from the page.
func (in *Inspector) phoneInput(w http.ResponseWriter, r *http.Request) {
	var typed done
	if !read(w, r, &typed) {
		return
	}
	if strings.Trim(typed.Press, "0123456789*#") != "" || len(typed.Say) > maxWords {
		fail(w, http.StatusBadRequest, errors.New("a phone has the keys 0 to 9, * and #"))
		return
	}
	in.mu.Lock()
	p := in.phones[r.PathValue("sid")]
	in.mu.Unlock()
	if p == nil {
		fail(w, http.StatusGone, errors.New("the call has ended"))
		return
	}
	for _, ev := range typed.events() {
		select {
		case p.input <- ev:
		default: // the queue is full, so the input is lost
		}
	}
	answer(w, struct{}{})
}

func (d done) events() []event.Event {
	var all []event.Event
	for _, key := range []byte(d.Press) {
		all = append(all, event.Pressed{Key: key})
	}
	if words := strings.TrimSpace(d.Say); words != "" {
		all = append(all, event.Spoke{Text: words, Confidence: 1})
	}
	if d.HangUp {
		all = append(all, event.HungUp{})
	}
	return all
}
