package frame

import (
	"fmt"
	"net/url"

	"github.com/twvoice/twvoice/internal/fault"
)

// CheckSignAs refuses what no application can be known by: exit code 2. What names the value for a person: "--sign-as".
func CheckSignAs(what, typed string) error {
	u, err := url.Parse(typed)
	if err == nil {
		typed = u.Redacted()
	}
	bare := err == nil && u.User == nil && u.RawQuery == "" && u.Fragment == ""
	if typed == "" || bare && u.Host != "" && (u.Scheme == "http" || u.Scheme == "https") {
		return nil
	}
	return fault.With(fmt.Errorf("%s %q is no URL of a scheme, a host and perhaps a path", what, typed), fault.Usage, what+" https://my-app.ngrok.app")
}
