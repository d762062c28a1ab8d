package webhook

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"net/url"
	"slices"
)

// SignForm returns the body of a form POST to target, as [url.Values.Encode] writes it, and its
// signature, as [Sign] makes it. It sorts the parameters once for both, which matters to senders of
// many requests.
func SignForm(token, target string, params url.Values) (body, signature string) {
	target = withoutFragment(target)
	var room [48]string // most requests have fewer, so nothing is allocated
	names := room[:0]
	for name := range params {
		names = append(names, name)
	}
	slices.Sort(names)
	size := paramsLen(params)
	message := append(make([]byte, 0, len(target)+size), target...)
	encoded := make([]byte, 0, size+size/4+2*len(names))
	for _, name := range names {
		message = appendSigned(message, name, params[name])
		encoded = appendEncoded(encoded, name, params[name])
	}
	mac := hmac.New(sha1.New, []byte(token))
	mac.Write(message)
	return string(encoded), base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// appendSigned appends one parameter as it is signed: its values sorted, without duplicates.
func appendSigned(b []byte, name string, values []string) []byte {
	if len(values) > 1 {
		values = slices.Compact(slices.Sorted(slices.Values(values)))
	}
	for _, v := range values {
		b = append(append(b, name...), v...)
	}
	return b
}

// appendEncoded appends one parameter as it is sent.
func appendEncoded(b []byte, name string, values []string) []byte {
	name = url.QueryEscape(name)
	for _, v := range values {
		if len(b) > 0 {
			b = append(b, '&')
		}
		b = append(append(b, name...), '=')
		b = append(b, url.QueryEscape(v)...)
	}
	return b
}
