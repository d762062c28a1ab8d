package api

import (
	"net/url"

	"github.com/twvoice/twvoice/internal/emulator/apierror"
	"github.com/twvoice/twvoice/internal/emulator/outbox"
	"github.com/twvoice/twvoice/internal/emulator/rest"
)

// readHook reads a URL, and its method from the parameter with "Method" added to the name.
func readHook(form url.Values, name string) (outbox.Hook, error) {
	at, err := rest.ReadURL(name, form.Get(name))
	if err != nil {
		return outbox.Hook{}, err
	}
	method, err := rest.ReadMethod(name+"Method", form.Get(name+"Method"))
	return outbox.Hook{URL: at, Method: method}, err
}

// readPair reads a URL of a call and its method, from two named parameters. The error codes are
// those of calls.
func readPair(form url.Values, name, method string) (outbox.Hook, error) {
	at, err := rest.ReadURL(name, form.Get(name))
	if err != nil {
		return outbox.Hook{}, apierror.Invalid(21205, "%s is not a valid URL: %s", name, form.Get(name))
	}
	by, err := rest.ReadMethod(method, form.Get(method))
	if err != nil {
		return outbox.Hook{}, apierror.Invalid(21209, "%s is not GET or POST: %s", method, form.Get(method))
	}
	return outbox.Hook{URL: at, Method: by}, nil
}
