package webhook_test

import (
	"testing"

	"github.com/twvoice/twvoice/internal/cli/cmdutil/typed"
	"github.com/twvoice/twvoice/internal/cli/webhook"
)

func TestSetKeepsUntypedSettings(t *testing.T) {
	t.Parallel()
	typed.Same(t, typed.Options(t, webhook.NewSet, "ci", "https://example.com/"), webhook.SetOptions{Number: "ci", URL: "https://example.com/", Method: "POST"})
}

func TestSetTellsAnEmptyValueFromNone(t *testing.T) {
	t.Parallel()
	none, get, done := "", "GET", "https://example.com/done"
	got := typed.Options(t, webhook.NewSet, "ci", "https://example.com/", "--method", "GET", "--fallback-url", "", "--fallback-method", "GET",
		"--status-callback", done, "--status-callback-method", "GET", "--detach")
	typed.Same(t, got, webhook.SetOptions{
		Number: "ci", URL: "https://example.com/", Method: "GET", FallbackURL: &none, FallbackMethod: &get,
		StatusCallback: &done, StatusCallbackMethod: &get, Detach: true,
	})
}

func TestWebhookCommandsTakeNumbers(t *testing.T) {
	t.Parallel()
	typed.Same(t, typed.Options(t, webhook.NewShow, "ci"), webhook.ShowOptions{Number: "ci"})
	typed.Same(t, typed.Options(t, webhook.NewClear, "ci"), webhook.ClearOptions{Number: "ci"})
	typed.Same(t, typed.Options(t, webhook.NewRestore, "+14155550100", "ci"), webhook.RestoreOptions{Numbers: []string{"+14155550100", "ci"}})
	typed.Same(t, typed.Options(t, webhook.NewRestore, "--all"), webhook.RestoreOptions{Numbers: []string{}, All: true})
}
