package config_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/config"
	"github.com/twvoice/twvoice/internal/fault"
)

func TestFirstSourceOfASettingWins(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.user(t, "timeout: 1s\nregion: us1\nedge: ashburn\nlocal: false\n")
	w.write(t, w.project, config.ProjectFile, "timeout: 2s\nregion: ie1\n")
	w.env["TWVOICE_TIMEOUT"] = "3s"
	c := w.load(t)
	userFile := filepath.Join(w.folder, config.UserFile)
	for _, want := range []config.Value{
		{Key: "timeout", Texts: []string{"3s"}, Source: "TWVOICE_TIMEOUT"},
		{Key: "region", Texts: []string{"ie1"}, Source: config.ProjectFile},
		{Key: "edge", Texts: []string{"ashburn"}, Source: userFile},
		{Key: "local", Texts: []string{"false"}, Source: userFile},
	} {
		got, ok := c.Lookup(want.Key)
		if diff := cmp.Diff(want, got); !ok || diff != "" {
			t.Errorf("%s: set %v (-want +got):\n%s", want.Key, ok, diff)
		}
	}
	if v, ok := c.Lookup("tunnel"); ok || c.Text("tunnel") != "" {
		t.Errorf("tunnel: got %+v, want it not set", v)
	}
}

func TestEverySettingHasAVariable(t *testing.T) {
	t.Parallel()
	for _, s := range config.Settings() {
		w := newWorld(t)
		name := config.Variable(s.Key)
		w.env[name] = "system" // keyring is the only setting whose value is checked here
		got, ok := w.load(t).Lookup(s.Key)
		if !ok || got.Text() != "system" || got.Source != name {
			t.Errorf("%s: got %+v", name, got)
		}
	}
}

func TestValuesStayAsTheyAreWritten(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, yaml, key string
		want            []string
	}{
		{"a phone number keeps its plus sign", "number: +14155550111\n", "number", []string{"+14155550111"}},
		{"a quoted one loses its quotes", "number: '+14155550111'\n", "number", []string{"+14155550111"}},
		{"a list is a list", "number: [+14155550111, \"+14155550122\"]\n", "number", []string{"+14155550111", "+14155550122"}},
		{"and so is one in lines", "number:\n  - +14155550111\n  - Front desk\n", "number", []string{"+14155550111", "Front desk"}},
		{"a bool", "local: true\n", "local", []string{"true"}},
		{"a number", "port: 08080\n", "port", []string{"08080"}},
		{"a duration", "give_up_after: 1m30s\n", "give_up_after", []string{"1m30s"}},
		{"a text of several lines", "path: >-\n  /voice\n", "path", []string{"/voice"}},
		{"a key in another case", "Twiml: Menu.xml\n", "twiml", []string{"Menu.xml"}},
		{"Windows line ends", "local: true\r\npath: /v # why\r\n", "path", []string{"/v"}},
		{"nothing behind the colon is not set", "number:\nlocal: true\n", "number", nil},
		{"nothing but comments", "# number: +14155550111\n", "number", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.write(t, w.project, config.ProjectFile, tt.yaml)
			got, _ := w.load(t).Lookup(tt.key)
			if diff := cmp.Diff(tt.want, got.Texts); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestNestedKeysAreJoinedWithDots(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.user(t, "ngrok:\n  proxy_url: http://proxy:3128\n  connect_cas: host\n")
	w.env["TWVOICE_NGROK_CONNECT_CAS"] = "trusted"
	c := w.load(t)
	if got := c.Text("ngrok.proxy_url"); got != "http://proxy:3128" {
		t.Errorf("got %q", got)
	}
	if got := c.Text("ngrok.connect_cas"); got != "trusted" {
		t.Errorf("got %q, want the environment's", got)
	}
}

func TestFilesThatAreNotThereSetNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, s := range config.Settings() {
		if v, ok := w.load(t).Lookup(s.Key); ok {
			t.Errorf("got %+v", v)
		}
	}
}

func TestMissingUserFolderIsNotReplacedByProject(t *testing.T) { // not parallel: it changes the folder
	w := newWorld(t)
	w.write(t, w.project, config.UserFile, "api_url: http://evil.example\n")
	t.Chdir(w.project)
	w.folder = ""
	if got := w.load(t).Text("api_url"); got != "" {
		t.Errorf("got %q", got)
	}
}

func TestMistakesInFilesAreFoundAtTheirPlace(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, project, user, want, hint string
	}{
		{name: "an unknown key", project: "local: true\nnumbr: x\n", want: "twvoice.yaml:2:1: unknown setting numbr", hint: "did you mean number?"},
		{name: "a flag's name", project: "public-url: x\n", want: "twvoice.yaml:1:1: unknown setting public-url", hint: "did you mean public_url?"},
		{name: "a key like none", project: "color: x\n", want: "unknown setting color", hint: "twvoice config lists all settings"},
		{name: "an unknown key below another", user: "ngrok:\n  proxy: x\n", want: "config.yaml:2:3: unknown setting ngrok.proxy"},
		{name: "a map where a value belongs", project: "number:\n  home: x\n", want: "unknown setting number.home"},
		{name: "a key twice", project: "local: true\nlocal: false\n", want: "twvoice.yaml:2:1: "},
		{name: "broken YAML", project: "local: true\nnumber: [a\n", want: "twvoice.yaml:2:"},
		{name: "a tab", project: "ngrok:\n\tproxy_url: x\n", want: "twvoice.yaml:2:1: "},
		{name: "no settings at all", project: "- number\n", want: "twvoice.yaml:1:1: expected settings"},
		{name: "two documents", project: "local: true\n---\nlocal: false\n", want: "twvoice.yaml:2:1: a second document"},
		{name: "an alias", project: "number: &n +14155550111\n", want: "expected a plain value, without tags, anchors and aliases"},
		{name: "a list of lists", project: "number: [[a]]\n", want: "a list of single values"},
		{name: "a list with nothing in it", project: "number: [~]\n", want: "a list of single values"},
		{name: "a secret", user: "local: true\nngrok:\n  authtoken: hunter2\n", want: "config.yaml:3:3: ngrok.authtoken: secrets do not belong", hint: "twvoice login"},
		{name: "a password", project: "Password: hunter2\n", want: "twvoice.yaml:1:1: password: secrets do not belong"},
		{name: "what only the user may set", project: "output: json\n", want: "twvoice.yaml:1:1: output cannot be set here", hint: "your own"},
		{name: "the same with nothing behind it", project: "api_url:\n", want: "api_url cannot be set here"},
		{name: "profiles of a project", project: "profiles:\n  work:\n    account_sid: AC1\n", want: "twvoice.yaml:1:1: profiles cannot be set here", hint: "twvoice login"},
		{name: "a keyring that nobody has", user: "keyring: vault\n", want: `: keyring "vault" is invalid: use system or file`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.write(t, w.project, config.ProjectFile, tt.project)
			w.user(t, tt.user)
			_, err := w.tryLoad()
			check(t, err, fault.Usage, tt.want, tt.hint)
			if strings.Contains(err.Error(), "hunter2") {
				t.Error("the message shows the secret")
			}
		})
	}
}
