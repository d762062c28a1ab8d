package frame

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/twvoice/twvoice/internal/fault"
)

// Parameters reads what --param says, NAME=VALUE.
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
