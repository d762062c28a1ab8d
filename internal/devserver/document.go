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

// document is one TwiML file. While an edit of it is broken, the last good version keeps answering.
type document struct {
	name string // as the user knows the file

	mu       sync.Mutex
	seen     stamp
	source   []byte
	template *Template
	broken   error // what is wrong with the file as it is on the disk, nil for nothing
}

// stamp tells one version of a file from the next.
type stamp struct {
	modified time.Time
	size     int64
}

// refresh reads the file again if it has changed. changed says that it has; the error is what is wrong with it now.
func (d *document) refresh(in *folder, path string) (changed bool, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	info, err := in.stat(path)
	now := stamp{size: -1} // gone
	if err == nil {
		now = stamp{info.ModTime(), info.Size()}
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

// unread names the file as the user knows it, and a link that leads out of the folder.
func (d *document) unread(in *folder, path string, err error) error {
	if target := in.outside(path); target != "" {
		return fault.With(fmt.Errorf("%s is outside of the folder", d.name), fault.Failed, linkHint(in.path, target))
	}
	return fault.With(fmt.Errorf("%s: %w", d.name, userfile.Reason(err)), fault.Failed, "")
}

// fill is the document for one request, of the last version that was good.
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

// Check reads a document as serve would: filled with sample values it must be TwiML.
// What is wrong reads "greeting.xml:4:7: …", one line a finding, and has exit code 1.
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

// Unknown is what [Sample] has for a parameter of which nothing is known.
const Unknown = "sample"

// Sample is what a parameter might be, for a check without a request.
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
