package term

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/itchyny/gojq"

	"github.com/twvoice/twvoice/internal/app"
	"github.com/twvoice/twvoice/internal/fault"
)

// maxExpression limits an expression, in bytes. The parser and compiler of gojq recurse.
const maxExpression = 64 << 10

// program is a compiled expression of --jq.
type program struct {
	code   *gojq.Code
	byRow  bool // the result for an array is the results for its items, one after the other
	source string
}

// jqManual is the hint for an invalid expression.
const jqManual = "the language is jq's: https://jqlang.org/manual/"

// compile compiles an expression. It returns nil for "".
func compile(expression string) (*program, error) {
	if expression == "" {
		return nil, nil
	}
	if len(expression) > maxExpression {
		return nil, fault.Usagef("the expression of --jq has %d bytes, and %d is the limit", len(expression), maxExpression)
	}
	query, err := gojq.Parse(expression)
	if err != nil {
		return nil, fault.With(fmt.Errorf("--jq %q: %w", expression, err), fault.Usage, jqManual)
	}
	code, err := gojq.Compile(query)
	if err != nil { // such as an unknown function
		return nil, fault.With(fmt.Errorf("--jq %q: %w", expression, err), fault.Usage, jqManual)
	}
	return &program{code: code, byRow: byRow(query) && !strings.Contains(expression, "halt"), source: expression}, nil
}

// byRow reports whether an expression begins with .[] and continues from there: .[].sid, .[] | select(…) | .a, .b.
// Such an expression sees one item at a time and not their number.
func byRow(q *gojq.Query) bool {
	if len(q.FuncDefs) > 0 || len(q.Patterns) > 0 || len(q.Imports) > 0 {
		return false
	}
	if q.Op == gojq.OpPipe {
		return byRow(q.Left)
	}
	t := q.Term
	return q.Op == 0 && t != nil && t.Type == gojq.TermTypeIdentity && len(t.SuffixList) > 0 && t.SuffixList[0].Iter && !indexed(t.SuffixList)
}

// indexed reports whether an index is itself an expression, as in .[][length]. That expression sees the whole input.
func indexed(suffixes []*gojq.Suffix) bool {
	return slices.ContainsFunc(suffixes, func(s *gojq.Suffix) bool {
		return s.Index != nil && (s.Index.Start != nil || s.Index.End != nil || s.Index.Str != nil)
	})
}

// filter prints the results of --jq for a JSON value, one per line; strings without quotes, as gh does.
func (o Output) filter(data []byte) error {
	p, err := compile(o.Filter)
	if err != nil {
		return err
	}
	return o.run(p, data, o.raw())
}

// run prints the results of a program for a JSON value.
func (o Output) run(p *program, data []byte, to io.Writer) error {
	var value any
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	if err := dec.Decode(&value); err != nil {
		return err
	}
	ctx, stop := o.runContext()
	defer stop()
	results := p.code.RunWithContext(ctx, value)
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
			return fault.With(fmt.Errorf("--jq %q: %w", p.source, err), fault.Usage, jqHint(data))
		}
		if err := printResult(to, result); err != nil {
			return err
		}
	}
}

func jqHint(data []byte) string {
	if bytes.HasPrefix(data, []byte("[")) {
		return "a list is one array, and .[] is each of its rows: --jq " + app.Quoted(runtime.GOOS, ".[].sid")
	}
	return jqManual
}

// misfit returns the error of a program that fails for every list with this first row. It returns nil if other or more
// rows could make a difference: an index after the first row is null, and an expression's own error can depend on the
// number of rows.
func (o Output) misfit(p *program, first json.RawMessage) error {
	err := o.run(p, slices.Concat([]byte("["), first, []byte("]")), oneResult{})
	if errors.Is(err, errFirstResult) {
		return nil
	}
	if _, own := errors.AsType[gojq.ValueError](err); err == nil || own {
		return nil
	}
	if text := err.Error(); strings.Contains(text, ": null") || strings.Contains(text, " and null") {
		return nil
	}
	return err
}

// errFirstResult ends the first run of an expression after one result. The expression works then, and may have endless
// results.
var errFirstResult = errors.New("enough")

// oneResult is a writer that returns errEnough after the first result.
type oneResult struct{}

func (oneResult) Write([]byte) (int, error) { return 0, errFirstResult }

// lastWord is how long an expression may run after the command was canceled. It also filters the last events.
const lastWord = 500 * time.Millisecond

// runContext returns a context for one run of an expression, because a jq expression can run endlessly.
func (o Output) runContext() (ctx context.Context, stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		select {
		case <-ctx.Done():
			return
		case <-o.Canceled: // nil blocks
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
