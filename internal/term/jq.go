package term

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/itchyny/gojq"

	"github.com/twvoice/twvoice/internal/fault"
)

func compile(expression string) (*gojq.Query, error) {
	if expression == "" {
		return nil, nil
	}
	query, err := gojq.Parse(expression)
	if err != nil {
		return nil, fault.With(fmt.Errorf("--jq %q: %w", expression, err), fault.Usage, "the language is jq's: https://jqlang.org/manual/")
	}
	return query, nil
}

// filter prints what a jq expression makes of a JSON value, one result a line; strings without their quotes, as gh does.
func filter(w io.Writer, expression string, data []byte) error {
	query, err := compile(expression)
	if err != nil {
		return err
	}
	var value any
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	if err := dec.Decode(&value); err != nil {
		return err
	}
	results := query.Run(value)
	for {
		result, ok := results.Next()
		if !ok {
			return nil
		}
		if err, failed := result.(error); failed {
			if halt, ok := errors.AsType[*gojq.HaltError](err); ok && halt.Value() == nil {
				return nil
			}
			return fault.With(fmt.Errorf("--jq %q: %w", expression, err), fault.Usage, "")
		}
		if err := printResult(w, result); err != nil {
			return err
		}
	}
}

func printResult(w io.Writer, result any) error {
	if text, ok := result.(string); ok {
		_, err := fmt.Fprintln(w, text)
		return err
	}
	data, err := gojq.Marshal(result)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%s\n", data)
	return err
}

func indent(w io.Writer, data []byte) error {
	var b bytes.Buffer
	if err := json.Indent(&b, data, "", "  "); err != nil {
		return err
	}
	b.WriteByte('\n')
	_, err := w.Write(b.Bytes())
	return err
}
