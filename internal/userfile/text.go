package userfile

import (
	"bytes"
	"errors"
)

// ErrUTF16 is the error for a text in UTF-16, as written by PowerShell's ">" and old Windows editors.
var ErrUTF16 = errors.New("it is saved as UTF-16: save it as UTF-8")

// Text returns a text without its byte order mark. For UTF-16, with or without a mark, the error is [ErrUTF16].
func Text(data []byte) ([]byte, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	marked := bytes.HasPrefix(data, []byte("\xFF\xFE")) || bytes.HasPrefix(data, []byte("\xFE\xFF"))
	zero := len(data) >= 2 && (data[0] == 0) != (data[1] == 0) // one byte of a two-byte ASCII letter is zero
	if marked || zero {
		return nil, ErrUTF16
	}
	return data, nil
}
