package emulator

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// Outcome returns the status of a call from the database, whether an emulator runs or not. over
// reports whether the status is final; it is false for a call that does not exist.
func Outcome(ctx context.Context, on store.Handle, accountSid, callSid string) (status string, over bool, err error) {
	raw, err := store.In[json.RawMessage](on, record.CallKind).Get(ctx, accountSid, callSid)
	if errors.Is(err, store.ErrNotFound) {
		return "", false, nil
	}
	if err != nil {
		return "", false, err
	}
	var row struct {
		Status string `json:"status"`
	}
	if err := json.Unmarshal(raw, &row); err != nil {
		return "", false, err
	}
	return row.Status, event.Status(row.Status).Final(), nil
}
