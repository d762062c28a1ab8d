package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"
)

// programs are further programs for scripts, in addition to the machine's own.
func programs() map[string]func() {
	return map[string]func(){"twvoice": main, "terminal": terminal, "application": applicationMain}
}

// terminal is `terminal PATTERN KEYS… -- program arguments…`: it runs a program on a separate terminal, waits until
// the screen shows PATTERN, and types KEYS (as Go writes them: "\r" is Enter, "\x03" Ctrl-C); any number of pairs. Its
// output is the text of the screen, without colors; its exit code is the program's.
func terminal() {
	code, err := onTerminal(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "terminal:", err)
		code = 99
	}
	os.Exit(code)
}

func onTerminal(args []string) (int, error) {
	split := slices.Index(args, "--")
	if split < 0 || split%2 != 0 || split+1 == len(args) {
		return 0, errors.New("usage: terminal PATTERN KEYS… -- program arguments…")
	}
	screen, tty, err := openTerminal()
	if err != nil {
		return 0, err
	}
	defer screen.Close()
	cmd := exec.Command(args[split+1], args[split+2:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = tty, tty, tty
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	tty.Close()
	seen, err := converse(screen, args[:split])
	os.Stdout.Write(seen)
	if err != nil {
		cmd.Process.Kill()
	}
	if exit, ok := errors.AsType[*exec.ExitError](cmd.Wait()); ok && err == nil {
		return exit.ExitCode(), nil
	}
	return 0, err
}

// converse types each answer when its question is there, and reads on until the program is gone.
func converse(screen *os.File, steps []string) ([]byte, error) {
	var all, fresh []byte
	buffer := make([]byte, 4096)
	for {
		n, err := screen.Read(buffer)
		all, fresh = append(all, buffer[:n]...), append(fresh, buffer[:n]...)
		if err != nil { // Linux reports the end as EIO
			break
		}
		if len(steps) == 0 {
			continue
		}
		question, err := regexp.Compile(steps[0])
		if err != nil {
			return all, err
		}
		if !question.Match(plain(fresh)) {
			continue
		}
		keys, err := strconv.Unquote(`"` + steps[1] + `"`)
		if err != nil {
			return all, err
		}
		if _, err := screen.WriteString(keys); err != nil {
			return all, err
		}
		steps, fresh = steps[2:], nil
	}
	if len(steps) > 0 {
		return plain(all), fmt.Errorf("%q was never seen", steps[0])
	}
	return plain(all), nil
}

// plain is what a screen shows, without the sequences that color it and move about on it.
func plain(output []byte) []byte {
	sequence := regexp.MustCompile("\x1b\\[[0-9;?<=>]*[$]?[@-~]|\x1b[]][^\x07\x1b]*(\x07|\x1b\\\\)|\x1b[=>()][0-9A-B]?")
	return bytes.ReplaceAll(sequence.ReplaceAll(output, nil), []byte("\r"), nil)
}

// openTerminal opens a pseudo-terminal of 110 columns: https://man7.org/linux/man-pages/man4/pts.4.html
func openTerminal() (screen, tty *os.File, err error) {
	screen, err = os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		return nil, nil, err
	}
	fd := int(screen.Fd())
	if err := unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0); err != nil {
		return nil, nil, err
	}
	n, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err != nil {
		return nil, nil, err
	}
	if err := unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Row: 30, Col: 110}); err != nil {
		return nil, nil, err
	}
	tty, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|syscall.O_NOCTTY, 0)
	return screen, tty, err
}
