package conversationrelay

import (
	"bytes"
	"encoding/json"
	"testing"
)

// The fields are those that encoding/json finds, and each position is that of its value.
func FuzzSplit(f *testing.F) {
	for _, seed := range []string{
		`{}`, ` { "a" : 1 , "b":[{"c":"]"}],"a":null} `, `{"a\u0062":"\\"","c":{"d":"}"}}`, `{"":""}`, `{"a":-1e5,"b":true}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var want map[string]json.RawMessage
		if !json.Valid(data) || json.Unmarshal(data, &want) != nil || want == nil {
			return
		}
		got := map[string]json.RawMessage{}
		for _, field := range split(data) {
			got[field.name] = field.value
			if !bytes.HasPrefix(data[field.offset-1:], field.value) {
				t.Errorf("%q: %s is not at %d", data, field.value, field.offset)
			}
		}
		if len(got) != len(want) {
			t.Fatalf("%q: got %d fields, want %d", data, len(got), len(want))
		}
		for name, value := range want {
			if !bytes.Equal(got[name], value) {
				t.Errorf("%q: %q is %s, want %s", data, name, got[name], value)
			}
		}
	})
}
