package proxy_test

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// command runs a program as COMMAND would run, with nothing in its environment but PATH and the variables.
func (r *rig) command(name string, args ...string) string {
	r.t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		r.t.Skipf("SKIPPED: no %s on this machine", name)
	}
	cmd := exec.CommandContext(r.t.Context(), path, args...)
	cmd.Env = append(r.vars, "PATH="+os.Getenv("PATH"), "HOME="+r.t.TempDir(), "SYSTEMROOT="+os.Getenv("SYSTEMROOT"))
	out, err := cmd.CombinedOutput()
	if err != nil {
		r.t.Fatalf("%s: %v\n%s\n%s", name, err, out, r.told())
	}
	return strings.TrimSpace(string(out))
}

func TestCurlComesToUs(t *testing.T) {
	t.Parallel()
	r := start(t)
	for target, want := range map[string]string{
		"https://api.twilio.com/x": ` GET api.twilio.com /x ""`, // by HTTP/1.1 or 2, as curl was built
		"http://api.twilio.com/y":  `HTTP/1.1 GET api.twilio.com /y ""`,
	} {
		if got := r.command("curl", "-sS", target); !strings.HasSuffix(got, want) {
			t.Errorf("%s: got %s, want %s", target, got, want)
		}
	}
}

// The strictest reader of certificates that is about: Python 3.13 checks RFC 5280 to the letter by default.
func TestPythonTrustsUs(t *testing.T) {
	t.Parallel()
	r := start(t)
	const program = `
import ssl, urllib.request
context = ssl.create_default_context()
context.verify_flags |= ssl.VERIFY_X509_STRICT
opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=context), urllib.request.ProxyHandler())
print(opener.open("https://api.twilio.com/x").read().decode())`
	if got := r.command("python3", "-c", program); got != `HTTP/1.1 GET api.twilio.com /x ""` {
		t.Errorf("got %s", got)
	}
}

const nodeProgram = `
const client = require("twilio")("AC" + "0".repeat(32), "token");
(async () => {
  console.log((await client.balance.fetch()).balance);
  if (parseInt(process.versions.node) < 24) return; // its fetch knows no proxy
  await (await fetch("https://studio.twilio.com/x")).text();
  console.log("fetched");
})().catch((err) => { console.error(err); process.exit(1); });
`

// TWVOICE_NODE_SDK names a folder in which this was run: npm install twilio
func TestOfficialNodeSDKUsesTheProxy(t *testing.T) {
	t.Parallel()
	folder := os.Getenv("TWVOICE_NODE_SDK")
	if folder == "" {
		t.Skip("SKIPPED: TWVOICE_NODE_SDK names no folder with the official SDK")
	}
	var asked []string
	r := startWith(t, http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		user, password, _ := q.BasicAuth()
		asked = append(asked, fmt.Sprintf("%s %s%s %s:%s", q.Method, q.Host, q.URL, user, password))
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, `{"account_sid":"AC","balance":"12.34","currency":"USD"}`)
	}))
	r.vars = append(r.vars, "NODE_PATH="+filepath.Join(folder, "node_modules"))
	got := r.command("node", "-e", nodeProgram)
	account := "AC" + strings.Repeat("0", 32)
	want := []string{"GET api.twilio.com/2010-04-01/Accounts/" + account + "/Balance.json " + account + ":token"}
	said := "12.34"
	if strings.HasSuffix(got, "fetched") {
		want, said = append(want, "GET studio.twilio.com/x :"), "12.34\nfetched"
	}
	if got != said {
		t.Errorf("got %s, want %s", got, said)
	}
	if diff := cmp.Diff(want, asked); diff != "" {
		t.Errorf("the API was asked (-want +got):\n%s", diff)
	}
}
