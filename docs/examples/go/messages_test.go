package main

import (
	"testing"

	"github.com/twvoice/twvoice/pkg/voicetest"
)

func text(t *testing.T, body string, opts ...voicetest.Option) *voicetest.Thread {
	t.Helper()
	app := Owl("https://owl.example", voicetest.AuthToken)
	return voicetest.Text(t, app, body, append([]voicetest.Option{voicetest.URL("https://owl.example/sms")}, opts...)...)
}

func TestHoursMessageIsAnsweredWithAMap(t *testing.T) {
	thread := text(t, "When are you open?")
	thread.Replies("from nine to five")
	thread.Text("yes")
	if media := thread.Replies("where we are").Media; len(media) != 1 {
		t.Errorf("got the media %v, want a map", media)
	}
	thread.Text("thanks")
	thread.RepliesNothing()
}

func TestYesWithoutAQuestionIsNotUnderstood(t *testing.T) {
	text(t, "yes").Replies("ask us when we are open")
}

func TestPictureMessageIsAnswered(t *testing.T) {
	text(t, "", voicetest.Media("https://cdn.example/phone.jpg")).Replies("thank you for the picture")
}
