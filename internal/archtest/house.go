// Package archtest checks the architecture: which package is on which floor, and which packages may use a module. It
// contains only the two tables and the tests that compare them with the code.
package archtest

import "slices"

// plan returns our packages by floors, from the ground up. A package imports lower floors only, so packages on one floor
// never import each other. A package that is not listed fails the test.
func plan() [][]string { return slices.Concat(public(), adapters(), commands()) }

// public returns the floors of pkg, which other programs import.
func public() [][]string {
	return [][]string{
		// The vocabulary: what Twilio's words mean.
		{"pkg/twiml", "pkg/alert", "pkg/e164"},
		// The protocol of ConversationRelay.
		{"pkg/conversationrelay"},
		// Signatures and parameters of webhooks; errors of connections as each system spells them.
		{"pkg/webhook", "pkg/webhook/neterr"},
		// An HTTP client that delivers as Twilio does.
		{"pkg/webhook/client"},
		// The rules for documents.
		{"pkg/twiml/lint"},
		// What Twilio makes of an answer.
		{"pkg/webhook/judge"},
		// What happens in a call.
		{"pkg/voicesim/event"},
		// What a leg knows without a call: loops of documents, the numbers that <Pay> asks for, how long audio plays.
		{"pkg/voicesim/internal/loop", "pkg/voicesim/internal/pay", "pkg/voicesim/internal/sound"},
		// One leg of a call.
		{"pkg/voicesim/internal/leg"},
		// What connects legs.
		{"pkg/voicesim/internal/bridge"},
		// Calls.
		{"pkg/voicesim"},
		// Calls and messages for readers.
		{"pkg/transcript", "pkg/textsim"},
		// Calls and messages in tests.
		{"pkg/voicetest"},
	}
}

// adapters returns the floors from the ground of the program to what puts its adapters together.
func adapters() [][]string {
	return [][]string{
		// Values that are made when they are needed; the bytes of WebSockets.
		{"internal/lazy", "internal/frames"},
		// Errors with exit codes, the outside world, files of the user.
		{"internal/fault", "internal/app", "internal/userfile"},
		// What became of a request, for those who show it.
		{"internal/judge"},
		// Foundations.
		{
			"internal/child",
			"internal/httplog",
			"internal/limits",
			"internal/socketlog",
			"internal/store",
			"internal/term",
			"internal/upstream",
			"internal/yamltext",
		},
		// The emulator: its errors,
		{"internal/emulator/apierror"},
		// the numbers that it sells,
		{"internal/emulator/inventory"},
		// its tables,
		{"internal/emulator/record"},
		// what resources have in common, and requests to applications,
		{"internal/emulator/rest", "internal/emulator/outbox"},
		// messages,
		{"internal/emulator/messaging"},
		// running calls,
		{"internal/emulator/live"},
		// and the resources of Twilio's REST API.
		{"internal/emulator/api"},
		// Scenarios: what is wrong in their files,
		{"internal/scenario/mistake"},
		// and their results.
		{"internal/scenario/report"},
		// Adapters, side by side, unaware of each other.
		{
			"internal/capture",
			"internal/config",
			"internal/devserver",
			"internal/emulator",
			"internal/forward",
			"internal/lease",
			"internal/proxy",
			"internal/scenario",
			"internal/tunnel",
			"internal/twilioapi",
		},
		// The inspector shows what capture stores.
		{"internal/inspector"},
		// The account, composed once.
		{"internal/account"},
		// The session of serve and the checks of doctor put adapters together.
		{"internal/doctor", "internal/session"},
	}
}

// commands returns the floors of the command line.
func commands() [][]string {
	return [][]string{
		// What commands share.
		{"internal/cli/cmdutil"},
		// A simulated call on the terminal.
		{"internal/cli/phone"},
		// The commands.
		{
			"internal/cli/call",
			"internal/cli/calls",
			"internal/cli/configcmd",
			"internal/cli/dial",
			"internal/cli/doctor",
			"internal/cli/emulate",
			"internal/cli/login",
			"internal/cli/logs",
			"internal/cli/numbers",
			"internal/cli/profile",
			"internal/cli/requests",
			"internal/cli/serve",
			"internal/cli/testcmd",
			"internal/cli/text",
			"internal/cli/twiml",
			"internal/cli/version",
			"internal/cli/webhook",
			"internal/cli/whoami",
		},
		// The root command: errors become a message and an exit code.
		{"internal/cli"},
		// The programs.
		{"cmd/twvoice", "internal/manual", "internal/sbom"},
	}
}

// forTests returns the packages that only tests and developers use. Nothing imports them, and they may import everything.
func forTests() []string {
	return []string{
		"internal/account/accounttest",
		"internal/agenttest",
		"internal/archtest",
		"internal/bench",
		"internal/cli/cmdutil/typed",
		"internal/golden",
		"internal/tunnel/edgetest",
	}
}

// floors returns the floor of every package, from 0. Those of [forTests] are above all others.
func floors() map[string]int {
	all := map[string]int{}
	for floor, packages := range plan() {
		for _, pkg := range packages {
			all[pkg] = floor
		}
	}
	for _, pkg := range forTests() {
		all[pkg] = len(plan())
	}
	return all
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
