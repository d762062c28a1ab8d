package term

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/twvoice/twvoice/internal/fault"
)

// Event prints one thing that happened as a JSON line: the keys of value, an object, behind the name of the event.
// --jq filters each line by itself.
func (o Output) Event(name string, value any) error {
	data, err := encode(value)
	if err != nil {
		return err
	}
	if len(data) < 2 || data[0] != '{' {
		return fmt.Errorf("event %s: %T is not a JSON object", name, value)
	}
	var line bytes.Buffer
	fmt.Fprintf(&line, `{"event":%q`, name)
	if !bytes.Equal(data, []byte("{}")) {
		line.WriteByte(',')
	}
	line.Write(data[1:])
	if o.Filter != "" {
		return o.filter(line.Bytes())
	}
	line.WriteByte('\n')
	_, err = o.raw().Write(line.Bytes())
	return err
}

// Stream refuses, before anything is done, what has no meaning for a stream of events that differ:
// csv and tsv, --fields, a --jq that is broken.
func (o Output) Stream() error {
	if o.Format == CSV || o.Format == TSV {
		return fault.With(fmt.Errorf("-o %s prints lists, and this output is not a list", o.Format), fault.Usage, "use -o jsonl: one event per line")
	}
	if len(o.Fields) > 0 {
		return fault.With(errors.New("--fields selects columns, but this output has none"), fault.Usage, "use --jq: -o jsonl --jq .event")
	}
	_, err := compile(o.Filter)
	return err
}
