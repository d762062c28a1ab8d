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

// server is a rival that runs.
type server struct {
	cmd   *exec.Cmd
	said  bytes.Buffer
	port  int
	addr  string
	spawn time.Duration // until it first answered
	ended chan struct{} // closed when it has
}

// patience is how long a rival may take until it answers.
const patience = 30 * time.Second

// start runs a rival on a port that is free, and waits for its first answer.
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
		_ = s.cmd.Wait() // that it ended is what counts
	}()
	if err := s.await(ctx, r.first(port), began); err != nil {
		s.stop()
		return nil, fmt.Errorf("%s: %w\n%s", r.name, err, &s.said)
	}
	return s, nil
}

// await asks until there is an answer.
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

// stop ends it, and forgets whatever it says about that.
func (s *server) stop() {
	if s.cmd.Process.Signal(os.Interrupt) != nil {
		_ = s.cmd.Process.Kill() // Windows knows no interrupt
	}
	<-s.ended
}

// memory is what it keeps resident, in bytes; 0 where only Linux would know.
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
