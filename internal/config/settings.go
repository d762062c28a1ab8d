// Package config determines which settings are set and where: flag, environment, project file, user file, default. It
// also stores the profiles of `twvoice login`: public data in the user's file, secrets in the system's keyring or in a
// separate file.
//
// It does no input or output on the terminal. It never writes a secret into a file that a project might commit, reads
// the keyring only when a command needs it, and waits for the keyring at most three seconds.
package config

// Setting is an option that can be set outside the command line.
type Setting struct {
	Key  string // in twvoice.yaml and config.yaml; TWVOICE_ and upper case in the environment
	Flag string // the flag that sets it; "" if only files and the environment can
	Help string
	// Default is the value if none is set and no flag defines one.
	Default string
	List    bool // several values: a list in a file, separated by commas in the environment
	// UserOnly excludes a setting from the project's file: it concerns the machine, or a cloned project could use it to
	// decide where credentials are sent.
	UserOnly bool
}

// Settings returns all settings, in the order of `twvoice config`.
func Settings() []Setting {
	return []Setting{
		{Key: "profile", Flag: "profile", Help: "the profile whose credentials are used"},
		{Key: "local", Flag: "local", Help: "use the local emulator instead of Twilio"},
		{Key: "account_sid", Flag: "account-sid", Help: "use this account or subaccount"},
		{Key: "region", Flag: "region", Help: "Twilio region: us1, ie1, au1"},
		{Key: "edge", Flag: "edge", Help: "Twilio edge: ashburn, dublin, sydney, …"},
		{Key: "api_url", Flag: "api-url", Help: "a Twilio-compatible server", UserOnly: true},
		{Key: "timeout", Flag: "timeout", Help: "time limit of one API request"},
		{Key: "output", Flag: "output", Help: "table, json, jsonl, csv or tsv", UserOnly: true},
		{Key: "no_color", Flag: "no-color", Help: "print without colors", UserOnly: true},
		{Key: "verbose", Flag: "verbose", Help: "show API requests on standard error", UserOnly: true},
		{Key: "number", Flag: "number", Help: "the number or numbers that serve points to this machine", List: true},
		{Key: "twiml", Flag: "twiml", Help: "the TwiML file or folder that serve uses"},
		{Key: "forward", Flag: "forward", Help: "the port or URL of the app that serve forwards requests to"},
		{Key: "resign", Flag: "resign", Help: "sign requests again for the URL that the app sees"},
		{Key: "insecure", Flag: "insecure", Help: "accept the self-signed certificate of an app on this machine"},
		{Key: "sms", Flag: "sms", Help: "also answer text messages"},
		{Key: "inspect_port", Flag: "inspect-port", Help: "the port of the inspector", UserOnly: true},
		{Key: "no_inspect", Flag: "no-inspect", Help: "serve without the inspector", UserOnly: true},
		{Key: "path", Flag: "path", Help: "the path of the webhook below the public URL"},
		{Key: "method", Flag: "method", Help: "the method of the webhook"},
		{Key: "port", Flag: "port", Help: "the local port that serve listens on"},
		{Key: "tunnel", Flag: "tunnel", Help: "ngrok or none"},
		{Key: "url", Flag: "url", Help: "a domain reserved at ngrok"},
		{Key: "public_url", Flag: "public-url", Help: "the public URL of a tunnel that you run yourself"},
		{Key: "give_up_after", Flag: "give-up-after", Help: "how long to wait for a lost tunnel"},
		{Key: "ngrok.connect_url", Help: "ngrok's connect_url: host:port of the agent ingress", UserOnly: true},
		{Key: "ngrok.connect_cas", Help: "ngrok's connect_cas: trusted, host, or a PEM file", UserOnly: true},
		{Key: "ngrok.proxy_url", Help: "ngrok's proxy_url", UserOnly: true},
		{Key: "keyring", Default: "system", Help: "where login stores secrets: system, or file for a machine without a keyring", UserOnly: true},
	}
}
