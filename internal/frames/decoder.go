// Package frames decodes the messages of a WebSocket connection (RFC 6455) from the bytes that pass in one direction.
//
// It only reads: it answers no ping, checks no UTF-8 and masks nothing. It never waits for more bytes, so that a
// connection can be followed without delaying it.
package frames

import (
	"encoding/binary"
	"fmt"
)

// Kind is the kind of a message.
type Kind byte

// The kinds, with the numbers of their opcodes (https://www.rfc-editor.org/rfc/rfc6455#section-5.2).
const (
	Text   Kind = 1
	Binary Kind = 2
	Close  Kind = 8
	Ping   Kind = 9
	Pong   Kind = 10

	continuation Kind = 0
)

// Kept limits the data of a message that is returned, in bytes. The rest is counted.
const Kept = 64 << 10

// maxControl limits the data of a control frame, in bytes (RFC 6455, section 5.5).
const maxControl = 125

// Message is a complete message, of one frame or of many.
type Message struct {
	Kind Kind
	Data []byte // unmasked, at most [Kept] bytes
	Size int64  // of all its data, in bytes
}

// Cut reports whether the message was longer than its Data.
func (m Message) Cut() bool { return m.Size > int64(len(m.Data)) }

// Closing returns the code and the reason of a [Close] message. Without a code it is 1005, as RFC 6455 defines.
func (m Message) Closing() (code int, reason string) {
	if len(m.Data) < 2 {
		return 1005, ""
	}
	return int(binary.BigEndian.Uint16(m.Data)), string(m.Data[2:])
}

// Decoder decodes one direction of a connection, from its first byte after the upgrade. The zero value is ready to
// use. It is not safe for concurrent use.
type Decoder struct {
	header [14]byte // the longest one: 2 bytes, 8 of length, 4 of mask
	have   int      // bytes of header
	inside bool     // the header is complete
	left   int64    // bytes of the frame's data that are still to come
	mask   [4]byte
	turn   int // position in mask

	data    Message // text or binary, not complete yet
	control Message
	open    bool // a further frame of data follows
	err     error
}

// Decode takes the next bytes and calls done for each message that they complete. The result does not depend on how
// the bytes are split. Bytes that are not frames are an error, from then on for all that follow.
func (d *Decoder) Decode(p []byte, done func(Message)) error {
	for len(p) > 0 && d.err == nil {
		if !d.inside {
			d.header[d.have] = p[0]
			d.have++
			p = p[1:]
			if d.have < d.headerSize() {
				continue
			}
			if d.err = d.begin(); d.err != nil {
				break
			}
		}
		n := int(min(int64(len(p)), d.left))
		d.take(p[:n])
		p = p[n:]
		if d.left == 0 {
			d.finish(done)
		}
	}
	return d.err
}

// headerSize returns how long the header is, as far as its first bytes say.
func (d *Decoder) headerSize() int {
	if d.have < 2 {
		return 2
	}
	size := 2
	switch d.header[1] & 0x7f {
	case 126:
		size += 2
	case 127:
		size += 8
	}
	if d.header[1]&0x80 != 0 {
		size += 4
	}
	return size
}

// begin reads a complete header.
func (d *Decoder) begin() error {
	first, second, rest := d.header[0], d.header[1], d.header[2:]
	kind, final := Kind(first&0x0f), first&0x80 != 0
	switch second & 0x7f {
	case 126:
		d.left = int64(binary.BigEndian.Uint16(rest))
		rest = rest[2:]
	case 127:
		length := binary.BigEndian.Uint64(rest)
		if length>>63 != 0 {
			return fmt.Errorf("a frame has a length of %d bytes", length)
		}
		d.left = int64(length)
		rest = rest[8:]
	default:
		d.left = int64(second & 0x7f)
	}
	d.mask, d.turn, d.inside = [4]byte{}, 0, true
	if second&0x80 != 0 {
		d.mask = [4]byte(rest)
	}
	switch {
	case first&0x70 != 0:
		return fmt.Errorf("a frame uses an extension that was not agreed (first byte 0x%02x)", first)
	case kind >= Close && kind <= Pong:
		if !final || d.left > maxControl {
			return fmt.Errorf("a control frame is fragmented or longer than %d bytes (first byte 0x%02x)", maxControl, first)
		}
		d.control = Message{Kind: kind}
	case kind == continuation && !d.open, (kind == Text || kind == Binary) && d.open:
		return fmt.Errorf("a frame continues no message, or begins one inside another (first byte 0x%02x)", first)
	case kind == Text || kind == Binary:
		d.data, d.open = Message{Kind: kind}, true
	case kind != continuation:
		return fmt.Errorf("a frame has the unknown opcode %d", kind)
	}
	return nil
}

// current returns the message that the frame belongs to.
func (d *Decoder) current() *Message {
	if Kind(d.header[0]&0x0f) >= Close {
		return &d.control
	}
	return &d.data
}

// take takes data of the frame.
func (d *Decoder) take(p []byte) {
	m := d.current()
	d.left -= int64(len(p))
	m.Size += int64(len(p))
	from := len(m.Data)
	m.Data = append(m.Data, p[:min(len(p), Kept-from)]...)
	if d.mask != [4]byte{} {
		for i := range m.Data[from:] {
			m.Data[from+i] ^= d.mask[(d.turn+i)&3]
		}
	}
	d.turn = (d.turn + len(p)) & 3
}

// finish ends a frame, and with the last one of a message the message.
func (d *Decoder) finish(done func(Message)) {
	m := *d.current()
	final := d.header[0]&0x80 != 0
	d.have, d.inside = 0, false
	switch {
	case m.Kind >= Close:
		d.control = Message{}
	case !final:
		return
	default:
		d.data, d.open = Message{}, false
	}
	done(m)
}
