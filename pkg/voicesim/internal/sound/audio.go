// Package sound tells how long audio plays, and which audio is Twilio's. It does not fetch or decode audio.
package sound

import (
	"bytes"
	"encoding/binary"
	"time"
)

// AssumedLength is the length of audio whose length is unknown.
const AssumedLength = 5 * time.Second

// AudioLength returns how long audio plays. Choice: the header of WAV gives it; MP3 is assumed to
// have 128 kbit/s, and the rest to be G.711 at 8 kB/s. Transcripts depend only on the order of
// things.
func AudioLength(media string, body []byte) time.Duration {
	rate := 8000
	switch media {
	case "audio/mpeg", "audio/mp3":
		rate = 16000
	case "audio/wav", "audio/wave", "audio/x-wav", "audio/vnd.wave":
		return wavLength(body)
	}
	return length(len(body), rate)
}

// wavLength reads the rate from the "fmt " chunk and the size from "data"
// (https://www.mmsp.ece.mcgill.ca/Documents/AudioFormats/WAVE/WAVE.html).
func wavLength(body []byte) time.Duration {
	if len(body) < 12 || !bytes.HasPrefix(body, []byte("RIFF")) {
		return AssumedLength
	}
	rate := 0
	for rest := body[12:]; len(rest) >= 8; {
		name, size := string(rest[:4]), int(binary.LittleEndian.Uint32(rest[4:]))
		rest = rest[8:]
		if name == "fmt " && size >= 12 && len(rest) >= 12 {
			rate = int(binary.LittleEndian.Uint32(rest[8:]))
		}
		if name == "data" && rate > 0 {
			return length(min(size, len(rest)), rate)
		}
		rest = rest[min(size+size%2, len(rest)):]
	}
	return AssumedLength
}

func length(size, rate int) time.Duration {
	return (time.Duration(size) * time.Second / time.Duration(rate)).Round(100 * time.Millisecond)
}
