package main

import (
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/twvoice/twvoice/internal/tunnel/edgetest"
)

var update = flag.Bool("update", false, "write the golden files of scripts anew; read the difference before you commit it")

func TestMain(m *testing.M) {
	testscript.Main(m, programs())
}

// TestScript runs the product as a user does: every testdata/script/*.txtar, each with a separate folder, home and
// state.
func TestScript(t *testing.T) {
	t.Parallel()
	heedHangUps(t)
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		UpdateScripts:       *update,
		Setup:               setup,
		Cmds:                commands(),
		Condition:           condition,
	})
}

// heedHangUps undoes the nohup that the tests may run under: their programs would ignore a hang-up too, and tests check
// what they do on one.
func heedHangUps(t *testing.T) {
	if !signal.Ignored(syscall.SIGHUP) {
		return
	}
	heard := make(chan os.Signal, 1)
	signal.Notify(heard, syscall.SIGHUP)
	t.Cleanup(func() { signal.Stop(heard) })
}

func setup(env *testscript.Env) error {
	root, err := filepath.Abs("../..")
	if err != nil {
		return err
	}
	home := filepath.Join(env.WorkDir, "home")
	if err := os.MkdirAll(home, 0o755); err != nil {
		return err
	}
	for name, value := range map[string]string{
		"REPO": root, "HOME": home, "USERPROFILE": home, "LOCALAPPDATA": home, "APPDATA": home,
		"XDG_CONFIG_HOME": filepath.Join(home, "config"), "TWVOICE_STATE_DIR": filepath.Join(home, "state"),
		"XDG_STATE_HOME": "", "XDG_RUNTIME_DIR": home, "XDG_DATA_HOME": filepath.Join(home, "data"),
		"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent", // no keyring of the machine
		"GORACE":                   "atexit_sleep_ms=10",     // the race runtime otherwise sleeps a second at every exit
		"NO_COLOR":                 "1", "TZ": "UTC", "GOOS": runtime.GOOS,
		"NODE_PATH": nodeSDK(),
	} {
		env.Setenv(name, value)
	}
	return nil
}

// nodeSDK is the folder into which npm has installed twilio, "" for none. .ci/run sets it.
func nodeSDK() string {
	folder := os.Getenv("TWVOICE_NODE_SDK")
	if _, err := os.Stat(filepath.Join(folder, "node_modules", "twilio")); folder == "" || err != nil {
		return ""
	}
	return filepath.Join(folder, "node_modules")
}

// condition is [node-sdk]: the official Node SDK is there.
func condition(name string) (bool, error) {
	if name == "node-sdk" {
		return nodeSDK() != "", nil
	}
	return false, fmt.Errorf("unknown condition %s", name)
}

func commands() map[string]func(*testscript.TestScript, bool, []string) {
	all := spawnCommands()
	all["edge"] = edgetest.Command()
	all["code"] = exitCode
	all["twilio"] = startTwilio
	all["ask"] = ask
	all["upgrade"] = upgrade
	all["app"] = scriptApp
	all["agent"] = scriptAgent
	all["sharedkey"] = sharedKey
	return all
}
