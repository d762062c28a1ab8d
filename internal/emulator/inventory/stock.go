// Package inventory holds the phone numbers that the emulator sells, with their countries, and
// searches them. All numbers are reserved for fiction. It does not depend on accounts or requests.
package inventory

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
)

// Capabilities says what a number can be used for, with the lower-case keys of an owned number.
type Capabilities struct {
	Voice bool `json:"voice"`
	SMS   bool `json:"sms"`
	MMS   bool `json:"mms"`
	Fax   bool `json:"fax"`
}

// stockTable holds every number that can be owned, all of them reserved for fiction.
//
//go:embed stock.tsv
var stockTable string

// Stock holds the numbers for sale, in the order in which they are offered. It is read-only and
// safe for concurrent use.
type Stock struct {
	Blocks    []Block
	Countries []Country
}

// Block is a range of consecutive numbers with the same properties.
type Block struct {
	Country, Type, AreaCode string // type as in [Kinds]; area code only in the US and CA
	Prefix                  string // E.164 without the last digits
	First, Last, Digits     int    // range of the last digits, and how many digits they have
	Locality, Region        string
	PostalCode              string
	Latitude, Longitude     string // degrees; "" if unknown
	RateCenter, LATA        string
	Address                 string // "none", "any", "local" or "foreign"
	Capabilities            Capabilities
	Bundle, Beta, Hidden    bool // requires a bundle, is new, is not offered
}

// Item is one number of the stock.
type Item struct {
	Block *Block
	E164  string
}

// NewStock returns the stock of the embedded tables.
func NewStock() *Stock {
	s := &Stock{Countries: newCountries()}
	for _, cells := range parseTable(stockTable) {
		s.Blocks = append(s.Blocks, newBlock(cells))
	}
	return s
}

// parseTable returns the cells of an embedded table. Lines with # are comments.
func parseTable(text string) [][]string {
	var rows [][]string
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "#") {
			rows = append(rows, strings.Split(strings.TrimRight(line, "\n"), "\t"))
		}
	}
	return rows
}

func newBlock(c []string) Block {
	first, err1 := strconv.Atoi(c[4])
	last, err2 := strconv.Atoi(c[5])
	if err1 != nil || err2 != nil || len(c) != 15 {
		panic(fmt.Sprintf("emulator: stock.tsv: %q", c))
	}
	flags := "," + c[14] + ","
	has := func(flag string) bool { return strings.Contains(flags, ","+flag+",") }
	return Block{
		Country: c[0], Type: c[1], AreaCode: c[2], Prefix: c[3],
		First: first, Last: last, Digits: len(c[4]),
		Locality: c[6], Region: c[7], PostalCode: c[8], Latitude: c[9], Longitude: c[10],
		RateCenter: c[11], LATA: c[12], Address: c[13],
		Capabilities: Capabilities{Voice: has("voice"), SMS: has("sms"), MMS: has("mms"), Fax: has("fax")},
		Bundle:       has("bundle"), Beta: has("beta"), Hidden: has("hidden"),
	}
}

// Size returns the number of numbers in the block.
func (b *Block) Size() int { return b.Last - b.First + 1 }

// At returns the nth number of the block, counted from 0.
func (b *Block) At(n int) string {
	return fmt.Sprintf("%s%0*d", b.Prefix, b.Digits, b.First+n)
}

// Scope returns the scope that stores the owners of the block's numbers.
func (b *Block) Scope() string { return b.At(0) }

func (b *Block) contains(e164 string) bool {
	tail, ok := strings.CutPrefix(e164, b.Prefix)
	if !ok || len(tail) != b.Digits {
		return false
	}
	n, err := strconv.Atoi(tail)
	return err == nil && b.First <= n && n <= b.Last
}

// Find returns a number of the stock. ok is false if the stock does not have it.
func (s *Stock) Find(e164 string) (Item, bool) {
	for i := range s.Blocks {
		if s.Blocks[i].contains(e164) {
			return Item{&s.Blocks[i], e164}, true
		}
	}
	return Item{}, false
}

// Friendly returns the default friendly name of the number.
func (i Item) Friendly() string { return FriendlyNumber(i.E164) }

// FriendlyNumber returns Twilio's default name of a number: (415) 555-0111 in the US and Canada,
// the E.164 form elsewhere.
func FriendlyNumber(e164 string) string {
	d, ok := strings.CutPrefix(e164, "+1")
	if !ok || len(d) != 10 {
		return e164
	}
	return fmt.Sprintf("(%s) %s-%s", d[:3], d[3:6], d[6:])
}
