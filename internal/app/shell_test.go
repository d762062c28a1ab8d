package app

import "testing"

// E6: hints are for the shell that they are read in front of.
func TestQuotedIsForTheShellOfTheSystem(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ goos, word, want string }{
		{"linux", "calls/menu.yaml", "calls/menu.yaml"},
		{"linux", "^it's$", `'^it'\''s$'`},
		{"linux", `calls\menu.yaml`, `'calls\menu.yaml'`},
		{"linux", "", "''"},
		{"windows", `calls\menu.yaml`, `calls\menu.yaml`},
		{"windows", "calls/menu.yaml", "calls/menu.yaml"},
		{"windows", "^it's$", `"^it's$"`},
		{"windows", `say "hi"`, `"say \"hi\""`},
		{"windows", `C:\my files\`, `"C:\my files\\"`},
		{"windows", `a\"b c`, `"a\\\"b c"`},
		{"windows", "a,b", `"a,b"`},
		{"windows", "", `""`},
	} {
		if got := (Env{OS: tt.goos}).Quoted(tt.word); got != tt.want {
			t.Errorf("%s, %s: got %s, want %s", tt.goos, tt.word, got, tt.want)
		}
	}
}

func TestUnsetIsForTheShellOfTheSystem(t *testing.T) {
	t.Parallel()
	for goos, want := range map[string]string{
		"linux":   "unset HTTP_PROXY http_proxy",
		"darwin":  "unset HTTP_PROXY http_proxy",
		"windows": `Remove-Item Env:HTTP_PROXY, Env:http_proxy (in cmd: set "HTTP_PROXY=" & set "http_proxy=")`,
	} {
		if got := (Env{OS: goos}).Unset("HTTP_PROXY", "http_proxy"); got != want {
			t.Errorf("%s: got %s, want %s", goos, got, want)
		}
	}
}
