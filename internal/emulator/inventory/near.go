package inventory

import (
	"math"
	"strconv"
	"strings"
)

// point is a place on the earth, in degrees.
type point struct{ latitude, longitude float64 }

// Circle is the area of a search, in miles. A nil circle is everywhere; a nil center is nowhere.
type Circle struct {
	Center *point
	Radius float64
}

// Locate returns the place of a number's area code, nil if it is not known.
func (s *Stock) Locate(e164 string) *point {
	area, ok := strings.CutPrefix(e164, "+1")
	if !ok {
		return nil
	}
	for i := range s.Blocks {
		if b := &s.Blocks[i]; b.AreaCode != "" && strings.HasPrefix(area, b.AreaCode) {
			return b.point()
		}
	}
	return nil
}

func (b *Block) point() *point { return ReadPoint(b.Latitude, b.Longitude) }

// ReadPoint parses a latitude and a longitude in degrees. It returns nil if either is missing or
// invalid.
func ReadPoint(latitude, longitude string) *point {
	lat, err1 := strconv.ParseFloat(latitude, 64)
	long, err2 := strconv.ParseFloat(longitude, 64)
	if err1 != nil || err2 != nil || !(math.Abs(lat) <= 90) || !(math.Abs(long) <= 180) {
		return nil
	}
	return &point{lat, long}
}

// contains reports whether a block lies in the circle.
func (c *Circle) contains(b *Block) bool {
	if c == nil {
		return true
	}
	at := b.point()
	return c.Center != nil && at != nil && c.Center.miles(*at) <= c.Radius
}

// miles returns the great-circle distance (https://en.wikipedia.org/wiki/Haversine_formula).
func (p point) miles(to point) float64 {
	const earth, degree = 3958.8, math.Pi / 180
	dLat, dLong := (to.latitude-p.latitude)*degree/2, (to.longitude-p.longitude)*degree/2
	a := math.Pow(math.Sin(dLat), 2) + math.Cos(p.latitude*degree)*math.Cos(to.latitude*degree)*math.Pow(math.Sin(dLong), 2)
	return 2 * earth * math.Asin(math.Sqrt(min(a, 1)))
}
