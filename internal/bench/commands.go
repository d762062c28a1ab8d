package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"
)

// commands measures how long twvoice and Twilio's CLI take to list the numbers of an account on the same emulator, in
// turns.
func commands(ctx context.Context, program, node, peers, dir string, rounds int) (string, error) {
	cli := filepath.Join(peers, "node_modules", "twilio-cli", "bin", "run")
	if _, err := os.Stat(cli); err != nil {
		return "", errNotInstalled
	}
	s, err := start(ctx, ownEmulator(program, dir))
	if err != nil {
		return "", err
	}
	defer s.stop()
	ca := filepath.Join(dir, "ca.pem")
	if err := fetch(ctx, "http://"+s.addr+"/_twvoice/ca.pem", ca); err != nil {
		return "", err
	}
	base := "http://127.0.0.1:" + strconv.Itoa(s.port)
	common := []string{"TWILIO_ACCOUNT_SID=" + account, "TWILIO_AUTH_TOKEN=" + token, "HOME=" + dir}
	ours := timed{args: []string{program, "numbers", "list", "-o", "json"}, env: append(common, "TWVOICE_API_URL="+base, "TWVOICE_STATE_DIR="+dir)}
	theirs := timed{
		args: []string{node, cli, "phone-numbers:list", "-o", "json"},
		env:  append(common, "HTTP_PROXY="+base, "HTTPS_PROXY="+base, "TWILIO_CA_BUNDLE="+ca, "NODE_EXTRA_CA_CERTS="+ca),
	}
	for range rounds {
		for _, one := range []*timed{&ours, &theirs} {
			if err := one.run(ctx); err != nil {
				return "", err
			}
		}
	}
	x, y := median(ours.took), median(theirs.took)
	return fmt.Sprintf("| one command | twvoice | twilio CLI | ratio | keep |\n|---|---|---|---|---|\n| list numbers, ms | %.0f | %.0f | 1/%.0f | ≤ 1/60 |\n", x, y, y/x), nil
}

// timed is a command and the duration of each run, in milliseconds.
type timed struct {
	args, env []string
	took      []float64
}

func (t *timed) run(ctx context.Context) error {
	cmd := exec.CommandContext(ctx, t.args[0], t.args[1:]...)
	cmd.Env = append(cmd.Environ(), t.env...)
	began := time.Now()
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w\n%s", t.args[0], err, out)
	}
	t.took = append(t.took, time.Since(began).Seconds()*1000)
	return nil
}

func fetch(ctx context.Context, url, to string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	return os.WriteFile(to, body, 0o600)
}
