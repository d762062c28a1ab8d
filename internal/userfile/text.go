package userfile

import (
	"bytes"
	"errors"
)

// ErrUTF16 is the error for a text that is no UTF-8: PowerShell's ">" and old editors of Windows write such files.
var ErrUTF16 = errors.New("it is saved as UTF-16: save it as UTF-8")

// Text returns a text without its byte order mark. The error is [ErrUTF16] for one in UTF-16, with a mark or without.
func Text(data []byte) ([]byte, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	marked := bytes.HasPrefix(data, []byte("\xFF\xFE")) || bytes.HasPrefix(data, []byte("\xFE\xFF"))
	zero := len(data) >= 2 && (data[0] == 0) != (data[1] == 0) // one of two bytes of an ASCII letter
	if marked || zero {
		return nil, ErrUTF16
	}
	return data, nil
}
