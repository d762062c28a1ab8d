package twilioapi

import (
	"net/http"
	"time"
)

// Exchange is one request as [Options].Trace sees it: --verbose prints these. Every secret in it is
// redacted. The zero value means nothing.
type Exchange struct {
	Method    string
	URL       string
	Header    http.Header // of the request
	Form      string      // body of the request, empty for none
	Attempt   int         // counts from 1
	Status    int         // 0 where there was no answer
	RequestID string      // Twilio-Request-Id
	Body      string      // of the answer
	Duration  time.Duration
	Date      time.Time // of the answer by the server's own clock, to the second; zero where it does not say
	Err       error     // why there was no answer
}

func newExchange(req *http.Request, r request, a *answer, err error, attempt int, took time.Duration) Exchange {
	x := Exchange{
		Method:   r.method,
		URL:      r.url.String(),
		Header:   req.Header,
		Form:     r.form,
		Attempt:  attempt,
		Duration: took,
		Err:      err,
	}
	if a != nil {
		x.Status, x.RequestID, x.Body = a.status, a.header.Get("Twilio-Request-Id"), string(a.body)
		x.Date, _ = http.ParseTime(a.header.Get("Date"))
	}
	return x
}
