package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
)

// The account that both start with, and its number.
const (
	account = "AC00000000000000000000000000000000"
	token   = "0123456789abcdef0123456789abcdef"
	number  = "+14155550111"
)

// rival is a server to be measured.
type rival struct {
	name    string
	command func(port int) (args, env []string, err error) // of a new process without earlier data
	first   func(port int) request                         // the request that is repeated until it is answered
}

// ownEmulator returns twvoice's emulator with its defaults, including the database on the disk.
func ownEmulator(program, dir string) rival {
	return rival{name: "twvoice", first: firstList, command: func(port int) (args, env []string, err error) {
		state, err := os.MkdirTemp(dir, "state-")
		if err != nil {
			return nil, nil, err
		}
		seed := filepath.Join(state, "seed.yaml")
		text := fmt.Sprintf("account: {sid: %s, auth_token: %s}\nnumbers: [{number: %q}]\n", account, token, number)
		if err := os.WriteFile(seed, []byte(text), 0o600); err != nil {
			return nil, nil, err
		}
		args = []string{program, "emulate", "--quiet", "--port", strconv.Itoa(port), "--seed", seed}
		return args, []string{"TWVOICE_STATE_DIR=" + state}, nil
	}}
}

// emulate returns Vercel's emulator, which stores everything in memory: https://www.npmjs.com/package/emulate.
func emulate(node, peers, dir string) (rival, error) {
	program := filepath.Join(peers, "node_modules", "emulate", "dist", "index.js")
	if _, err := os.Stat(program); errors.Is(err, fs.ErrNotExist) {
		return rival{}, errNotInstalled
	}
	seed := filepath.Join(dir, "emulate.yaml")
	text := fmt.Sprintf("twilio:\n  account: {sid: %s, auth_token: %s}\n  phone_numbers: [{phone_number: %q}]\n", account, token, number)
	if err := os.WriteFile(seed, []byte(text), 0o600); err != nil {
		return rival{}, err
	}
	return rival{name: "emulate", first: firstList, command: func(port int) (args, env []string, err error) {
		return []string{node, program, "start", "--service", "twilio", "--port", strconv.Itoa(port), "--seed", seed}, nil, nil
	}}, nil
}

func firstList(int) request { return list(1)[0] }
