// Package rest holds what all resources of Twilio's REST API share: routes, forms, filters, pages
// and answers. It does not depend on any resource.
package rest

import (
	"errors"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/twvoice/twvoice/internal/emulator/apierror"
	"github.com/twvoice/twvoice/internal/emulator/record"
)

// MaxBody limits the size of a form, in bytes. Twilio's largest parameter, TwiML of 4,000
// characters, is far below it.
const MaxBody = 1 << 20

// Request is an authenticated request with a parsed form, as a [Handler] gets it.
type Request struct {
	Path    string         // as requested
	Args    []arg          // values of the route's wildcards
	Caller  record.Account // account of the credentials
	Account record.Account // account of the resource: the caller or one of its subaccounts
	Query   url.Values
	Form    url.Values // of the body
}

// Arg returns the value of a wildcard, or "".
func (r *Request) Arg(name string) string {
	for _, a := range r.Args {
		if a.name == name {
			return a.Value
		}
	}
	return ""
}

// Base returns the path without ".json", for the URIs of subresources.
func (r *Request) Base() string { return strings.TrimSuffix(r.Path, ".json") }

// Parse reads the query and the body of req into r.
func (r *Request) Parse(w http.ResponseWriter, req *http.Request) error {
	var err error
	if r.Query, err = url.ParseQuery(req.URL.RawQuery); err != nil {
		return apierror.Invalid(apierror.BadParameter, "The query could not be read: %v", err)
	}
	if req.Method != http.MethodPost || req.ContentLength == 0 {
		return nil
	}
	if kind, _, err := mime.ParseMediaType(req.Header.Get("Content-Type")); err != nil || kind != "application/x-www-form-urlencoded" {
		return &apierror.Error{
			Status: http.StatusUnsupportedMediaType, Code: apierror.BadParameter,
			Message: "Content-Type must be application/x-www-form-urlencoded",
		}
	}
	req.Body = http.MaxBytesReader(w, req.Body, MaxBody)
	if err := req.ParseForm(); err != nil {
		if _, large := errors.AsType[*http.MaxBytesError](err); large {
			return &apierror.Error{
				Status: http.StatusRequestEntityTooLarge, Code: apierror.BadParameter,
				Message: "The body is larger than " + strconv.Itoa(MaxBody) + " bytes",
			}
		}
		return apierror.Invalid(apierror.BadParameter, "The body could not be read: %v", err)
	}
	r.Form = req.PostForm
	return nil
}

// ReadBool parses a boolean parameter. It returns nil if the parameter is missing or empty.
func ReadBool(values url.Values, name string) (*bool, error) {
	text := strings.ToLower(values.Get(name))
	if text == "" {
		return nil, nil
	}
	if text != "true" && text != "false" {
		return nil, apierror.Invalid(apierror.BadParameter, "%s must be true or false", name)
	}
	on := text == "true"
	return &on, nil
}

// BoolOr returns a boolean parameter, or otherwise if the value is neither true nor false.
func BoolOr(values url.Values, name string, otherwise bool) bool {
	if on, err := ReadBool(values, name); err == nil && on != nil {
		return *on
	}
	return otherwise
}

// LowerBool returns a boolean as TwiML requires it. Parameters may use any case, as Python does;
// TwiML attributes must be lower case.
func LowerBool(value string) string {
	if lower := strings.ToLower(value); lower == "true" || lower == "false" {
		return lower
	}
	return value
}
