package conversationrelay

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// split returns the fields of a JSON object that [json.Valid] accepts. The values are parts of data. It exists because a
// message is decoded for every token, and [json.Decoder] copies each value.
func split(data []byte) []field {
	var all []field
	at := 1 + bytes.IndexByte(data, '{')
	for {
		at += spaces(data[at:])
		switch data[at] {
		case '}':
			return all
		case ',':
			at++
			continue
		}
		end := at + length(data[at:])
		name, _ := unquote(data[at:end])
		at = end + bytes.IndexByte(data[end:], ':') + 1
		at += spaces(data[at:])
		end = at + length(data[at:])
		all = append(all, field{name: name, value: data[at:end], offset: at + 1})
		at = end
	}
}

// spaces returns the number of white space characters at the beginning of data.
func spaces(data []byte) int { return len(data) - len(bytes.TrimLeft(data, " \t\r\n")) }

// length returns the length of the JSON value at the beginning of data.
func length(data []byte) int {
	depth, quoted := 0, false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
			if !quoted && depth == 0 {
				return i + 1
			}
		case quoted:
		case c == '{' || c == '[':
			depth++
		case (c == '}' || c == ']') && depth > 0:
			if depth--; depth == 0 {
				return i + 1
			}
		case depth == 0 && strings.IndexByte(",]} \t\r\n", c) >= 0:
			return i
		}
	}
	return len(data)
}

// unquote returns a JSON string, and whether value is one.
func unquote(value []byte) (string, bool) {
	if len(value) < 2 || value[0] != '"' {
		return "", false
	}
	if inner := value[1 : len(value)-1]; bytes.IndexByte(inner, '\\') < 0 && utf8.Valid(inner) {
		return string(inner), true
	}
	var text string
	err := json.Unmarshal(value, &text)
	return text, err == nil
}
