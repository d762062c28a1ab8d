package voicesim

import (
	"cmp"
	"context"
	"strings"

	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/webhook/client"
)

// requester asks the application for one leg, and says what its answers mean for a call.
type requester struct{ *client.Client }

// newRequester is that of the call of the options. Its URL says on which host its application is, which is known as
// [Options.SignAs]: calls that meet may have come to different hosts. Choice: of a call that begins with a document it is the host that
// is told of its progress, else the first one that the document names: whoever made the call has named both.
func newRequester(o Options) *requester {
	return &requester{client.New(client.Options{
		App: cmp.Or(o.Call.URL, o.Call.Status.URL, named(o.Call.Document)), SignAs: o.SignAs, Token: o.Token, ConnectTo: o.ConnectTo, Transport: o.Transport, Random: o.Random,
	})}
}

// fetch asks the application. The error is ctx's own, or that of options which nobody can be called with; everything else
// that goes wrong is the answer's Problem.
func (r *requester) fetch(ctx context.Context, f Fetch) (Fetched, error) {
	if (f.Purpose == PurposePlay || f.Purpose == PurposeWait) && twiliosMusic(f.URL) {
		return Fetched{ID: f.ID, URL: f.URL, Audio: &Audio{Type: "audio/mpeg", Length: assumedLength, Known: true}}, nil
	}
	got, err := r.Deliver(ctx, client.Request{Method: f.Method, URL: f.URL, Params: f.Params})
	return judged(f, got), err
}

// judged is what an answer means to a call.
func judged(f Fetch, got client.Response) Fetched {
	out := Fetched{ID: f.ID, URL: got.URL, Status: got.Status, Took: got.Took, Hops: got.Hops, Notes: got.Notes}
	switch {
	case got.Elsewhere != "" && (f.Purpose == PurposePlay || f.Purpose == PurposeWait):
		// Choice: audio of hosts that are not asked is taken on trust; what somebody hears who waits is taken for audio.
		out.Audio = &Audio{Length: assumedLength, Assumed: true}
	case got.Elsewhere != "":
		out.Elsewhere = got.Elsewhere
	case got.Failure != nil:
		out.Problem = &Problem{Code: got.Failure.Code, Message: got.Failure.Message}
	default:
		out.take(answer{header: got.Header, chunked: got.Chunked, body: got.Body}, wanted(f))
	}
	return out
}

// named is the first URL that a document names, "" for none.
func named(doc *twiml.Document) string {
	if doc == nil || doc.Root == nil {
		return ""
	}
	return namedBelow(doc.Root)
}

func namedBelow(el *twiml.Element) string {
	for _, attr := range el.Attrs {
		if web(attr.Value) && !strings.Contains(attr.Name, ":") && attr.Name != "xmlns" {
			return attr.Value
		}
	}
	if text := strings.TrimSpace(el.Text()); web(text) && el.Name != "Play" { // audio may lie anywhere
		return text
	}
	for child := range el.Elements() {
		if found := namedBelow(child); found != "" {
			return found
		}
	}
	return ""
}

func web(value string) bool {
	return strings.HasPrefix(value, "http://") || strings.HasPrefix(value, "https://")
}
