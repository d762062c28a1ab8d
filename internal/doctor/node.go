package doctor

import (
	"context"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// node checks the version of Node: an application in Node, run by `emulate -- COMMAND`, reaches the emulator through
// variables that Node's own fetch reads from version 24 on. twvoice itself does not run Node or a browser.
func node(ctx context.Context, e *examination) Finding {
	path := find(e.Env.Getenv("PATH"), e.Env.OS)
	if path == "" {
		return skipped("not on the PATH; no command needs it")
	}
	out, err := exec.CommandContext(ctx, path, "--version").Output()
	version := strings.TrimSpace(string(out))
	major, number := strconv.Atoi(strings.TrimPrefix(strings.Split(version, ".")[0], "v"))
	switch {
	case err != nil || number != nil:
		return warning("fix it if you run Node applications under twvoice emulate", "%s does not report its version", path)
	case major < 24:
		return ok("%s; under twvoice emulate, fetch bypasses the emulator before Node 24, the official SDK does not", version)
	}
	return ok("%s, for applications under twvoice emulate", version)
}

// find returns the first node in a PATH, or "". (exec.LookPath would read this process's PATH.)
func find(path, goos string) string {
	name := "node"
	if goos == "windows" {
		name += ".exe"
	}
	for _, dir := range filepath.SplitList(path) {
		if !filepath.IsAbs(dir) {
			continue
		}
		if found, err := exec.LookPath(filepath.Join(dir, name)); err == nil {
			return found
		}
	}
	return ""
}
