//go:build !linux

package main

// programs are further programs for scripts, in addition to the machine's own. A terminal is made on Linux only.
func programs() map[string]func() {
	return map[string]func(){"twvoice": main, "application": applicationMain}
}
