package emulator

import (
	"math"
	"net/url"
	"strconv"
	"strings"
)

// A point is on the earth, in degrees.
type point struct{ latitude, longitude float64 }

// A circle is where a search looks, in miles. Nil is everywhere; a nil center is nowhere.
type circle struct {
	center *point
	radius float64
}

// How far a search looks around a point, in miles.
const (
	defaultDistance = 25
	largestDistance = 500
)

// readNear reads NearLatLong or NearNumber, with Distance.
func (s *stock) readNear(query url.Values) (*circle, error) {
	latLong, number := query.Get("NearLatLong"), query.Get("NearNumber")
	if latLong == "" && number == "" {
		return nil, nil
	}
	c := &circle{radius: defaultDistance}
	if text := query.Get("Distance"); text != "" {
		miles, err := strconv.Atoi(text)
		if err != nil || miles < 0 || miles > largestDistance {
			return nil, invalid(badParameter, "Distance %q is not a number of miles up to %d", text, largestDistance)
		}
		c.radius = float64(miles)
	}
	if latLong != "" {
		latitude, longitude, _ := strings.Cut(latLong, ",")
		if c.center = readPoint(strings.TrimSpace(latitude), strings.TrimSpace(longitude)); c.center == nil {
			return nil, invalid(badParameter, "NearLatLong %q is not a latitude and a longitude", latLong)
		}
		return c, nil
	}
	digits := e164(number)
	if digits == "" {
		return nil, invalid(21401, "NearNumber %s is not a valid phone number", number)
	}
	c.center = s.locate(digits)
	return c, nil
}

// locate is where a number is at home: where the numbers of its area code are; nil where that is not known.
func (s *stock) locate(e164 string) *point {
	area, ok := strings.CutPrefix(e164, "+1")
	if !ok {
		return nil
	}
	for i := range s.blocks {
		if b := &s.blocks[i]; b.AreaCode != "" && strings.HasPrefix(area, b.AreaCode) {
			return b.point()
		}
	}
	return nil
}

func (b *block) point() *point { return readPoint(b.Latitude, b.Longitude) }

func readPoint(latitude, longitude string) *point {
	lat, err1 := strconv.ParseFloat(latitude, 64)
	long, err2 := strconv.ParseFloat(longitude, 64)
	if err1 != nil || err2 != nil || !(math.Abs(lat) <= 90) || !(math.Abs(long) <= 180) {
		return nil
	}
	return &point{lat, long}
}

// holds reports whether a block lies in the circle.
func (c *circle) holds(b *block) bool {
	if c == nil {
		return true
	}
	at := b.point()
	return c.center != nil && at != nil && c.center.miles(*at) <= c.radius
}

// miles is the distance along a great circle (https://en.wikipedia.org/wiki/Haversine_formula).
func (p point) miles(to point) float64 {
	const earth, degree = 3958.8, math.Pi / 180
	dLat, dLong := (to.latitude-p.latitude)*degree/2, (to.longitude-p.longitude)*degree/2
	a := math.Pow(math.Sin(dLat), 2) + math.Cos(p.latitude*degree)*math.Cos(to.latitude*degree)*math.Pow(math.Sin(dLong), 2)
	return 2 * earth * math.Asin(math.Sqrt(min(a, 1)))
}
