package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// voiceAgent is an application of docs/examples/agents. Its first comment says how it is run.
type voiceAgent struct {
	file    string
	furnish func(t *testing.T, env []string) []string // what it needs in its environment, or it skips
}

func voiceAgents() []voiceAgent {
	return []voiceAgent{{"node/agent.js", withNodeSockets}, {"python/agent.py", withPythonSockets}}
}

// TestExampleAgentsHoldAConversation starts the agents as their first comments say, and has a caller use everything that they do.
func TestExampleAgentsHoldAConversation(t *testing.T) {
	t.Parallel()
	for _, a := range voiceAgents() {
		t.Run(a.file, func(t *testing.T) {
			t.Parallel()
			url := a.start(t)
			got, err := a.twvoice(t, "call", url, "--say", "What are your hours?", "--press", "4", "--say", "Spanish, please", "--say", "¿Qué horas?", "--press", "0")
			if err != nil {
				t.Errorf("the call: %v", err)
			}
			rest := got
			for _, want := range []string{
				`agent    "Hello! How can I help?"  greeting`,
				`says     "What are your hours?"`, `agent    "We are open nine to five, Monday to Friday."`,
				`presses  4`, `agent    "Ask me about our hours, or for billing."`,
				`agent    "Muy bien. ¿Qué desea saber?"`, `agent    "Abrimos de nueve a cinco, de lunes a viernes."`,
				`presses  0`, `agent    "I will connect you."`, `closes   ended by the app: handoff {"reason":`, `/after → 200`, `dials    +14155550123`, `/dialed → 200`,
			} {
				_, after, found := strings.Cut(rest, want)
				if !found {
					t.Fatalf("the call does not show %s, or not there:\n%s", want, got)
				}
				rest = after
			}
			if strings.Contains(got, "warning") || strings.Contains(got, "error") {
				t.Errorf("the call has problems:\n%s", got)
			}
		})
	}
}

// TestExampleAgentsPassTheirScenarios runs the scenarios of docs/examples/agents, and one that names what is wrong.
func TestExampleAgentsPassTheirScenarios(t *testing.T) {
	t.Parallel()
	for _, a := range voiceAgents() {
		t.Run(a.file, func(t *testing.T) {
			t.Parallel()
			url := strings.TrimSuffix(a.start(t), "/voice")
			if got, err := a.twvoice(t, "test", "../../docs/examples/agents/calls", "--app", url); err != nil || !strings.Contains(got, "2 passed in ") {
				t.Errorf("the scenarios: %v\n%s", err, got)
			}
			got, err := a.twvoice(t, "test", "../../docs/examples/agents/wrong.yaml", "--app", url)
			if err == nil {
				t.Error("the wrong scenario passes")
			}
			for _, want := range []string{
				`expected  the caller hears "nine to six", within 1s`, `the caller heard last "We are open nine to five, Monday to Friday."`,
				`twilio  {"type":"prompt","voicePrompt":"What are your hours?"`, `"Friday.", "last": true}`, "at that moment, the application waits for the caller",
			} {
				if !strings.Contains(spaced(got), spaced(want)) {
					t.Errorf("the failure does not show %s:\n%s", want, got)
				}
			}
		})
	}
}

// spaced removes the spaces with which Python writes JSON.
func spaced(json string) string { return strings.NewReplacer(`": `, `":`, `, "`, `,"`).Replace(json) }

// TestExampleAgentsRejectUnsignedRequests opens their WebSockets unsigned, and calls them with the token of another account.
func TestExampleAgentsRejectUnsignedRequests(t *testing.T) {
	t.Parallel()
	for _, a := range voiceAgents() {
		t.Run(a.file, func(t *testing.T) {
			t.Parallel()
			url := a.start(t)
			socket := strings.TrimSuffix(strings.Replace(url, "http://", "wss://", 1), "/voice") + "/agent"
			if got, err := a.twvoice(t, "webhook", "check", socket); err != nil || strings.Contains(got, "FAIL") {
				t.Errorf("the WebSocket: %v\n%s", err, got)
			}
			if got, err := a.twvoice(t, "call", url, "--auth-token-file", tokenFile(t, "another")); err == nil || !strings.Contains(got, "403") {
				t.Errorf("the agent answers a request that is signed with another token: %v\n%s", err, got)
			}
		})
	}
}

// start runs the agent, and returns the URL of its webhook.
func (a voiceAgent) start(t *testing.T) string {
	t.Helper()
	source, err := os.ReadFile(filepath.Join("../../docs/examples/agents", a.file))
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(source), "\n")
	_, command, said := strings.Cut(first, "Run it with: ")
	if !said {
		t.Fatalf("%s does not say how it is run", a.file)
	}
	port := freePort(t)
	cmd := exec.CommandContext(t.Context(), "sh", "-c", strings.Replace(command, "TWILIO_AUTH_TOKEN=test ", "TWILIO_AUTH_TOKEN=test exec ", 1))
	cmd.Dir, cmd.Env = filepath.Dir(filepath.Join("../../docs/examples/agents", a.file)), append(a.furnish(t, newcomer(t)), "PORT="+port)
	if line := firstLine(t, cmd); line != "the agent listens" {
		t.Fatalf("the agent printed %q", line)
	}
	return "http://localhost:" + port + "/voice"
}

// twvoice runs twvoice with the account whose token the agent has.
func (a voiceAgent) twvoice(t *testing.T, arguments ...string) (string, error) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "twvoice", arguments...)
	cmd.Env = append(newcomer(t), "TWILIO_ACCOUNT_SID=AC0123456789abcdef0123456789abcdef", "TWILIO_AUTH_TOKEN=test")
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func tokenFile(t *testing.T, token string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(name, []byte(token), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// withNodeSockets finds the packages ws and twilio, which .ci/run installs.
func withNodeSockets(t *testing.T, env []string) []string {
	if _, err := os.Stat(filepath.Join(nodeSDK(), "ws")); nodeSDK() == "" || err != nil {
		t.Skip("SKIPPED: TWVOICE_NODE_SDK names no folder into which npm has installed twilio and ws")
	}
	return append(env, "NODE_PATH="+nodeSDK())
}

// withPythonSockets finds a Python with aiohttp.
func withPythonSockets(t *testing.T, env []string) []string {
	for _, folder := range append(filepath.SplitList(os.Getenv("PATH")), "/usr/bin") {
		if exec.CommandContext(t.Context(), filepath.Join(folder, "python3"), "-c", "import aiohttp").Run() == nil {
			return append(env, "PYTHONDONTWRITEBYTECODE=1", "PATH="+folder+string(filepath.ListSeparator)+os.Getenv("PATH"))
		}
	}
	t.Skip("SKIPPED: no python3 here has aiohttp")
	return nil
}
