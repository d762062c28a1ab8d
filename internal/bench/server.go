package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// server is a running rival.
type server struct {
	cmd   *exec.Cmd
	said  bytes.Buffer
	port  int
	addr  string
	spawn time.Duration // time until its first answer
	ended chan struct{} // closed when it has ended
}

// patience is how long a rival may take to start.
const patience = 30 * time.Second

// start starts a rival on a free port, and waits for its first answer.
func start(ctx context.Context, r rival) (*server, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	args, env, err := r.command(port)
	if err != nil {
		return nil, err
	}
	s := &server{cmd: exec.CommandContext(ctx, args[0], args[1:]...), port: port, addr: "127.0.0.1:" + strconv.Itoa(port), ended: make(chan struct{})}
	s.cmd.Env = append(s.cmd.Environ(), env...)
	s.cmd.Stdout, s.cmd.Stderr = &s.said, &s.said
	s.cmd.Cancel = func() error { return s.cmd.Process.Signal(os.Interrupt) }
	s.cmd.WaitDelay = patience
	began := time.Now()
	if err := s.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", r.name, err)
	}
	go func() {
		defer close(s.ended)
		_ = s.cmd.Wait() // only the end matters, not the exit code
	}()
	if err := s.await(ctx, r.first(port), began); err != nil {
		s.stop()
		return nil, fmt.Errorf("%s: %w\n%s", r.name, err, &s.said)
	}
	return s, nil
}

// await repeats the first request until it is answered.
func (s *server) await(ctx context.Context, first request, began time.Time) error {
	for ctx.Err() == nil && time.Since(began) < patience {
		if _, err := load(ctx, s.addr, 1, []request{first}); err == nil {
			s.spawn = time.Since(began)
			return nil
		}
		select {
		case <-s.ended:
			return errors.New("it ended immediately")
		case <-time.After(200 * time.Microsecond):
		}
	}
	return fmt.Errorf("no answer within %s", patience)
}

// stop ends the process and ignores errors.
func (s *server) stop() {
	if s.cmd.Process.Signal(os.Interrupt) != nil {
		_ = s.cmd.Process.Kill() // Windows has no interrupt signal
	}
	<-s.ended
}

// memory returns the resident memory in bytes, or 0 on systems other than Linux.
func (s *server) memory() int64 {
	if runtime.GOOS != "linux" {
		return 0
	}
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(text), "VmRSS:")
	var kilobytes int64
	fmt.Sscan(rest, &kilobytes)
	return kilobytes << 10
}

func freePort() (int, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer ln.Close()
	return ln.Addr().(*net.TCPAddr).Port, nil
}
