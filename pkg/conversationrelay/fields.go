package conversationrelay

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// fields are the fields of a message, in their order. Reading one marks it; the first error is stored, and later ones
// are dropped.
type fields struct {
	kind string
	all  []field
	err  *MessageError
}

type field struct {
	name   string
	value  json.RawMessage
	offset int // of the value, from 1
	read   bool
}

// code is the debugger's code for a message that cannot be used
// (https://www.twilio.com/docs/api/errors/64107).
const code = "64107"

// readFields reads a JSON object. The error has the position of the problem.
func readFields(data []byte) (*fields, *MessageError) {
	fail := func(offset int, format string, args ...any) (*fields, *MessageError) {
		return nil, &MessageError{Code: code, Offset: offset, Reason: fmt.Sprintf(format, args...), Fix: "send one JSON object in each text frame"}
	}
	if trimmed := bytes.TrimLeft(data, " \t\r\n"); len(trimmed) == 0 {
		return fail(1, "it is empty")
	} else if trimmed[0] != '{' {
		return fail(len(data)-len(trimmed)+1, "it is not a JSON object")
	}
	if !json.Valid(data) {
		var syntax *json.SyntaxError
		offset := len(data)
		if err := json.Unmarshal(data, new(any)); errors.As(err, &syntax) {
			offset = int(syntax.Offset)
			return fail(max(offset, 1), "it is not valid JSON: %v", syntax)
		}
		return fail(max(offset, 1), "it is not valid JSON")
	}
	return &fields{all: split(data)}, nil
}

// get returns a field and marks it as read. A later field replaces an earlier one with its name, as
// in JSON decoders; null counts as absent.
func (f *fields) get(name string) (*field, bool) {
	var found *field
	for i := range f.all {
		if f.all[i].name == name {
			f.all[i].read = true
			found = &f.all[i]
		}
	}
	return found, found != nil && string(found.value) != "null"
}

// fail records a problem with a field, unless there is one already.
func (f *fields) fail(name string, offset int, fix, format string, args ...any) {
	if f.err == nil {
		f.err = &MessageError{Code: code, Kind: f.kind, Field: name, Offset: offset, Reason: fmt.Sprintf(format, args...), Fix: fix}
	}
}

// text returns a string.
func (f *fields) text(name string, required bool) string {
	at, ok := f.get(name)
	if !ok {
		if required {
			f.missing(name)
		}
		return ""
	}
	value, ok := unquote(at.value)
	if !ok {
		f.fail(name, at.offset, fmt.Sprintf(`write "%s":"…"`, name), "is %s, not a string", kindOf(at.value))
	}
	return value
}

// missing records that a required field is absent. Its position is the end of the message.
func (f *fields) missing(name string) {
	offset := 1
	if n := len(f.all); n > 0 {
		offset = f.all[n-1].offset + len(f.all[n-1].value)
	}
	if wrong := f.similar(name); wrong != "" {
		f.fail(name, offset, fmt.Sprintf("rename %s to %s", wrong, name), "is missing")
		return
	}
	f.fail(name, offset, fmt.Sprintf(`add "%s"`, name), "is missing")
}

// similar returns an unread field whose name differs from name only in case or separators, or "".
func (f *fields) similar(name string) string {
	plain := func(s string) string { return strings.ToLower(strings.NewReplacer("_", "", "-", "").Replace(s)) }
	for _, other := range f.all {
		if !other.read && plain(other.name) == plain(name) {
			return other.name
		}
	}
	return ""
}

// truth returns a boolean, nil if the field is absent. Choice: the strings "true" and "false" are
// not accepted, as Twilio's pages show booleans only.
func (f *fields) truth(name string) *bool {
	at, ok := f.get(name)
	if !ok {
		return nil
	}
	var value bool
	if json.Unmarshal(at.value, &value) != nil {
		f.fail(name, at.offset, fmt.Sprintf(`write "%s":true or "%s":false`, name, name), "is %s, not true or false", kindOf(at.value))
	}
	return &value
}

// number returns an integer of at least 0, nil if the field is absent.
func (f *fields) number(name string) *int {
	at, ok := f.get(name)
	if !ok {
		return nil
	}
	var value int
	if json.Unmarshal(at.value, &value) != nil || value < 0 {
		f.fail(name, at.offset, fmt.Sprintf(`write "%s":1`, name), "is %s, not a whole number from 0", shown(at.value))
	}
	return &value
}

// input returns a value of interruptible. Choice: a boolean and each of its names are accepted,
// because Twilio's pages show both.
func (f *fields) input(name string) Input {
	at, ok := f.get(name)
	if !ok {
		return ""
	}
	value := strings.Trim(string(at.value), `"`)
	input, ok := parseInput(value)
	if !ok {
		f.fail(name, at.offset, "write one of none, dtmf, speech, any, true, false", "is %s", shown(at.value))
	}
	return input
}

// unread returns the fields that no reader asked for.
func (f *fields) unread() []Unknown {
	var all []Unknown
	for _, at := range f.all {
		if !at.read && !slices.ContainsFunc(all, func(u Unknown) bool { return u.Field == at.name }) {
			all = append(all, Unknown{Kind: f.kind, Field: at.name, Offset: at.offset})
		}
	}
	return all
}

// kindOf names the kind of a JSON value.
func kindOf(value json.RawMessage) string {
	switch value[0] {
	case '{':
		return "an object"
	case '[':
		return "a list"
	case '"':
		return "a string"
	case 't', 'f':
		return "a boolean"
	case 'n':
		return "null"
	}
	return "a number"
}

// shown returns a value for an error message, shortened.
func shown(value json.RawMessage) string {
	const most = 40
	if text := []rune(string(value)); len(text) > most {
		return string(text[:most]) + "…"
	}
	return string(value)
}
