package twilioapi

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"

	api "github.com/twilio/twilio-go/rest/api/v2010"

	"github.com/twvoice/twvoice/internal/fault"
)

// updateParams puts Twilio's parameter names into the generated struct, by its JSON names. So the library's list decides
// which names exist, and an empty value stays an empty value.
func updateParams(params map[string]string) (*api.UpdateIncomingPhoneNumberParams, error) {
	if len(params) == 0 {
		return nil, fault.Usagef("nothing to update")
	}
	object := make(map[string]any, len(params))
	for name, value := range params {
		switch name {
		case "PathAccountSid": // the library's own parameter: it would change the path, not the number
			return nil, fault.Usagef("%s is not a parameter of a phone number", name)
		case "VoiceCallerIdLookup": // the only one that is not a string
			on, err := strconv.ParseBool(firstText(value, "false"))
			if err != nil {
				return nil, fault.Usagef("%s is true or false, not %q", name, value)
			}
			object[name] = on
		default:
			object[name] = value
		}
	}
	text, err := json.Marshal(object)
	if err != nil {
		return nil, fmt.Errorf("update: %w", err)
	}
	update := new(api.UpdateIncomingPhoneNumberParams)
	strict := json.NewDecoder(bytes.NewReader(text))
	strict.DisallowUnknownFields()
	if err := strict.Decode(update); err != nil {
		return nil, fault.Usagef("not a parameter of a phone number: %w", err)
	}
	return update, nil
}
