package emulator

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
)

// stockTable is every number that can be owned here, all of them reserved for fiction.
//
//go:embed stock.tsv
var stockTable string

// stock is the numbers that there are to be had, in the order in which they are offered. It is read-only.
type stock struct {
	blocks    []block
	countries []country
}

// A block is numbers in a row that are alike.
type block struct {
	Country, Type, AreaCode string // type as in [kinds]; area code only in the US and CA
	Prefix                  string // E.164 but for the last digits
	First, Last, Digits     int    // of the last digits
	Locality, Region        string
	PostalCode              string
	Latitude, Longitude     string // degrees; "" for nowhere
	RateCenter, LATA        string
	Address                 string // "none", "any", "local" or "foreign"
	Capabilities            capabilities
	Bundle, Beta, Hidden    bool // needs a bundle, is new, is not offered
}

// item is one number of the stock.
type item struct {
	block *block
	e164  string
}

func newStock() *stock {
	s := &stock{countries: newCountries()}
	for _, cells := range table2D(stockTable) {
		s.blocks = append(s.blocks, newBlock(cells))
	}
	return s
}

// table2D is the cells of an embedded table; lines with # are for people.
func table2D(text string) [][]string {
	var rows [][]string
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "#") {
			rows = append(rows, strings.Split(strings.TrimRight(line, "\n"), "\t"))
		}
	}
	return rows
}

func newBlock(c []string) block {
	first, err1 := strconv.Atoi(c[4])
	last, err2 := strconv.Atoi(c[5])
	if err1 != nil || err2 != nil || len(c) != 15 {
		panic(fmt.Sprintf("emulator: stock.tsv: %q", c))
	}
	flags := "," + c[14] + ","
	has := func(flag string) bool { return strings.Contains(flags, ","+flag+",") }
	return block{
		Country: c[0], Type: c[1], AreaCode: c[2], Prefix: c[3],
		First: first, Last: last, Digits: len(c[4]),
		Locality: c[6], Region: c[7], PostalCode: c[8], Latitude: c[9], Longitude: c[10],
		RateCenter: c[11], LATA: c[12], Address: c[13],
		Capabilities: capabilities{Voice: has("voice"), SMS: has("sms"), MMS: has("mms"), Fax: has("fax")},
		Bundle:       has("bundle"), Beta: has("beta"), Hidden: has("hidden"),
	}
}

// size is how many numbers the block has.
func (b *block) size() int { return b.Last - b.First + 1 }

// at is the nth number of the block, counted from 0.
func (b *block) at(n int) string {
	return fmt.Sprintf("%s%0*d", b.Prefix, b.Digits, b.First+n)
}

// shelf is the scope in which the owners of the block's numbers are kept.
func (b *block) shelf() string { return b.at(0) }

func (b *block) has(e164 string) bool {
	tail, ok := strings.CutPrefix(e164, b.Prefix)
	if !ok || len(tail) != b.Digits {
		return false
	}
	n, err := strconv.Atoi(tail)
	return err == nil && b.First <= n && n <= b.Last
}

// find is the number of the stock, if it is one.
func (s *stock) find(e164 string) (item, bool) {
	for i := range s.blocks {
		if s.blocks[i].has(e164) {
			return item{&s.blocks[i], e164}, true
		}
	}
	return item{}, false
}

// shelf is the scope in which the owner of a number is kept; one for all that is not of the stock.
func (s *stock) shelf(e164 string) string {
	if thing, ok := s.find(e164); ok {
		return thing.block.shelf()
	}
	return everyone
}

func (i item) friendly() string { return friendlyNumber(i.e164) }

// friendlyNumber is the number as Twilio names it by default: (415) 555-0111, and as it is outside the US and Canada.
func friendlyNumber(e164 string) string {
	d, ok := strings.CutPrefix(e164, "+1")
	if !ok || len(d) != 10 {
		return e164
	}
	return fmt.Sprintf("(%s) %s-%s", d[:3], d[3:6], d[6:])
}
