package testcmd

import (
	"bytes"
	"context"
	"fmt"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/scenario"
	"github.com/twvoice/twvoice/internal/scenario/report"
	"github.com/twvoice/twvoice/internal/userfile"
)

// maxBaseline limits the size of a baseline, in bytes.
const maxBaseline = 16 << 20

// readBaseline reads the baseline called name, nil without one. A scenario that has changed since cannot be compared.
func readBaseline(ctx context.Context, f *cmdutil.Factory, name string, scenarios []scenario.Scenario) (*scenario.Baseline, error) {
	if name == "" {
		return nil, nil //nolint:nilnil // a nil Baseline compares nothing
	}
	source, err := f.Read(ctx, name, maxBaseline)
	if err != nil {
		return nil, err
	}
	baseline, err := scenario.ReadBaseline(source)
	if err == nil {
		err = baseline.Check(scenarios)
	}
	if err != nil {
		return nil, fault.With(fmt.Errorf("--baseline %s: %w", name, err), fault.Usage, "--save-baseline "+f.Env.Quoted(name)+" writes a new one")
	}
	return baseline, nil
}

// saveBaseline writes the figures of the results, if all of them passed.
func (r *printer) saveBaseline(ctx context.Context, name string, sum report.Summary) error {
	switch {
	case name == "":
		return nil
	case sum.Failed+sum.Invalid > 0:
		r.f.Env.Notef("did not write %s: a baseline needs scenarios that pass", name)
		return nil
	}
	var b bytes.Buffer
	err := scenario.NewBaseline(r.all).Write(&b)
	if err == nil {
		err = userfile.Write(ctx, r.f.Env.Path(name), b.Bytes())
	}
	if err != nil && ctx.Err() == nil {
		return fault.With(fmt.Errorf("write the baseline %s: %w", name, userfile.Reason(err)), fault.Failed, "")
	}
	return err
}
