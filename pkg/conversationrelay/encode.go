package conversationrelay

import "encoding/json"

// Encode returns a message as the JSON object that a frame of the WebSocket contains. Its first
// field is the type.
func Encode(m Message) []byte {
	if s, ok := m.(Setup); ok && s.CustomParameters == nil {
		s.CustomParameters = map[string]string{}
		m = s
	}
	fields, err := json.Marshal(m)
	if err != nil {
		panic("conversationrelay: " + err.Error()) // a bug: messages contain nothing that has no JSON
	}
	head := []byte(`{"type":"` + m.Type() + `"`)
	if len(fields) > len("{}") {
		head = append(head, ',')
	}
	return append(head, fields[1:]...)
}
