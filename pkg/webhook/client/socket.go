package client

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/coder/websocket"

	"github.com/twvoice/twvoice/pkg/webhook"
	"github.com/twvoice/twvoice/pkg/webhook/neterr"
)

// socketAgent is the User-Agent of Twilio's WebSockets. UNSURE: seen by a few developers, on no page.
const socketAgent = "Twilio.TmeWs/1.0"

// upgradeTimeout is how long an application has for the upgrade. Choice: Twilio's pages name no time;
// it is that of a webhook.
const upgradeTimeout = 15 * time.Second

// maxFrame limits a message of the application, in bytes. Choice: Twilio's pages name no limit.
const maxFrame = 16 << 20

// Upgrade is a WebSocket to open.
type Upgrade struct {
	URL    string      // absolute, wss
	Header http.Header // in addition to Twilio's headers, which it overrides; an empty list of values removes one
}

// Socket is an open WebSocket, or the reason why it is not open.
type Socket struct {
	Conn   *websocket.Conn // nil if it is not open; to be closed by the caller
	URL    string          // where the application was reached, without the path
	Status int             // of the answer, 0 if there was none
	Took   time.Duration

	// Failure is why it is not open, with the code of a media stream
	// (https://www.twilio.com/docs/api/errors, 319xx).
	Failure *Failure
	// Elsewhere is a host that was not contacted, because it is not the application's.
	Elsewhere string
	Notes     []string // as in [Response]
}

// OpenSocket opens a WebSocket as Twilio does: with a signature for the URL as written, and without
// a subprotocol (https://www.twilio.com/docs/voice/media-streams/websocket-messages). The error is
// ctx's own, or says that no request can be made with these options; any other failure is the
// socket's Failure.
func (c *Client) OpenSocket(ctx context.Context, r Upgrade) (Socket, error) {
	if c.broken != nil {
		return Socket{}, c.broken
	}
	target, err := url.Parse(r.URL)
	switch {
	case err != nil || target.Host == "":
		return Socket{Failure: failuref("31923", "%q is not an absolute URL", webhook.Redacted(r.URL))}, nil
	case target.Scheme != "wss":
		return Socket{Failure: failuref("31922", "the scheme of %s is not wss", webhook.Redacted(r.URL))}, nil
	}
	target = withoutFragment(target)
	place, ok := c.addresses.Find(target)
	if !ok {
		return Socket{Elsewhere: target.Host}, nil
	}
	began := time.Now()
	s, err := c.upgrade(ctx, r, target, place)
	if err != nil && noTLSUpgrade(err) && place.MayPlain {
		plain := *place.URL
		plain.Scheme, plain.Host = "ws", authority(place.URL)
		place.URL, place.Forwarded = &plain, "https"
		if second, failed := c.upgrade(ctx, r, target, place); failed == nil || second.Status != 0 {
			s, err = second, failed
		}
	}
	s.Took = time.Since(began)
	if ctx.Err() != nil {
		if s.Conn != nil {
			_ = s.Conn.CloseNow()
		}
		return Socket{}, ctx.Err()
	}
	if err != nil {
		s.Failure = upgradeFailure(err, target, s.Status)
	}
	s.URL = place.URL.Scheme + "://" + place.URL.Host
	note := Response{}
	c.note(&note, place.Note)
	s.Notes = note.Notes
	return s, nil
}

// upgrade makes one attempt.
func (c *Client) upgrade(ctx context.Context, r Upgrade, target *url.URL, place Destination) (Socket, error) {
	ctx, cancel := context.WithTimeout(ctx, upgradeTimeout)
	defer cancel()
	header := http.Header{}
	header.Set("User-Agent", socketAgent)
	header.Set(webhook.SignatureHeader, webhook.Sign(c.token, c.signedSocket(target), nil))
	place.setForwarded(header)
	for name, values := range r.Header {
		header[name] = values
	}
	conn, response, err := websocket.Dial(ctx, place.URL.String(), &websocket.DialOptions{
		HTTPClient: &http.Client{Transport: c.transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }},
		HTTPHeader: header, Host: place.Host,
	})
	s := Socket{Conn: conn}
	if response != nil {
		s.Status = response.StatusCode
	}
	if conn != nil {
		conn.SetReadLimit(maxFrame)
	}
	return s, err
}

// signedSocket returns the URL that the signature of an upgrade is made for: with its scheme wss.
func (c *Client) signedSocket(u *url.URL) string {
	known, err := url.Parse(c.addresses.signed(u))
	if err != nil {
		return u.String()
	}
	switch known.Scheme {
	case "http":
		known.Scheme = "ws"
	case "https":
		known.Scheme = "wss"
	}
	if known.String() == u.String() {
		return u.String() // as written, also where its spelling is unusual
	}
	return known.String()
}

// noTLSUpgrade reports whether an upgrade failed because the port does not use TLS.
func noTLSUpgrade(err error) bool {
	if _, spoken := errors.AsType[*tls.CertificateVerificationError](err); spoken {
		return false
	}
	_, header := errors.AsType[tls.RecordHeaderError](err)
	return header || errors.Is(err, http.ErrSchemeMismatch) || neterr.Lost(err)
}

// upgradeFailure returns the code and the message for an upgrade that failed.
func upgradeFailure(err error, target *url.URL, status int) *Failure {
	at := webhook.Redacted(target.String())
	_, verification := errors.AsType[*tls.CertificateVerificationError](err)
	_, header := errors.AsType[tls.RecordHeaderError](err)
	_, lookup := errors.AsType[*net.DNSError](err)
	switch {
	case status == http.StatusSwitchingProtocols:
		return failuref("31920", "%s answered 101, but did not complete the handshake: %v", at, errors.Unwrap(err))
	case status != 0:
		return failuref("31920", "%s answered %d %s instead of 101", at, status, http.StatusText(status))
	case errors.Is(err, context.DeadlineExceeded):
		return failuref("31901", "%s did not answer within %s", at, upgradeTimeout)
	case neterr.Refused(err):
		return failuref("31902", "%s refused the connection: nothing listens there", at)
	case verification || header || errors.Is(err, http.ErrSchemeMismatch):
		return failuref("31910", "TLS with %s failed: %v", at, innermost(err))
	case lookup:
		return failuref("31904", "the host of %s was not found", at)
	case neterr.Lost(err):
		return failuref("31903", "%s closed the connection without an answer", at)
	}
	return failuref("31904", "%s could not be reached: %v", at, innermost(err))
}

// innermost returns the last error of a chain, which names the cause.
func innermost(err error) error {
	for {
		next := errors.Unwrap(err)
		if next == nil {
			return err
		}
		err = next
	}
}
