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

// Decode removes the Content-Encoding of an answer: gzip, deflate and br, also combined. It reads
// up to one byte more than Twilio would read, so that a small answer that decompresses to gigabytes
// does no harm. For a truncated body it returns what can be decoded.
//
// The error is an [*EncodingError]: the encoding is unknown, or the body does not have it. Decode
// does not change the charset of text. Choice: an application that compresses without being asked
// is understood.
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
	for _, name := range slices.Backward(encodings) { // the last encoding was applied last
		decoded, err := decodeOne(name, body, limit(h))
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

// EncodingError is a Content-Encoding that cannot be removed.
type EncodingError struct {
	Encoding string // from the header, in lower case
	Known    bool   // the encoding is supported, but the body does not have it, or is incomplete
}

// Error returns the encoding and what is wrong with it.
func (e *EncodingError) Error() string {
	if e.Known {
		return fmt.Sprintf("declares its response as compressed with %s, but it is not, or it is incomplete", e.Encoding)
	}
	return fmt.Sprintf("answered with the unsupported Content-Encoding %q: send the response uncompressed, or as gzip", e.Encoding)
}

func decodeOne(name string, body []byte, most int64) ([]byte, error) {
	from := bytes.NewReader(body)
	var r io.Reader
	var err error
	switch name {
	case "gzip", "x-gzip":
		r, err = gzip.NewReader(from)
	case "deflate":
		if r, err = zlib.NewReader(from); err != nil { // many servers omit the header that RFC 9110 requires
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
