package emulator_test

import (
	"net/http"
	"net/url"
	"testing"
)

// F10: after STOP nothing is sent to the recipient from that number, until START.
func TestStopAndStart(t *testing.T) {
	t.Parallel()
	l, _ := withApp(t, nil)
	l.second(t)
	back := url.Values{"From": {"+14155550100"}, "To": {"+14155550111"}, "Body": {"News"}}
	l.made(t, "/Messages.json", text("+14155550100", " stop "))
	l.settle(t)
	l.refuses(t, 400, 21610, http.MethodPost, l.path("/Messages.json"), back)
	l = onto(t, l.db)                                                      // the first one sends no more, once it was waited for
	l.made(t, "/Messages.json", text("+14155550100", "Stop that, please")) // not a keyword alone, and the other direction is open
	l.made(t, "/Messages.json", text("+14155550100", "Start"))
	l.settle(t)
	l = onto(t, l.db)
	l.made(t, "/Messages.json", back)
	l.settle(t)
}
