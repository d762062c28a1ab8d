package frame

import (
	"fmt"

	"github.com/spf13/pflag"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/pkg/webhook/client"
)

// ConnectTo is --connect-to as it was typed: hosts that are contacted beside the application's own.
type ConnectTo []string

// Bind adds the flag.
func (c *ConnectTo) Bind(flags *pflag.FlagSet) {
	flags.StringArrayVar((*[]string)(c), "connect-to", nil, "contact this `HOST[=ADDRESS]` too, at ADDRESS if given; each may have a :PORT (repeat)")
}

// Read reads it, or says which one cannot be meant.
func (c ConnectTo) Read() ([]client.ConnectTo, error) {
	var all []client.ConnectTo
	for _, typed := range c {
		one, err := client.ParseConnectTo(typed)
		if err != nil {
			return nil, fault.With(fmt.Errorf("--connect-to %w", err), fault.Usage, "--connect-to app.example.com=localhost:3000")
		}
		all = append(all, one)
	}
	return all, nil
}
