package pay

import (
	"slices"
	"strings"
)

// longestCard limits the digits of a card number (ISO/IEC 7812).
const longestCard = 19

// card is a type of payment card. Its name is that of validCardTypes and PaymentCardType.
type card struct {
	name    string
	first   []span // first digits of the number
	full    int    // number length that needs no finishing key, 0 for none
	lengths []int
	code    int // length of the security code
}

// span is a range of first digits. Both ends are included, and have the same length.
type span struct{ low, high string }

// cards returns the types of cards, longer prefixes before shorter ones. Choice: optima, which
// Twilio also knows, has the numbers of amex and counts as amex.
func cards() []card {
	return []card{
		{"enroute", []span{{"2014", "2014"}, {"2149", "2149"}}, 15, []int{15}, 3},
		{"jcb", []span{{"3528", "3589"}}, 16, []int{16}, 3},
		{"mastercard", []span{{"2221", "2720"}, {"51", "55"}}, 16, []int{16}, 3},
		{"discover", []span{{"622126", "622925"}, {"6011", "6011"}, {"644", "649"}, {"65", "65"}}, 16, []int{16}, 3},
		{"diners-club", []span{{"300", "305"}, {"36", "36"}, {"38", "39"}}, 14, []int{14}, 3},
		{"amex", []span{{"34", "34"}, {"37", "37"}}, 15, []int{15}, 4},
		{"maestro", []span{{"50", "50"}, {"56", "58"}, {"6", "6"}}, 0, []int{12, 13, 14, 15, 16, 17, 18, 19}, 3},
		{"visa", []span{{"4", "4"}}, 16, []int{13, 16, 19}, 3},
	}
}

// cardOf returns the type of a card number.
func cardOf(number string) (card, bool) {
	all := cards()
	i := slices.IndexFunc(all, func(c card) bool {
		return slices.ContainsFunc(c.first, func(s span) bool {
			n := len(s.low)
			return len(number) >= n && number[:n] >= s.low && number[:n] <= s.high
		})
	})
	if i < 0 {
		return card{}, false
	}
	return all[i], true
}

// fits reports whether a number is valid for this type, by its length and its check digit, which
// enroute did not have.
func (c card) fits(number string) bool {
	return slices.Contains(c.lengths, len(number)) && (c.name == "enroute" || luhn(number))
}

// luhn reports whether the check digit of a number is correct (ISO/IEC 7812-1, annex B).
func luhn(number string) bool {
	sum := 0
	for i := range len(number) {
		digit := int(number[len(number)-1-i] - '0')
		if i%2 == 1 {
			digit *= 2
		}
		sum += digit/10 + digit%10
	}
	return sum%10 == 0
}

// maskedCard masks all but the last four digits, in the groups that are printed on the card:
// xxxx-xxxxxx-x4001.
func maskedCard(number string) string {
	groups := []int{4, 4, 4, 4, 4}
	switch len(number) {
	case 14:
		groups = []int{4, 6, 4}
	case 15:
		groups = []int{4, 6, 5}
	}
	hidden := strings.Repeat("x", max(0, len(number)-4)) + number[max(0, len(number)-4):]
	var parts []string
	for _, size := range groups {
		size = min(size, len(hidden))
		if size > 0 {
			parts = append(parts, hidden[:size])
		}
		hidden = hidden[size:]
	}
	return strings.Join(parts, "-")
}

// fault returns what is wrong with a payment before it begins. Package lint has reported it.
// Choice: the caller is then not prompted, and the action gets the error.
func (o Options) fault() (code, why string) {
	switch {
	case o.Charge > 1_000_000:
		return "64003", "the chargeAmount of <Pay> is more than 1,000,000"
	case o.bank() && !o.NamedAccount:
		return "64014", "<Pay> from a bank account needs the name on the account: <Parameter name=\"AVSName\" value=\"…\"/>"
	}
	return "", ""
}
