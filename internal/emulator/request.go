package emulator

import (
	"errors"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// maxBody is the most that a form may weigh: the largest that Twilio takes, TwiML of 4,000 characters, is far below.
const maxBody = 1 << 20

// A request is what a [handle] is asked: authenticated, its form parsed.
type request struct {
	path    string  // as it was asked for
	args    []arg   // of the route's wildcards
	caller  account // who asks
	account account // whose resource is meant: the caller, or one of its subaccounts
	query   url.Values
	form    url.Values // of the body
}

// arg is the value of a wildcard, or "".
func (r *request) arg(name string) string {
	for _, a := range r.args {
		if a.name == name {
			return a.value
		}
	}
	return ""
}

// base is the path without its ending, for the URIs of what lies beneath.
func (r *request) base() string { return strings.TrimSuffix(r.path, ".json") }

// parse reads the query and the body.
func (r *request) parse(w http.ResponseWriter, req *http.Request) error {
	var err error
	if r.query, err = url.ParseQuery(req.URL.RawQuery); err != nil {
		return invalid(badParameter, "The query could not be read: %v", err)
	}
	if req.Method != http.MethodPost || req.ContentLength == 0 {
		return nil
	}
	if kind, _, err := mime.ParseMediaType(req.Header.Get("Content-Type")); err != nil || kind != "application/x-www-form-urlencoded" {
		return &refusal{
			Status: http.StatusUnsupportedMediaType, Code: badParameter,
			Message: "Content-Type must be application/x-www-form-urlencoded",
		}
	}
	req.Body = http.MaxBytesReader(w, req.Body, maxBody)
	if err := req.ParseForm(); err != nil {
		if _, large := errors.AsType[*http.MaxBytesError](err); large {
			return &refusal{
				Status: http.StatusRequestEntityTooLarge, Code: badParameter,
				Message: "The body is larger than " + strconv.Itoa(maxBody) + " bytes",
			}
		}
		return invalid(badParameter, "The body could not be read: %v", err)
	}
	r.form = req.PostForm
	return nil
}

// flag reads a boolean: nil where the parameter is missing or empty.
func flag(values url.Values, name string) (*bool, error) {
	text := strings.ToLower(values.Get(name))
	if text == "" {
		return nil, nil
	}
	if text != "true" && text != "false" {
		return nil, invalid(badParameter, "%s must be true or false", name)
	}
	on := text == "true"
	return &on, nil
}

// set is a boolean that has a default. A value that is neither true nor false counts as the default.
func set(values url.Values, name string, otherwise bool) bool {
	if on, err := flag(values, name); err == nil && on != nil {
		return *on
	}
	return otherwise
}

// lowerBool is a value as TwiML wants it: parameters may spell booleans in any case, as Python does, and attributes may not.
func lowerBool(value string) string {
	if lower := strings.ToLower(value); lower == "true" || lower == "false" {
		return lower
	}
	return value
}
