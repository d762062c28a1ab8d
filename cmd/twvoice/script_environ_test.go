package main

import (
	"os"
	"syscall"

	"github.com/rogpeppe/go-internal/testscript"
)

// scriptVariables are those that a spawned program is given, as far as the script has set them;
// testscript shows a command single variables only.
func scriptVariables() []string {
	return []string{
		"PATH", "HOME", "USERPROFILE", "TMPDIR", "SYSTEMROOT", "LOCALAPPDATA", "APPDATA", "TZ", "NO_COLOR", "GORACE",
		"XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR", "XDG_DATA_HOME", "DBUS_SESSION_BUS_ADDRESS",
		"TWVOICE_STATE_DIR", "TWVOICE_LISTEN", "TWVOICE_SEED", "TWVOICE_LOCAL", "TWVOICE_API_URL", "TWVOICE_NGROK_CONNECT_URL", "TWVOICE_NGROK_CONNECT_CAS",
		"TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "NGROK_AUTHTOKEN", "SSL_CERT_FILE", "HTTPS_PROXY", "NO_PROXY",
	}
}

func namedSignal(ts *testscript.TestScript, name string) os.Signal {
	signals := map[string]os.Signal{"INT": os.Interrupt, "TERM": syscall.SIGTERM, "HUP": syscall.SIGHUP, "KILL": os.Kill}
	sig, ok := signals[name]
	if !ok {
		ts.Fatalf("unknown signal %s", name)
	}
	return sig
}
