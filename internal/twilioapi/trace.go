package twilioapi

import (
	"net/http"
	"time"
)

// Exchange is one request as [Options].Trace receives it; --verbose prints these. All secrets are redacted.
type Exchange struct {
	Method    string
	URL       string
	Header    http.Header // of the request
	Form      string      // body of the request, empty for none
	Attempt   int         // counts from 1
	Status    int         // 0 without an answer
	RequestID string      // Twilio-Request-Id
	Body      string      // of the answer
	Duration  time.Duration
	Date      time.Time // of the answer by the server's clock, to the second; zero if it is missing
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
