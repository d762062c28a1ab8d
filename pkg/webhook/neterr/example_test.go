package neterr_test

import (
	"fmt"
	"net"

	"github.com/twvoice/twvoice/pkg/webhook/neterr"
)

// An application that is not running differs from other failures, on every system.
func ExampleRefused() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	address := listener.Addr().String()
	listener.Close()
	_, err = net.Dial("tcp", address)
	fmt.Println(neterr.Refused(err))
	// Output: true
}
