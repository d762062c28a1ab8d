package frame

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// Args accepts these arguments and names the one that is missing: "NUMBER", "[NAME]" for one that may be left out,
// and "NUMBER..." at the end for one or more. Without any it accepts none.
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
			return fmt.Errorf("%s takes no argument, and %q is one", path, args[0])
		}
		return fmt.Errorf("%s takes only %s: %q is one too many", path, strings.Join(names, " and "), args[len(names)])
	}
}
