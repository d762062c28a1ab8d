package term

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/twvoice/twvoice/internal/fault"
)

// Event prints an event as one JSON line: the name of the event, then the keys of value, which is an object. --jq
// filters each line separately.
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

// Stream rejects options that do not work for a stream of different events: csv and tsv, --fields, an invalid --jq.
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
