package term

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/itchyny/gojq"

	"github.com/twvoice/twvoice/internal/fault"
)

// maxExpression is the length of an expression, in bytes. The parser and the compiler of gojq recurse.
const maxExpression = 64 << 10

func compile(expression string) (*gojq.Query, error) {
	if expression == "" {
		return nil, nil
	}
	if len(expression) > maxExpression {
		return nil, fault.Usagef("the expression of --jq has %d bytes, and %d is the limit", len(expression), maxExpression)
	}
	query, err := gojq.Parse(expression)
	if err != nil {
		return nil, fault.With(fmt.Errorf("--jq %q: %w", expression, err), fault.Usage, "the language is jq's: https://jqlang.org/manual/")
	}
	return query, nil
}

// filter prints what a jq expression makes of a JSON value, one result a line; strings without their quotes, as gh does.
func (o Output) filter(data []byte) error {
	expression := o.Filter
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
	ctx, stop := o.whileWanted()
	defer stop()
	results := query.RunWithContext(ctx, value)
	for {
		result, ok := results.Next()
		if !ok {
			return nil
		}
		if err, failed := result.(error); failed {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if halt, ok := errors.AsType[*gojq.HaltError](err); ok && halt.Value() == nil {
				return nil
			}
			return fault.With(fmt.Errorf("--jq %q: %w", expression, err), fault.Usage, "")
		}
		if err := printResult(o.raw(), result); err != nil {
			return err
		}
	}
}

// lastWord is how long an expression may go on after the command was told to end: what happens at the end is told through it too.
const lastWord = 500 * time.Millisecond

// whileWanted is a context for one run of an expression: jq's language can express what never ends.
func (o Output) whileWanted() (ctx context.Context, stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		select {
		case <-ctx.Done():
			return
		case <-o.Canceled: // nil is never
		}
		timer := time.NewTimer(lastWord)
		defer timer.Stop()
		select {
		case <-ctx.Done():
		case <-timer.C:
			cancel()
		}
	}()
	return ctx, func() { cancel(); <-done }
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
