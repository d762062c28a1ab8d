package term

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// Record is one JSON object, kept as it was sent so that nothing the API said gets lost on its way to -o json.
type Record struct {
	raw    json.RawMessage
	values map[string]any
}

// NewRecord takes an object as JSON, or anything that encodes as one.
func NewRecord(v any) (Record, error) {
	raw, ok := v.(json.RawMessage)
	if !ok {
		var err error
		if raw, err = encode(v); err != nil {
			return Record{}, err
		}
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber() // 12345678901234567890 must come out as it came in
	r := Record{raw: raw}
	if err := dec.Decode(&r.values); err != nil {
		return Record{}, fmt.Errorf("read a record: %w", err)
	}
	return r, nil
}

// Value is the value of a key; dots go into objects: "capabilities.voice". It is nil where there is none.
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

// String is the value of a key as text: nothing for null, JSON for objects and lists.
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

// pick is the object with these columns' keys only.
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
