//go:build !linux

package main

// programs are what scripts can run beside the machine's own. A terminal is made on Linux only.
func programs() map[string]func() {
	return map[string]func(){"twvoice": main, "application": applicationMain}
}
