package frames

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// frame returns one frame; with a mask, as a client sends it.
func frame(first byte, data string, mask ...byte) string {
	b := []byte{first}
	masked := byte(0)
	if len(mask) > 0 {
		masked = 0x80
	}
	switch n := len(data); {
	case n < 126:
		b = append(b, masked|byte(n))
	case n <= 0xffff:
		b = binary.BigEndian.AppendUint16(append(b, masked|126), uint16(n))
	default:
		b = binary.BigEndian.AppendUint64(append(b, masked|127), uint64(n))
	}
	b = append(b, mask...)
	for i := range len(data) {
		c := data[i]
		if len(mask) > 0 {
			c ^= mask[i%4]
		}
		b = append(b, c)
	}
	return string(b)
}

// decode returns the messages of bytes that arrive in pieces of a size.
func decode(p []byte, size int) (all []Message, err error) {
	var d Decoder
	for len(p) > 0 && err == nil {
		n := min(size, len(p))
		err = d.Decode(p[:n], func(m Message) { all = append(all, m) })
		p = p[n:]
	}
	return all, err
}

func TestDecoderReadsMessages(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", Kept+1000)
	tests := []struct {
		name  string
		bytes string
		want  []Message
		wrong string
	}{
		{name: "no bytes"},
		{"text, as a server sends it", frame(0x81, "hello"), []Message{{Text, []byte("hello"), 5}}, ""},
		{"text, as a client sends it", frame(0x81, "hello, hello", 1, 2, 3, 4), []Message{{Text, []byte("hello, hello"), 12}}, ""},
		{"an empty message", frame(0x81, "") + frame(0x82, "b", 9, 8, 7, 6), []Message{{Kind: Text}, {Binary, []byte("b"), 1}}, ""},
		{
			"fragments, with a ping between them", frame(0x01, "a", 1, 2, 3, 4) + frame(0x89, "p") + frame(0x00, "bcdef", 5, 6, 7, 8) + frame(0x80, "g"),
			[]Message{{Ping, []byte("p"), 1}, {Text, []byte("abcdefg"), 7}},
			"",
		},
		{"a length of two bytes", frame(0x81, long[:200], 1, 2, 3, 4), []Message{{Text, []byte(long[:200]), 200}}, ""},
		{
			"a message that is longer than what is kept", frame(0x81, long, 1, 2, 3, 4) + frame(0x81, "next"),
			[]Message{{Text, []byte(long[:Kept]), int64(len(long))}, {Text, []byte("next"), 4}},
			"",
		},
		{"a close", frame(0x88, "\x03\xe8bye"), []Message{{Close, []byte("\x03\xe8bye"), 5}}, ""},
		{"half a frame", frame(0x81, "hello")[:4], nil, ""},
		{"a compressed frame", frame(0x81, "a") + frame(0xc1, "zip"), []Message{{Text, []byte("a"), 1}}, "a frame uses an extension that was not agreed (first byte 0xc1)"},
		{"an unknown opcode", frame(0x83, "a"), nil, "a frame has the unknown opcode 3"},
		{"a fragmented ping", frame(0x09, "a"), nil, "a control frame is fragmented or longer than 125 bytes (first byte 0x09)"},
		{"a long ping", frame(0x89, long[:126]), nil, "a control frame is fragmented or longer than 125 bytes (first byte 0x89)"},
		{"a continuation of nothing", frame(0x80, "a"), nil, "a frame continues no message, or begins one inside another (first byte 0x80)"},
		{"a message inside another", frame(0x01, "a") + frame(0x81, "b"), nil, "a frame continues no message, or begins one inside another (first byte 0x81)"},
		{"a length below zero", "\x81\x7f\xff\xff\xff\xff\xff\xff\xff\xff", nil, "a frame has a length of 18446744073709551615 bytes"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for _, size := range []int{1, 2, 3, 7, 4096, 1 << 20} {
				got, err := decode([]byte(tt.bytes), size)
				wrong := ""
				if err != nil {
					wrong = err.Error()
				}
				if diff := cmp.Diff(tt.want, got); diff != "" || wrong != tt.wrong {
					t.Errorf("in pieces of %d bytes: error %q, want %q; messages (-want +got):\n%s", size, wrong, tt.wrong, diff)
				}
			}
		})
	}
}

func TestClosingHasCodeAndReason(t *testing.T) {
	t.Parallel()
	for data, want := range map[string]string{"\x03\xe8bye": "bye", "\x03\xe8": "", "": ""} {
		code, reason := Message{Kind: Close, Data: []byte(data)}.Closing()
		if wantCode := map[bool]int{true: 1005, false: 1000}[data == ""]; code != wantCode || reason != want {
			t.Errorf("%q: got %d %q, want %d %q", data, code, reason, wantCode, want)
		}
	}
}

// Any bytes, in any pieces, give the same messages, and no panic.
func FuzzDecoderIgnoresHowBytesAreSplit(f *testing.F) {
	f.Add([]byte(frame(0x81, "hello", 1, 2, 3, 4)+frame(0x01, "a")+frame(0x89, "")+frame(0x80, "b")), 3)
	f.Add([]byte(frame(0x82, strings.Repeat("x", 70_000))), 1000)
	f.Add([]byte("\x81\x7f\x7f\xff\xff\xff\xff\xff\xff\xff and more"), 5)
	f.Fuzz(func(t *testing.T, data []byte, size int) {
		before := bytes.Clone(data)
		whole, wrong := decode(data, len(data)+1)
		parts, later := decode(data, max(1, size))
		if diff := cmp.Diff(whole, parts); diff != "" || (wrong == nil) != (later == nil) {
			t.Errorf("whole: %v, in pieces of %d: %v; messages:\n%s", wrong, size, later, diff)
		}
		if !bytes.Equal(before, data) {
			t.Error("the bytes were changed")
		}
		for _, m := range whole {
			if len(m.Data) > Kept || m.Size > int64(len(data)) || m.Cut() != (m.Size > Kept) {
				t.Errorf("a message of %d bytes, of which %d are kept, in %d bytes", m.Size, len(m.Data), len(data))
			}
		}
	})
}
