package twilioapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// misfitError is the error for JSON of the wrong shape. Its text follows "Twilio answered 200: ".
type misfitError struct{ text string }

func (m *misfitError) Error() string { return m.text }

// decode reads a resource. It is an error if one of keys is missing: proxies answer with {} or null, which would look
// like an existing but empty resource. what names the resource in messages.
func decode[T any](raw json.RawMessage, what string, keys ...string) (T, error) {
	var value, none T
	var has map[string]json.RawMessage
	if err := json.Unmarshal(raw, &has); err != nil || has == nil {
		return none, &misfitError{fmt.Sprintf("%s where %s was expected", shape(raw), what)}
	}
	for _, key := range keys {
		var text string
		if json.Unmarshal(has[key], &text) != nil || text == "" {
			return none, &misfitError{fmt.Sprintf("an object without %s where %s was expected", key, what)}
		}
	}
	err := json.Unmarshal(raw, &value)
	if field, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return none, &misfitError{fmt.Sprintf("%s with a %s as its %s", what, field.Value, field.Field)}
	}
	if err != nil {
		return none, &misfitError{fmt.Sprintf("a value that cannot be read as %s", what)}
	}
	return value, nil
}

// shape names the kind of a JSON value.
func shape(raw json.RawMessage) string {
	switch raw = bytes.TrimSpace(raw); {
	case len(raw) == 0:
		return "nothing"
	case raw[0] == '[':
		return "an array"
	case raw[0] == '{':
		return "an object"
	case raw[0] == '"':
		return "a string"
	case raw[0] == 'n':
		return "null"
	case raw[0] == 't', raw[0] == 'f':
		return "a boolean"
	}
	return "a number"
}

// fit turns a misfitError into the error of this call, with a hint. It returns other errors unchanged.
func (c *call) fit(err error) error {
	misfit, ok := errors.AsType[*misfitError](err)
	if !ok || c.answer == nil {
		return err
	}
	e := newError(c.conn.place.server(), c.answer)
	e.Message = misfit.text
	return c.conn.notAPI(c.request, e)
}

// one decodes the answer of a call as a resource.
func one[T any](c *call, decode func(json.RawMessage) (T, error)) (T, error) {
	value, err := decode(c.body)
	return value, c.fit(err)
}
