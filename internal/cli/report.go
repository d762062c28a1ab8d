package cli

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/twvoice/twvoice/internal/app"
	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/term"
)

// failure is an error as -o json shows it on standard error. The JSON keys are a stable interface.
type failure struct {
	Message   string `json:"message"`
	Hint      string `json:"hint"`
	ExitCode  int    `json:"exit_code"`
	Code      string `json:"code,omitempty"`
	Status    int    `json:"status,omitempty"`
	RequestID string `json:"request_id,omitempty"`
	MoreInfo  string `json:"more_info,omitempty"`
}

// report prints an error: one line and, below it, the fix.
func report(f *cmdutil.Factory, err error) {
	if !fault.IsQuiet(err) {
		tell(f.Env, wantsJSON(f), f.Paint(), err)
	}
}

func tell(env app.Env, asJSON bool, paint term.Paint, err error) {
	message := strings.Join(strings.FieldsFunc(err.Error(), func(r rune) bool { return r == '\n' }), "; ")
	if asJSON {
		origin, _ := fault.OriginOf(err)
		line := struct {
			Error failure `json:"error"`
		}{failure{
			Message: message, Hint: fault.HintOf(err), ExitCode: int(fault.ExitOf(err)),
			Code: origin.Code, Status: origin.Status, RequestID: origin.RequestID, MoreInfo: origin.MoreInfo,
		}}
		enc := json.NewEncoder(env.Stderr)
		enc.SetEscapeHTML(false)
		_ = enc.Encode(line) // a failed write cannot be reported
		return
	}
	env.Notef("%s %s", paint.Red("error:"), message)
	if hint := fault.HintOf(err); hint != "" {
		env.Notef("%s %s", paint.Cyan("hint:"), hint)
	}
}

// wantsJSON also looks at the raw arguments, because an error in them occurs before the flags are read.
func wantsJSON(f *cmdutil.Factory) bool {
	format := f.Output().Format
	return format == term.JSON || format == term.JSONL || jsonTyped(f.Env.Args)
}

func jsonTyped(args []string) bool {
	for i, arg := range args {
		if (arg == "-o" || arg == "--output") && i+1 < len(args) {
			arg = "--output=" + args[i+1]
		}
		if slices.Contains([]string{"-ojson", "-ojsonl", "-o=json", "-o=jsonl", "--output=json", "--output=jsonl"}, arg) {
			return true
		}
	}
	return false
}
