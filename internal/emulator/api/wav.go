package api

import (
	"encoding/binary"
	"io"
	"math"
)

// tone generates the sound of a recording of known length: a quiet tone, different on each channel,
// so that a listener can hear that it plays.
type tone struct{ seconds, channels int }

// The audio format of Twilio's WAV files: linear PCM of 16 bits.
const (
	sampleRate    = 8000
	sampleSize    = 2
	wavHeaderSize = 44
	amplitude     = 650 // amplitude, of 32767
)

func (t tone) second() int { return sampleRate * sampleSize * t.channels } // bytes

func (t tone) size() int { return wavHeaderSize + t.seconds*t.second() }

// writeTo writes a RIFF file (http://soundfile.sapp.org/doc/WaveFormat), one second at a time.
func (t tone) writeTo(w io.Writer) error {
	head := struct {
		RIFF       [4]byte
		Size       uint32
		WAVE, Fmt  [4]byte
		FmtSize    uint32
		Format     uint16 // 1 is PCM
		Channels   uint16
		SampleRate uint32
		ByteRate   uint32
		BlockAlign uint16
		Bits       uint16
		Data       [4]byte
		DataSize   uint32
	}{
		RIFF: [4]byte([]byte("RIFF")), Size: uint32(t.size() - 8), WAVE: [4]byte([]byte("WAVE")),
		Fmt: [4]byte([]byte("fmt ")), FmtSize: 16, Format: 1, Channels: uint16(t.channels), SampleRate: sampleRate,
		ByteRate: uint32(t.second()), BlockAlign: uint16(sampleSize * t.channels), Bits: 8 * sampleSize,
		Data: [4]byte([]byte("data")), DataSize: uint32(t.size() - wavHeaderSize),
	}
	if err := binary.Write(w, binary.LittleEndian, head); err != nil {
		return err
	}
	sound := t.sound()
	for range t.seconds {
		if _, err := w.Write(sound); err != nil {
			return err
		}
	}
	return nil
}

// sound returns one second of 400 Hz and 500 Hz, which both have a whole number of periods in it.
func (t tone) sound() []byte {
	b := make([]byte, 0, t.second())
	for n := range sampleRate {
		for channel := range t.channels {
			turn := 2 * math.Pi * float64(400+100*channel) * float64(n) / sampleRate
			b = binary.LittleEndian.AppendUint16(b, uint16(int16(amplitude*math.Sin(turn))))
		}
	}
	return b
}
