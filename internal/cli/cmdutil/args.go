package cmdutil

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/spf13/cobra"
	"github.com/twvoice/twvoice/internal/fault"
)

// Args checks the number of arguments and names a missing one: "NUMBER", "[NAME]" for an optional one, and "NUMBER..."
// at the end for one or more. Without names it accepts no arguments.
func Args(names ...string) cobra.PositionalArgs {
	var needed []string
	many := false
	for _, name := range names {
		name, more := strings.CutSuffix(name, "...")
		many = many || more
		if !strings.HasPrefix(name, "[") {
			needed = append(needed, name)
		}
	}
	return func(cmd *cobra.Command, args []string) error {
		path := strings.TrimPrefix(cmd.CommandPath(), cmd.Root().Name()+" ")
		switch {
		case len(args) < len(needed):
			return fmt.Errorf("%s needs %s", path, strings.Join(needed[len(args):], " and "))
		case many || len(args) <= len(names):
			return nil
		case len(names) == 0:
			return fmt.Errorf("%s takes no argument, but got %q", path, args[0])
		}
		return fmt.Errorf("%s takes only %s: unexpected argument %q", path, strings.Join(names, " and "), args[len(names)])
	}
}

// Parameters parses the values of --param, NAME=VALUE.
func Parameters(typed []string) (url.Values, error) {
	params := url.Values{}
	for _, pair := range typed {
		name, value, ok := strings.Cut(pair, "=")
		if !ok || name == "" {
			return nil, fault.With(fmt.Errorf("--param %q is not NAME=VALUE", pair), fault.Usage, `--param FromCity="San Francisco"`)
		}
		params.Add(name, value)
	}
	return params, nil
}
