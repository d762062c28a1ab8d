package lint

import (
	"cmp"
	"errors"
	"math"
	"strconv"
	"strings"

	"github.com/twvoice/twvoice/pkg/twiml"
)

// attributeValue holds every value against the table. URLs have rules of their own.
func attributeValue(p *pass, n *node) {
	for _, a := range n.Attrs {
		known, ok := n.spec.Attr(a.Name)
		value := strings.TrimSpace(a.Value)
		if !ok || known.Type == twiml.WebSocketURL || known.Valid(value) {
			continue
		}
		code := cmp.Or(known.Code, "12200")
		switch {
		case code == "13310" && len(value) > 1:
			code = "13311" // not a wrong key, but more than one
		case code == "13510" && n.within("Gather"):
			code = "13322"
		}
		wants := "not " + known.Wants()
		if tooLarge(known, value) {
			wants = "too large a number"
		}
		p.report(a.Pos, code, "%s=%s on <%s> is %s; %s", a.Name, quote(a.Value), n.Name, wants, instead(known, value))
	}
}

// tooLarge reports whether a value is a whole number that Twilio cannot count to, where it names no limit of its own.
func tooLarge(known *twiml.AttrSpec, value string) bool {
	n, err := strconv.ParseInt(value, 10, 64)
	return known.Type == twiml.Int && known.Max == 0 && (n > math.MaxInt32 || errors.Is(err, strconv.ErrRange) && n > 0)
}

// instead says what happens, and what was probably meant.
func instead(known *twiml.AttrSpec, value string) string {
	happens := "it is ignored"
	if known.Default != "" {
		happens = known.Default + " is used"
	}
	switch known.Type {
	case twiml.Bool:
		return happens + meant(value, []string{"true", "false"}, `"%"`)
	case twiml.Enum:
		return happens + meant(value, known.Values, `"%"`)
	}
	if strings.Contains(value, ",") && known.Valid(strings.ReplaceAll(strings.ReplaceAll(value, ",", " "), "  ", " ")) {
		return happens + "; write spaces instead of commas"
	}
	if number := strings.TrimRight(value, "second. "); known.Type == twiml.Int && number != value && known.Valid(number) {
		return happens + "; write " + number + ", without a unit"
	}
	return happens
}
