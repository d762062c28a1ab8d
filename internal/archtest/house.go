// Package archtest holds the house to its plan: which package stands on which floor, and which door leads to which module.
// It contains nothing but the two tables and the test that compares them with the code.
package archtest

// floors returns every package of ours and the floor it stands on. A package imports lower floors only, so that
// packages on one floor never meet. A package that is not here fails the test: a new one is a decision.
func floors() map[string]float64 {
	return map[string]float64{
		// The vocabulary: what Twilio's words mean. It can be imported by anybody's program.
		"pkg/twiml":   0,
		"pkg/alert":   0,
		"pkg/e164":    0,
		"pkg/webhook": 0.25,

		// The system's errors of connections, in each system's spelling. (It is public because the client is.)
		"pkg/webhook/neterr": 0.25,

		// How Twilio delivers a webhook.
		"pkg/webhook/client": 0.4,

		// What can be said of a document.
		"pkg/twiml/lint": 0.5,

		// What Twilio makes of an answer.
		"pkg/webhook/judge": 0.75,

		// The call.
		"pkg/voicesim/event":           0.8,
		"pkg/voicesim/internal/leg":    0.85,
		"pkg/voicesim/internal/bridge": 0.9,
		"pkg/voicesim":                 1,

		// The call for readers, and for tests. (The transcript was on floor 2 in the plan; voicetest shows it when a test fails,
		// and what pkg shows must lie in pkg.)
		"pkg/transcript": 1.25,
		"pkg/textsim":    1.25,
		"pkg/voicetest":  1.5,

		// The ground that foundations stand on: how an error names its exit code, and what the outside world is.
		// (They were on floor 2 in the plan; store and term cannot say what went wrong without fault.)
		"internal/lazy":     1.7,
		"internal/fault":    1.75,
		"internal/app":      1.75,
		"internal/userfile": 1.75,

		// What became of a request, for whoever shows it.
		"internal/judge": 1.9,

		// Foundations.
		"internal/child":    2,
		"internal/httplog":  2,
		"internal/limits":   2,
		"internal/store":    2,
		"internal/term":     2,
		"internal/upstream": 2,
		"internal/yamltext": 2,

		// The built-in Twilio, from its errors up to its resources.
		"internal/emulator/apierror":  2.1,
		"internal/emulator/inventory": 2.2,
		"internal/emulator/record":    2.3,
		"internal/emulator/rest":      2.4,
		"internal/emulator/outbox":    2.4,
		"internal/emulator/messaging": 2.5,
		"internal/emulator/live":      2.6,
		"internal/emulator/api":       2.7,

		// Adapters, side by side, unaware of each other.
		"internal/capture":   3,
		"internal/config":    3,
		"internal/devserver": 3,
		"internal/emulator":  3,
		"internal/forward":   3,
		"internal/lease":     3,
		"internal/proxy":     3,
		"internal/scenario":  3,
		"internal/tunnel":    3,
		"internal/twilioapi": 3,

		// It shows what capture keeps. (It was on floor 3 in the plan, and would have had to be told of requests in words of its own.)
		"internal/inspector": 3.25,

		// Composed once.
		"internal/account": 3.5,

		// It looks at all of the adapters, and at the account.
		"internal/doctor": 3.6,

		// It serves: a document or an app, the way from Twilio to it, and the numbers that point there.
		"internal/session": 3.6,

		// What every command is given, and the commands.
		"internal/cli/cmdutil":   3.75,
		"internal/cli/phone":     3.8,
		"internal/cli/call":      4,
		"internal/cli/calls":     4,
		"internal/cli/configcmd": 4,
		"internal/cli/doctor":    4,
		"internal/cli/dial":      4,
		"internal/cli/emulate":   4,
		"internal/cli/login":     4,
		"internal/cli/logs":      4,
		"internal/cli/numbers":   4,
		"internal/cli/profile":   4,
		"internal/cli/requests":  4,
		"internal/cli/serve":     4,
		"internal/cli/testcmd":   4,
		"internal/cli/text":      4,
		"internal/cli/twiml":     4,
		"internal/cli/version":   4,
		"internal/cli/webhook":   4,
		"internal/cli/whoami":    4,

		// Wiring and exit.
		"internal/cli": 5,
		"cmd/twvoice":  6,

		// Programs that make what a release has beside the binary; nothing imports them.
		"internal/manual": 6,
		"internal/sbom":   6,

		// For tests only; nothing imports them.
		"internal/account/accounttest": 9,
		"internal/archtest":            9,
		"internal/bench":               9,
		"internal/cli/cmdutil/typed":   9,
		"internal/golden":              9,
		"internal/tunnel/edgetest":     9,
	}
}

// doors returns for each module the packages through which alone it may be used.
func doors() map[string][]string {
	return map[string][]string{
		"github.com/spf13/cobra":          {"internal/cli", "internal/manual"}, // cli's nouns as well
		"github.com/spf13/cobra/doc":      {"internal/manual"},                 // Markdown and roff, which the binary does without
		"github.com/CycloneDX":            {"internal/sbom"},
		"github.com/spf13/pflag":          {"internal/cli"},
		"github.com/spf13/viper":          {"internal/config"},
		"github.com/zalando/go-keyring":   {"internal/config"},
		"github.com/goccy/go-yaml":        {"internal/config", "internal/emulator", "internal/scenario", "internal/yamltext"},
		"github.com/twilio/twilio-go":     {"internal/twilioapi"},
		"golang.ngrok.com":                {"internal/tunnel"},
		"database/sql":                    {"internal/store"},
		"modernc.org/sqlite":              {"internal/store"},
		"github.com/itchyny/gojq":         {"internal/term"},
		"github.com/muesli/cancelreader":  {"internal/term"},
		"github.com/charmbracelet/x/ansi": {"internal/term"},
		"github.com/adrg/xdg":             {"internal/app"},
		"golang.org/x/term":               {"internal/app", "internal/term"},
		"github.com/icholy/digest":        {"pkg/webhook/client", "internal/devserver"},
		"github.com/andybalholm/brotli":   {"pkg/webhook/client"},
		"github.com/agnivade/levenshtein": {"pkg/twiml/lint", "internal/fault"},
		"github.com/gofrs/flock":          {"internal/config", "internal/store", "internal/lease", "internal/proxy"},
		"github.com/fsnotify/fsnotify":    {"internal/devserver"},
		"golang.org/x/net/http/httpproxy": {"internal/upstream"},
		"golang.org/x/net/idna":           {"internal/cli/cmdutil"}, // httpproxy links it anyway
		"golang.org/x/net/proxy":          {"internal/upstream"},
		"github.com/rogpeppe/go-internal": {"internal/tunnel/edgetest"},
	}
}

// outside returns the functions that reach out of the process, and who may call them.
func outside() map[string][]string {
	return map[string][]string{
		"os.Exit":      {"cmd/twvoice", "internal/manual", "internal/sbom"},
		"os.Args":      {"internal/app"},
		"os.Getenv":    {"internal/app"},
		"os.LookupEnv": {"internal/app"},
		"os.Environ":   {"internal/app"},
		"os.Stdin":     {"internal/app"},
		"os.Stdout":    {"internal/app"},
		"os.Stderr":    {"internal/app"},
	}
}
