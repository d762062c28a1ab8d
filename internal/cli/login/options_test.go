package login_test

import (
	"context"
	"io"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/app"
	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/cli/login"
)

func TestFlagsBecomeOptions(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		args []string
		want login.Options
	}{
		{"none", nil, login.Options{}},
		{"all", []string{"--api-key", key, "--ngrok-authtoken-file", "-", "--no-check"}, login.Options{KeySid: key, NgrokToken: "-", NoCheck: true}},
	}
	for _, tt := range tests {
		var got login.Options
		cmd := login.New(cmdutil.New(app.Env{}), func(_ context.Context, _ *cmdutil.Factory, o login.Options) error {
			got = o
			return nil
		})
		cmd.SetArgs(append([]string{}, tt.args...))
		if err := cmd.Execute(); err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
	cmd := login.New(cmdutil.New(app.Env{}), login.Run)
	cmd.SetArgs([]string{"surplus"})
	cmd.SetOut(io.Discard)
	cmd.SetErr(io.Discard)
	if err := cmd.Execute(); err == nil {
		t.Error("a surplus argument: got no error")
	}
}
