// Command start runs a program to its end and prints how many nanoseconds that took and the most bytes of memory it had
// resident, 0 where the system does not report it.
//
// A benchmark does not start the program itself, because Linux counts the memory of the parent as the child's own until
// it execs (https://man7.org/linux/man-pages/man2/getrusage.2.html), and a test binary has more than what is measured
// here.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"time"
)

func main() {
	cmd := exec.Command(os.Args[1], os.Args[2:]...)
	cmd.Stderr = os.Stderr
	began := time.Now()
	if err := cmd.Run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(time.Since(began).Nanoseconds(), resident(cmd.ProcessState))
}
