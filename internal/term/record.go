package term

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// Record is one JSON object, stored as it was sent, so that -o json shows everything the API returned.
type Record struct {
	raw    json.RawMessage
	values map[string]any
}

// NewRecord takes a JSON object, or a value that encodes as one.
func NewRecord(v any) (Record, error) {
	raw, ok := v.(json.RawMessage)
	if !ok {
		var err error
		if raw, err = encode(v); err != nil {
			return Record{}, err
		}
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber() // keeps all digits of 12345678901234567890
	r := Record{raw: raw}
	if err := dec.Decode(&r.values); err != nil {
		return Record{}, fmt.Errorf("read a record: %w", err)
	}
	return r, nil
}

// Value returns the value of a key, or nil. Dots lead into objects: "capabilities.voice".
func (r Record) Value(key string) any {
	var value any = r.values
	for part := range strings.SplitSeq(key, ".") {
		object, ok := value.(map[string]any)
		if !ok {
			return nil
		}
		value = object[part]
	}
	return value
}

// String returns the value of a key as text: "" for null, JSON for objects and lists.
func (r Record) String(key string) string {
	switch v := r.Value(key).(type) {
	case nil:
		return ""
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	case json.Number:
		return v.String()
	default:
		data, err := encode(v)
		if err != nil {
			return ""
		}
		return string(data)
	}
}

// pick returns the object with only these columns' keys.
func (r Record) pick(columns []Column) (json.RawMessage, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, c := range columns {
		if i > 0 {
			b.WriteByte(',')
		}
		key, err := encode(c.Key)
		if err != nil {
			return nil, err
		}
		value, err := encode(r.Value(c.Key))
		if err != nil {
			return nil, err
		}
		b.Write(key)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}
