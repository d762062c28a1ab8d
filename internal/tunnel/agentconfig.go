package tunnel

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/twvoice/twvoice/internal/userfile"
	"github.com/twvoice/twvoice/internal/yamltext"
)

// AgentConfig is the configuration of ngrok's own agent, if the user has one. The zero value is empty. The fields have
// the same meaning as in [Options].
type AgentConfig struct {
	Authtoken  string
	ConnectURL string
	ConnectCAs string
	ProxyURL   string
	Path       string // the configuration file, or ""
}

// AgentConfigPaths returns where ngrok's agent looks for its configuration on goos, newest convention first. home,
// xdgConfig and localAppData are HOME, XDG_CONFIG_HOME and LOCALAPPDATA; any of them may be "".
func AgentConfigPaths(goos, home, xdgConfig, localAppData string) []string {
	var paths []string
	add := func(dir string, rest ...string) {
		if dir != "" {
			paths = append(paths, filepath.Join(append([]string{dir}, rest...)...))
		}
	}
	switch goos {
	case "windows":
		add(localAppData, "ngrok", "ngrok.yml")
	case "darwin":
		add(home, "Library", "Application Support", "ngrok", "ngrok.yml")
	default:
		add(xdgConfig, "ngrok", "ngrok.yml")
		if xdgConfig == "" {
			add(home, ".config", "ngrok", "ngrok.yml")
		}
	}
	add(home, ".ngrok2", "ngrok.yml") // the agent before version 3
	return paths
}

// ReadAgentConfig reads the first of paths that exists. It is not an error if none exists. An invalid file is one, with
// its line, because otherwise the configured authtoken would silently be missing.
func ReadAgentConfig(paths []string) (AgentConfig, error) {
	for _, path := range paths {
		text, err := userfile.ReadRegular(path, userfile.MaxSettings)
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
			continue
		}
		if err != nil {
			return AgentConfig{}, fmt.Errorf("read ngrok's configuration: %w", err)
		}
		return parseAgentConfig(path, text)
	}
	return AgentConfig{}, nil
}

// agentFields are at the top of the file in version 2 and under `agent` in version 3, where two of them were renamed:
// https://ngrok.com/docs/agent/config/v3/. The region of version 2 is left out; ngrok now selects it.
type agentFields struct {
	Authtoken  string `yaml:"authtoken"`
	ConnectURL string `yaml:"connect_url"`
	ConnectCAs string `yaml:"connect_cas"`
	ProxyURL   string `yaml:"proxy_url"`
	ServerAddr string `yaml:"server_addr"` // connect_url in version 2
	RootCAs    string `yaml:"root_cas"`    // connect_cas in version 2
}

func parseAgentConfig(path string, text []byte) (AgentConfig, error) {
	var top agentFields
	var nested struct {
		Agent agentFields `yaml:"agent"`
	}
	for _, into := range []any{&top, &nested} {
		if err := yamltext.Unmarshal(text, into); err != nil {
			return AgentConfig{}, atLine(path, err)
		}
	}
	agent := nested.Agent
	return AgentConfig{
		Authtoken:  cmp.Or(agent.Authtoken, top.Authtoken),
		ConnectURL: cmp.Or(agent.ConnectURL, agent.ServerAddr, top.ConnectURL, top.ServerAddr),
		ConnectCAs: cmp.Or(agent.ConnectCAs, agent.RootCAs, top.ConnectCAs, top.RootCAs),
		ProxyURL:   cmp.Or(agent.ProxyURL, top.ProxyURL),
		Path:       path,
	}, nil
}

// atLine returns the position of a YAML error, and its message up to the first quotation. The rest repeats the file,
// which contains the authtoken.
func atLine(path string, err error) error {
	broken, ok := errors.AsType[*yamltext.Error](err)
	if !ok {
		return fmt.Errorf("%s: not an ngrok configuration", path)
	}
	if broken.Line > 0 {
		return fmt.Errorf("%s:%d: %s", path, broken.Line, unquoted(broken.Message))
	}
	return fmt.Errorf("%s: %s", path, unquoted(broken.Message))
}

func unquoted(message string) string {
	if i := strings.IndexAny(message, "\"'`"); i >= 0 {
		message = message[:i]
	}
	return strings.TrimRight(message, " :")
}
