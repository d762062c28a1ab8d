package scenario

import (
	"bytes"
	"encoding/json"
)

// object is a JSON object.
type object map[string]any

// Schema returns the format as JSON Schema, for completion and checks in editors. It is generated from the tables that
// the reader uses.
func Schema() ([]byte, error) {
	var all []any
	for _, w := range steps() {
		all = append(all, w.schema()...)
	}
	whole := mappingOf(scenarioKeys())
	for name, value := range map[string]any{
		"$schema": "http://json-schema.org/draft-07/schema#",
		"title":   "A scenario for twvoice test",
		"definitions": object{
			"call":   mappingOf(calls()),
			"limits": mappingOf(limitKeys()),
			"step":   object{"anyOf": all},
		},
	} {
		whole[name] = value
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(whole)
	return b.Bytes(), err
}

// schema returns the forms of a step: the word alone, with a plain value, with a mapping.
func (w stepSpec) schema() []any {
	var forms, values []any
	if w.bare {
		forms = append(forms, object{"const": w.name, "description": w.help})
		values = append(values, object{"type": "null"})
	}
	for _, k := range w.keys {
		if k.name == w.short {
			values = append(values, k.schema())
		}
	}
	if w.raw != "" {
		values = append(values, object{"type": "object"})
	}
	if len(w.keys) > 0 {
		values = append(values, mappingOf(w.keys))
	}
	return append(forms, object{
		"type": "object", "additionalProperties": false, "required": []string{w.name},
		"properties": object{w.name: object{"description": w.help, "anyOf": values}},
	})
}

// mappingOf returns the schema of a mapping that allows only these keys.
func mappingOf(keys []keySpec) object {
	properties := object{}
	needed := []string{}
	for _, k := range keys {
		properties[k.name] = k.schema()
		if k.needed {
			needed = append(needed, k.name)
		}
	}
	return object{"type": "object", "additionalProperties": false, "properties": properties, "required": needed}
}

// schema returns the allowed values. A text can look like a number, because values are read as written.
func (k keySpec) schema() object {
	plain := []string{"string", "number", "boolean"}
	s := object{"description": k.help, "type": plain}
	switch k.kind {
	case yesNo:
		s["type"] = "boolean"
	case count:
		s["type"], s["minimum"], s["maximum"] = "integer", 1, maxRepeat
	case code:
		s["pattern"] = "^641[0-9][0-9]$"
	case words, pattern, route, someone, faults:
		if len(k.of) > 0 {
			s["enum"] = k.of
			delete(s, "type")
		}
	case keypad:
		s["pattern"] = "^([0-9*#wW]+|.*\\$\\{.*)$"
	case length:
		if k.name != "seconds" {
			s["type"] = "string"
		}
	case fraction:
		s["minimum"], s["maximum"] = 0, 1
	case pairs:
		s["type"] = "object"
		s["additionalProperties"] = object{"type": append(plain, "null")}
	case texts:
		s["type"] = append(plain, "array")
		s["items"] = object{"type": plain}
	case called, limited, stepsKind:
		return k.nested()
	}
	return s
}

// nested returns a reference for a value that has its own definition.
func (k keySpec) nested() object {
	if k.kind != stepsKind {
		return object{"$ref": "#/definitions/" + k.name}
	}
	return object{"type": "array", "description": k.help, "items": object{"$ref": "#/definitions/step"}}
}
