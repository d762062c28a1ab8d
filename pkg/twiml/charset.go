package twiml

import (
	"bytes"
	"fmt"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// DecodeText decodes a text as [ParseCharset] decodes a document: in the charset of its byte order mark, else in
// charset, else as UTF-8, with lines ended by "\n". It returns an error if the charset is not supported or the text is
// invalid in it.
func DecodeText(data []byte, charset string) (string, error) { return decode(data, charset) }

// decode converts data to UTF-8 with lines ended by "\n" and without byte order mark.
func decode(data []byte, charset string) (string, error) {
	name, bom := sniff(data)
	data = data[bom:]
	if name == "" {
		name = charset
	}
	if name == "" {
		name = declaredEncoding(data) // sniff has recognized UTF-16, so the declaration is readable as ASCII
		if strings.HasPrefix(charsetKey(name), "utf16") {
			return "", fmt.Errorf("the declaration says encoding=%s, but the document is not %s: write encoding=\"UTF-8\"", quoted(name), name)
		}
	}
	src, err := transcode(data, name)
	if err != nil {
		return "", err
	}
	if strings.IndexByte(src, '\r') >= 0 {
		src = strings.ReplaceAll(src, "\r\n", "\n")
		src = strings.ReplaceAll(src, "\r", "\n")
	}
	return src, nil
}

// sniff recognizes byte order marks, and UTF-16 without one by its first "<" (XML 1.0, appendix F).
func sniff(data []byte) (charset string, bom int) {
	switch {
	case bytes.HasPrefix(data, []byte("\xEF\xBB\xBF")):
		return "utf-8", 3
	case bytes.HasPrefix(data, []byte("\xFE\xFF")):
		return "utf-16be", 2
	case bytes.HasPrefix(data, []byte("\xFF\xFE")):
		return "utf-16le", 2
	case bytes.HasPrefix(data, []byte("\x00<")):
		return "utf-16be", 0
	case bytes.HasPrefix(data, []byte("<\x00")):
		return "utf-16le", 0
	}
	return "", 0
}

// declaredEncoding returns the encoding in an XML declaration. It does not check the declaration.
func declaredEncoding(data []byte) string {
	if !bytes.HasPrefix(data, []byte("<?xml")) {
		return ""
	}
	declaration, _, _ := bytes.Cut(data[:min(len(data), 200)], []byte("?>"))
	_, rest, ok := bytes.Cut(declaration, []byte("encoding"))
	rest = bytes.TrimLeft(rest, space+"=")
	if !ok || len(rest) == 0 {
		return ""
	}
	value, _, _ := bytes.Cut(rest[1:], rest[:1])
	return string(value)
}

func transcode(data []byte, name string) (string, error) {
	var enc encoding.Encoding
	switch key := charsetKey(name); key {
	case "", "utf8", "usascii", "ascii":
		return string(data), nil
	case "utf16", "utf16be":
		enc = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	case "utf16le":
		enc = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	default:
		if enc = singleByte(key); enc == nil {
			return "", fmt.Errorf("twvoice does not support the charset %s; send the document as UTF-8", quoted(name))
		}
	}
	out, err := enc.NewDecoder().Bytes(data)
	if err != nil {
		return "", fmt.Errorf("the document is not %s: %w", name, err)
	}
	return string(out), nil
}

// singleByte returns a Western charset. The East Asian ones are not supported, because their tables would slow down
// every start of the program.
func singleByte(key string) encoding.Encoding {
	switch key {
	case "latin1":
		key = "iso88591"
	case "cp1252":
		key = "windows1252"
	}
	for _, enc := range charmap.All {
		if named, ok := enc.(fmt.Stringer); ok && charsetKey(named.String()) == key {
			return enc
		}
	}
	return nil
}

// charsetKey normalizes a name: ISO-8859-1, iso_8859-1 and "ISO 8859-1" are the same.
func charsetKey(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case 'A' <= r && r <= 'Z':
			return r + 'a' - 'A'
		case 'a' <= r && r <= 'z', '0' <= r && r <= '9':
			return r
		}
		return -1
	}, name)
}
