package emulator_test

import (
	"bytes"
	"encoding/json"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/emulator"
)

// published is Twilio's own description of its API, read once: it is large.
var published = sync.OnceValues(func() ([]*openapi3.T, error) {
	var all []*openapi3.T
	for _, name := range []string{"twilio_api_v2010", "twilio_pricing_v1", "twilio_pricing_v2", "twilio_monitor_v1"} {
		doc, err := openapi3.NewLoader().LoadFromFile(filepath.Join(os.Getenv("TWVOICE_SHARED"), "openapi", name+".json"))
		if err != nil {
			return nil, err
		}
		for _, schema := range doc.Components.Schemas {
			forgive(schema.Value)
		}
		all = append(all, doc)
	}
	return all, nil
})

// forgive makes room for what Twilio really sends: corpus/README.md.
func forgive(s *openapi3.Schema) {
	for name, property := range s.Properties {
		p := property.Value
		switch name {
		case "voice_application_sid", "sms_application_sid": // "" against their own pattern
			p.Pattern, p.MinLength = "", 0
		case "latitude", "longitude", "base_price", "current_price": // strings where numbers are declared
			p.Type, p.Nullable = &openapi3.Types{"string"}, true
		case "reason_conference_ended": // null while it lasts, says its own description
			p.Nullable, p.Enum = true, append(p.Enum, nil)
		case "number_type":
			p.Nullable = true
		}
		forgive(p)
		if p.Items != nil {
			forgive(p.Items.Value)
		}
	}
}

// conforms compares a successful answer with what Twilio published. Without the documents it does nothing, and
// TestOpenAPIDocumentsExist reports that.
func conforms(t testing.TB, method, path string, w *httptest.ResponseRecorder) {
	t.Helper()
	if os.Getenv("TWVOICE_SHARED") == "" || w.Code >= 300 {
		return
	}
	docs, err := published()
	if err != nil {
		t.Fatal(err)
	}
	operation := find(docs, method, path)
	if operation == nil {
		t.Errorf("%s %s: answered, but not published", method, path)
		return
	}
	response := operation.Responses.Status(w.Code)
	if response == nil {
		t.Errorf("%s %s: status %d is not published", method, path, w.Code)
		return
	}
	if w.Body.Len() == 0 {
		return
	}
	var body any
	if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil {
		t.Errorf("%s %s: %v", method, path, err)
		return
	}
	schema := response.Value.Content["application/json"].Schema.Value
	if err := schema.VisitJSON(body, openapi3.MultiErrors()); err != nil {
		t.Errorf("%s %s: %v\n%s", method, path, err, w.Body)
	}
	complete(t, path, schema, body)
}

// complete wants every key that is published.
func complete(t testing.TB, where string, s *openapi3.Schema, body any) {
	t.Helper()
	switch body := body.(type) {
	case []any:
		for _, item := range body {
			complete(t, where+"[]", s.Items.Value, item)
		}
	case map[string]any:
		for name, property := range s.Properties {
			value, ok := body[name]
			if !ok && name != "mms" && name != "sms" { // of available numbers these are in upper case
				t.Errorf("%s: %s is missing", where, name)
			}
			complete(t, where+"."+name, property.Value, value)
		}
	}
}

// find is the operation of a path; names take precedence over wildcards.
func find(docs []*openapi3.T, method, path string) *openapi3.Operation {
	var best *openapi3.Operation
	fewest := 100
	for _, doc := range docs {
		for template, item := range doc.Paths.Map() {
			if wild, ok := fits(template, path); ok && wild < fewest && item.GetOperation(method) != nil {
				best, fewest = item.GetOperation(method), wild
			}
		}
	}
	return best
}

func fits(template, path string) (wild int, ok bool) {
	want, got := strings.Split(template, "/"), strings.Split(path, "/")
	if len(want) != len(got) {
		return 0, false
	}
	for i := range want {
		if strings.HasPrefix(want[i], "{") {
			wild++
		} else if want[i] != got[i] {
			return 0, false
		}
	}
	return wild, true
}

func TestOpenAPIDocumentsExist(t *testing.T) {
	t.Parallel()
	if os.Getenv("TWVOICE_SHARED") == "" {
		t.Skip("TWVOICE_SHARED IS NOT SET: NO ANSWER IS COMPARED WITH TWILIO'S OPENAPI DOCUMENTS")
	}
	if _, err := published(); err != nil {
		t.Error(err)
	}
}

