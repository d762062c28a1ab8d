package numbers

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/term"
	"github.com/twvoice/twvoice/internal/twilioapi"
)

func phoneNumber(r term.Record) string { return r.String("phone_number") }

// availableView returns the view of numbers that can be bought.
func availableView() term.View {
	return term.View{
		Columns: []term.Column{
			{Key: "phone_number", Title: "number", Whole: true},
			{Key: "locality", Title: "locality"},
			{Key: "region", Title: "region"},
			{Key: "capabilities", Title: "capabilities", Text: capabilities},
			{Key: "address_requirements", Title: "address"},
			{Key: "monthly_price", Title: "monthly price", Text: orDash("monthly_price")},
			{Key: "price_unit", Title: "currency", Text: orDash("price_unit")},
		},
		Keys: []string{"friendly_name", "lata", "rate_center", "latitude", "longitude", "postal_code", "iso_country", "beta"},
		ID:   phoneNumber,
	}
}

// priced returns a number as the API sent it, with our two keys for the monthly price added at the end.
func priced(n twilioapi.Available, p price) (json.RawMessage, error) {
	var own struct {
		Price *string `json:"monthly_price"`
		Unit  *string `json:"price_unit"`
	}
	if p.known() {
		own.Price, own.Unit = &p.Amount, &p.Unit
	}
	tail, err := json.Marshal(own)
	if err != nil {
		return nil, err
	}
	head := bytes.TrimSuffix(bytes.TrimSpace(n.Raw), []byte("}"))
	if len(head) > 1 {
		head = append(bytes.Clone(head), ',')
	}
	return append(bytes.Clone(head), tail[1:]...), nil
}

// ownedView returns the view of the account's numbers.
func ownedView() term.View {
	columns := []term.Column{
		{Key: "phone_number", Title: "number", Whole: true},
		{Key: "friendly_name", Title: "name"},
		{Key: "voice_url", Title: "voice url", Text: answeredBy},
	}
	view := term.View{Columns: columns, ID: phoneNumber}
	for _, c := range oneView().Columns {
		view.Keys = append(view.Keys, c.Key)
	}
	return view
}

// oneView returns the view of one number: voice settings first, then messages, then the rest.
func oneView() term.View {
	view := term.View{ID: phoneNumber}
	for _, key := range []string{
		"phone_number", "friendly_name", "sid",
		"voice_url", "voice_method", "voice_fallback_url", "voice_fallback_method", "voice_application_sid", "trunk_sid",
		"status_callback", "status_callback_method", "voice_caller_id_lookup", "voice_receive_mode",
		"sms_url", "sms_method", "sms_fallback_url", "sms_fallback_method", "sms_application_sid",
		"capabilities", "type", "status", "origin", "beta", "address_requirements", "address_sid", "bundle_sid", "identity_sid",
		"emergency_status", "emergency_address_sid", "emergency_address_status",
		"account_sid", "date_created", "date_updated", "api_version", "uri",
	} {
		c := term.Column{Key: key, Title: strings.ReplaceAll(key, "_", " ")}
		switch {
		case key == "capabilities":
			c.Text = capabilities
		case strings.HasSuffix(key, "_url") || key == "status_callback":
			c.Text = func(r term.Record) string { return cmdutil.RedactURL(r.String(key)) }
		}
		view.Columns = append(view.Columns, c)
	}
	return view
}

// answeredBy returns where a call to the number goes: a trunk takes precedence over an application, and both over the
// URL.
func answeredBy(r term.Record) string {
	if sid := r.String("trunk_sid"); sid != "" {
		return "trunk " + sid
	}
	if sid := r.String("voice_application_sid"); sid != "" {
		return "application " + sid
	}
	return cmdutil.RedactURL(r.String("voice_url"))
}

// capabilities returns "voice sms mms". Twilio writes the keys for messages in upper case until a number is bought.
func capabilities(r term.Record) string {
	var can []string
	for _, name := range []string{"voice", "sms", "mms", "fax"} {
		if r.String("capabilities."+name) == "true" || r.String("capabilities."+strings.ToUpper(name)) == "true" {
			can = append(can, name)
		}
	}
	return strings.Join(can, " ")
}

func orDash(key string) func(term.Record) string {
	return func(r term.Record) string {
		if text := r.String(key); text != "" {
			return text
		}
		return "-"
	}
}
