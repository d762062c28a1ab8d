package whoami

import "github.com/twvoice/twvoice/internal/term"

// view shows the identity: for users a value and its source on one line, for programs separately.
func view(people bool) term.View {
	v := term.View{
		Columns: []term.Column{{Key: "account_sid", Title: "account"}, {Key: "account_source", Title: "account source"}},
		ID:      func(r term.Record) string { return r.String("account_sid") },
	}
	add := func(key, title string) { v.Columns = append(v.Columns, term.Column{Key: key, Title: title}) }
	add("friendly_name", "name")
	add("type", "type")
	add("status", "status")
	add("owner_account_sid", "owner")
	add("auth", "API")
	add("auth_source", "API source")
	add("signing_token_source", "signing token")
	add("ngrok_authtoken_source", "ngrok authtoken")
	add("region", "region")
	add("region_source", "region source")
	add("edge", "edge")
	add("edge_source", "edge source")
	add("api_url", "API URL")
	add("api_url_source", "API URL source")
	add("local", "local")
	if people {
		v.Columns = merged(v.Columns)
	}
	return v
}

// merged puts each source after its value.
func merged(columns []term.Column) []term.Column {
	sources := map[string]string{
		"account_sid": "account_source", "auth": "auth_source", "region": "region_source", "edge": "edge_source", "api_url": "api_url_source",
	}
	behind := map[string]bool{}
	for _, source := range sources {
		behind[source] = true
	}
	var all []term.Column
	for _, c := range columns {
		if behind[c.Key] {
			continue
		}
		if source, ok := sources[c.Key]; ok {
			key := c.Key
			c.Text = func(r term.Record) string {
				value, from := r.String(key), r.String(source)
				switch {
				case value == "":
					return ""
				case from == "":
					return value
				}
				return value + "  (" + from + ")"
			}
		}
		all = append(all, c)
	}
	return all
}
