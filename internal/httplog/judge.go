package httplog

import (
	"cmp"
	"net/http"

	"github.com/twvoice/twvoice/internal/judge"
)

// judge evaluates a record, and remembers where its answer redirects.
func (rec *Recorder) judge(e *Record, answer []byte) {
	e.Judge(answer, rec.Fallback)
	from := judge.Followed{Purpose: e.Outcome.Purpose, Params: e.Form, At: e.At.Add(e.Took)}
	if e.Followed.Purpose != "" {
		from.Params = e.Followed.Params
	}
	rec.redirects.Note(e.Method, e.URL, e.Status, e.Answered, from)
}

// Judge sets the outcome. A [Recorder] calls it. Answer is the beginning of the answer, up to one byte more than
// [KeptBody]; fallback means that the number has a fallback URL.
func (e *Record) Judge(answer []byte, fallback bool) {
	app := e.Notes.App
	source := "the app"
	if !app.Asked {
		source = cmp.Or(e.Notes.Source, "serve")
	}
	e.Outcome = judge.Judge(judge.Facts{
		Method: e.Method, URL: e.URL, Host: cmp.Or(app.Host, e.Host), Header: e.Header, Params: e.Form, Sound: e.Notes.Sound,
		Signed: e.Notes.Verified && e.Notes.Verdict.Valid, From: e.Followed.Purpose,
		Status: e.Status, Answered: e.Answered, Body: answer, Cut: e.AnswerCut, Chunked: app.Chunked,
		Source: source, Refused: e.Refused(), Fallback: fallback, Failure: app.Failure, Advice: app.Advice, Resign: app.Resign,
	})
}

// Refused reports whether the request was rejected before it reached the application. It belongs to no call.
func (e Record) Refused() bool {
	return e.Notes.Refusal != "" || e.Notes.Verified && !e.Notes.Verdict.Valid && !e.Notes.App.Asked && e.Status == http.StatusForbidden
}
