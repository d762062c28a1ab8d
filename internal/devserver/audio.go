package devserver

import (
	"net/http"
	"path"
	"strings"

	"github.com/twvoice/twvoice/pkg/webhook"
)

// audioType returns the media type of a file that <Play> can play
// (https://www.twilio.com/docs/voice/twiml/play#supported-audio-file-types), or "". The table is ours because the
// system's differs between machines.
func audioType(name string) string {
	switch strings.ToLower(path.Ext(name)) {
	case ".mp3":
		return "audio/mpeg"
	case ".wav":
		return "audio/wav"
	case ".aif", ".aiff", ".aifc":
		return "audio/x-aiff"
	case ".gsm":
		return "audio/x-gsm"
	case ".ulaw", ".ul", ".au":
		return "audio/basic"
	}
	return ""
}

// ForAudio reports whether a request is for audio, by the name of a file that <Play> can play. Such a request needs no
// signature, so an application must not be able to read it as another one: no body, no header that sets another method
// or path, and a path that every framework reads the same way ("/voice;x.mp3" is /voice for some).
func ForAudio(r *http.Request) bool {
	if r.Method != http.MethodGet && r.Method != http.MethodHead || audioType(r.URL.Path) == "" || r.ContentLength != 0 {
		return false
	}
	name := r.URL.Path
	odd := strings.ContainsFunc(name, func(c rune) bool { return c < ' ' || c == 0x7F || strings.ContainsRune(`;\?#%`, c) })
	slash := strings.Contains(strings.ToLower(r.URL.EscapedPath()), "%2f")
	return !odd && !slash && path.Clean(name) == name && webhook.Handler{}.Request(r, nil).Unclear == ""
}

// Audio reports whether a request is a GET of an existing audio file. Twilio requests those without parameters and
// caches them, so they need no signature.
func (d *Documents) Audio(r *http.Request) bool {
	if !ForAudio(r) {
		return false
	}
	info, err := d.in.stat(audioName(r))
	return err == nil && info.Mode().IsRegular()
}

func (d *Documents) sendAudio(w http.ResponseWriter, r *http.Request) {
	file, err := d.in.open(audioName(r))
	if err != nil {
		http.NotFound(w, r)
		return
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", audioType(r.URL.Path))
	w.Header().Set("Cache-Control", "no-cache") // the next call must get an edited file
	http.ServeContent(w, r, info.Name(), info.ModTime(), file)
}

func audioName(r *http.Request) string {
	return strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
}
