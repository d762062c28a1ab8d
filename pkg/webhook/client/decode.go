package client

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/andybalholm/brotli"
)

// Decode undoes the Content-Encoding of an answer: gzip, deflate and br, one upon the other too. It reads to a byte more than Twilio would
// read, so that a small answer which unpacks to gigabytes does no harm. Of a body that was not kept to its end it returns what there is.
//
// The error is an [*EncodingError]: the encoding is none of these, or the body is not encoded so. The charset of text is not this
// function's. Choice: an application that compresses unasked is understood.
func Decode(h http.Header, body []byte) ([]byte, error) {
	var encodings []string
	for name := range strings.SplitSeq(strings.Join(h.Values("Content-Encoding"), ","), ",") {
		if name = strings.ToLower(strings.TrimSpace(name)); name != "" && name != "identity" {
			encodings = append(encodings, name)
		}
	}
	if len(encodings) == 0 || len(body) == 0 {
		return body, nil
	}
	whole := int64(len(body)) < limit(h)
	for _, name := range slices.Backward(encodings) { // the last one was applied last
		decoded, err := undo(name, body, limit(h))
		if wrong, ok := err.(*EncodingError); ok { //nolint:errorlint // made below
			return nil, wrong
		}
		if err != nil && (whole || len(decoded) == 0) {
			return nil, &EncodingError{Encoding: name, Known: true}
		}
		body = decoded
	}
	return body, nil
}

// EncodingError is a Content-Encoding that cannot be undone.
type EncodingError struct {
	Encoding string // as the header names it, in lower case
	Known    bool   // the body is not encoded so, or not to its end
}

func (e *EncodingError) Error() string {
	if e.Known {
		return fmt.Sprintf("declares its response as compressed with %s, but it is not, or it is incomplete", e.Encoding)
	}
	return fmt.Sprintf("answered with the unsupported Content-Encoding %q: send the response uncompressed, or as gzip", e.Encoding)
}

func undo(name string, body []byte, most int64) ([]byte, error) {
	from := bytes.NewReader(body)
	var r io.Reader
	var err error
	switch name {
	case "gzip", "x-gzip":
		r, err = gzip.NewReader(from)
	case "deflate":
		if r, err = zlib.NewReader(from); err != nil { // many servers leave out the header that RFC 9110 asks for
			r, err = flate.NewReader(bytes.NewReader(body)), nil
		}
	case "br":
		r = brotli.NewReader(from)
	default:
		return nil, &EncodingError{Encoding: name}
	}
	if err != nil {
		return nil, err
	}
	return io.ReadAll(io.LimitReader(r, most))
}
