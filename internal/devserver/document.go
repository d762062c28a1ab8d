package devserver

import (
	"bytes"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/userfile"
	"github.com/twvoice/twvoice/pkg/twiml"
)

// document is one TwiML file. While the file is invalid, the last valid version is still served.
type document struct {
	name string // for messages

	mu       sync.Mutex
	seen     version
	source   []byte
	template *Template
	broken   error // the error of the file on the disk, or nil
}

// version identifies a version of a file.
type version struct {
	modified time.Time
	size     int64
}

// refresh reads the file again if it has changed, and reports whether it has. The error is that of the current version.
func (d *document) refresh(in *folder, path string) (changed bool, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	info, err := in.stat(path)
	now := version{size: -1} // for a deleted file
	if err == nil {
		now = version{info.ModTime(), info.Size()}
	}
	if now == d.seen {
		return false, d.broken
	}
	if err != nil {
		d.seen, d.broken = now, d.unread(in, path, err)
		return true, d.broken
	}
	source, err := in.read(path)
	if err != nil {
		d.seen, d.broken = now, d.unread(in, path, err)
		return true, d.broken
	}
	d.seen = now
	template, err := Check(d.name, source)
	d.broken = err
	if err == nil {
		d.source, d.template = source, template
	}
	return true, err
}

// unread returns an error with the file's name as typed, and the target of a link that leads out of the folder.
func (d *document) unread(in *folder, path string, err error) error {
	if target := in.outside(path); target != "" {
		return fault.With(fmt.Errorf("%s is outside of the folder", d.name), fault.Failed, linkHint(in.path, target))
	}
	return fault.With(fmt.Errorf("%s: %w", d.name, userfile.Reason(err)), fault.Failed, "")
}

// fill returns the document for one request, from the last valid version.
func (d *document) fill(value func(string) string) ([]byte, bool) {
	d.mu.Lock()
	template, source := d.template, d.source
	d.mu.Unlock()
	switch {
	case template == nil:
		return nil, false
	case template.plain:
		return source, true
	}
	return template.Fill(value), true
}

// Check checks a document as serve does: filled with sample values it must be valid TwiML. The error has one line per
// finding, "greeting.xml:4:7: …", and exit code 1.
func Check(name string, source []byte) (*Template, error) {
	template, err := ParseTemplate(source)
	if wrong, ok := errors.AsType[*TemplateError](err); ok {
		return nil, fault.With(fmt.Errorf("%s:%d:%d: %s", name, wrong.Line, wrong.Col, wrong.Message), fault.Problems, "")
	}
	filled := source
	if !template.plain {
		filled = template.Fill(Sample)
	}
	if _, err := twiml.Parse(filled); err != nil {
		return nil, fault.With(located(name, err), fault.Problems, "")
	}
	return template, nil
}

func located(name string, err error) error {
	findings, ok := errors.AsType[twiml.ErrorList](err)
	if !ok {
		return fmt.Errorf("%s: %w", name, err)
	}
	var b bytes.Buffer
	for i, finding := range findings {
		if i > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "%s:%s: %s [%s]", name, finding.Pos, finding.Message, finding.Code)
	}
	return errors.New(b.String())
}

// Unknown is the value of [Sample] for an unknown parameter.
const Unknown = "sample"

// Sample returns an example value of a parameter, for a check without a request.
func Sample(name string) string {
	samples := map[string]string{
		"From": "+14155550100", "To": "+14155550111", "Caller": "+14155550100", "Called": "+14155550111",
		"CallSid": "CA00000000000000000000000000000000", "Digits": "1", "Confidence": "0.9",
	}
	if value, ok := samples[name]; ok {
		return value
	}
	return Unknown
}
