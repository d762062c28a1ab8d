package child

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/twvoice/twvoice/internal/app"
)

// roleVariable says which process of the tree below a copy of this test binary is.
const roleVariable = "TWVOICE_TEST_ROLE"

func TestMain(m *testing.M) {
	switch os.Getenv(roleVariable) {
	case "root": // as npm is, or cmd: it starts the program and waits for it
		leaf := exec.Command(os.Args[0])
		leaf.Env = append(os.Environ(), roleVariable+"=leaf")
		leaf.Stdout = os.Stdout
		fmt.Fprintln(os.Stderr, leaf.Run())
	case "leaf":
		ln, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			os.Exit(3)
		}
		fmt.Println(ln.Addr())
		conn, err := ln.Accept()
		if err != nil {
			os.Exit(3)
		}
		_, _ = io.Copy(io.Discard, conn) // no data comes
		os.Exit(0)
	default:
		os.Exit(m.Run())
	}
}

// E10: `npm start` is a cmd or a sh that has started a node.
func TestStopEndsWhatCommandHasStarted(t *testing.T) {
	t.Parallel()
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer read.Close()
	env := app.System("")
	env.Stdin, env.Stdout, env.Stderr, env.In = strings.NewReader(""), write, io.Discard, app.Terminal{}
	child, err := Start(env, []string{os.Args[0]}, []string{roleVariable + "=root"})
	if err != nil {
		t.Fatal(err)
	}
	write.Close()
	address, err := bufio.NewReader(read).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	conn, err := net.Dial("tcp", strings.TrimSpace(address))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	child.Stop()
	if err := conn.SetReadDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Read(make([]byte, 1)); err == nil || os.IsTimeout(err) {
		t.Errorf("what COMMAND has started lives on: %v", err)
	}
}