func TestKeysComeInTheOrderThatTwilioPublished(t *testing.T) {
	t.Parallel()
	shared := os.Getenv("TWVOICE_SHARED")
	if shared == "" {
		t.Skip("TWVOICE_SHARED is not set")
	}
	raw, err := os.ReadFile(filepath.Join(shared, "openapi", "twilio_api_v2010.json"))
	if err != nil {
		t.Fatal(err)
	}
	type object struct{ Properties json.RawMessage }
	var doc struct {
		Components struct{ Schemas map[string]object }
	}
	if err := json.Unmarshal(raw, &doc); err != nil {
		t.Fatal(err)
	}
	l := newLocal(t)
	l.want(t, 200, "POST", l.path("/OutgoingCallerIds.json"), url.Values{"PhoneNumber": {"+14152739164"}})
	call := l.ring(t, emulator.Rung{Started: march(1)})
	l.record(t, call, "", "completed", 1, 1)
	line := l.made(t, "/Queues.json", url.Values{"FriendlyName": {"line"}})
	room, err := l.server().Confer(t.Context(), l.account.Sid, "room", call)
	if err != nil {
		t.Fatal(err)
	}
	if err := l.server().Enqueue(t.Context(), l.account.Sid, "line", call); err != nil {
		t.Fatal(err)
	}
	for schema, answer := range map[string]json.RawMessage{
		"api.v2010.account.balance":                        l.get(t, l.path("/Balance.json")),
		"api.v2010.account.outgoing_caller_id":             first(t, l.get(t, l.path("/OutgoingCallerIds.json")), "outgoing_caller_ids"),
		"api.v2010.account.address":                        l.want(t, 201, "POST", l.path("/Addresses.json"), home()),
		"api.v2010.account.message":                        l.want(t, 201, "POST", l.path("/Messages.json"), text("+14152739164", "Hello")),
		"api.v2010.account.call":                           l.get(t, l.path("/Calls/"+call+".json")),
		"api.v2010.account.recording":                      first(t, l.get(t, l.path("/Recordings.json")), "recordings"),
		"api.v2010.account.call.call_recording":            first(t, l.get(t, l.path("/Calls/"+call+"/Recordings.json")), "recordings"),
		"api.v2010.account.queue":                          l.get(t, l.path("/Queues/"+line+".json")),
		"api.v2010.account.queue.member":                   l.get(t, l.path("/Queues/"+line+"/Members/Front.json")),
		"api.v2010.account.conference":                     l.get(t, l.path("/Conferences/"+room+".json")),
		"api.v2010.account.conference.participant":         l.get(t, l.path("/Conferences/"+room+"/Participants/chair.json")),
		"api.v2010.account":                                l.get(t, "/2010-04-01/Accounts/"+l.account.Sid+".json"),
		"api.v2010.account.available_phone_number_country": l.get(t, l.path("/AvailablePhoneNumbers/US.json")),
		"api.v2010.account.available_phone_number_country.available_phone_number_local": first(t, l.get(t, l.path("/AvailablePhoneNumbers/US/Local.json")), "available_phone_numbers"),
		"api.v2010.account.incoming_phone_number":                                       first(t, l.get(t, l.path("/IncomingPhoneNumbers.json")), "incoming_phone_numbers"),
		"api.v2010.account.application":                                                 l.want(t, 201, "POST", l.path("/Applications.json"), nil),
	} {
		sent := slices.DeleteFunc(keys(t, answer), func(key string) bool { return key == "stir_verstat" }) // newer than the file: SDK 6.3.1
		if diff := cmp.Diff(keys(t, doc.Components.Schemas[schema].Properties), sent); diff != "" {
			t.Errorf("%s: -published +sent\n%s", schema, diff)
		}
	}
}

// first is the first thing of a list.
func first(t testing.TB, list json.RawMessage, key string) json.RawMessage {
	t.Helper()
	var body map[string]json.RawMessage
	var items []json.RawMessage
	if err := json.Unmarshal(list, &body); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(body[key], &items); err != nil || len(items) == 0 {
		t.Fatalf("%s: %v", list, err)
	}
	return items[0]
}

// keys are those of an object, as they come.
func keys(t testing.TB, object json.RawMessage) []string {
	t.Helper()
	var names []string
	d := json.NewDecoder(bytes.NewReader(object))
	if _, err := d.Token(); err != nil {
		t.Fatal(err)
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, name.(string))
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			t.Fatal(err)
		}
	}
	return names
}
