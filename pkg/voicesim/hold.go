package voicesim

import (
	"strings"
	"time"
)

// hold plays what the application has for somebody who waits, as its waitUrl says: a document, which is asked for by f and played
// in aside; silence where it is empty; Twilio's music where it is missing.
func (m *Machine) hold(aside frame, waits settings, f Fetch) {
	m.aside = &aside
	ref, set := waits.el.Attr("waitUrl")
	f.Purpose, f.URL = PurposeWait, strings.TrimSpace(ref)
	switch {
	case !set:
		aside.running = m.music(defaultMusic, false)
	case f.URL == "":
		aside.running = silence{}
	default:
		m.ask(f)
	}
}

// defaultMusic is what Twilio plays where the application has nothing for those who wait.
const defaultMusic = "http://twimlets.com/holdmusic?Bucket=com.twilio.music.classical"

// music plays until something ends it.
func (m *Machine) music(source string, assumed bool) activity {
	m.do(Play{URL: source, Loop: forever, Length: time.Duration(forever) * time.Minute, Assumed: assumed})
	return silence{}
}
