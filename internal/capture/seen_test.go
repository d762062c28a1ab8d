package capture

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/store"
)

// Seen is called for each request once, without secrets, even if the database fails.
func TestWatcherSeesEveryRequestOnce(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		spoil func(t *testing.T, dir string)
		want  []string
	}{
		{"with the names under which they are kept", func(*testing.T, string) {}, []string{"r1 verysecret is (redacted)", "r2 nothing"}},
		{"while somebody else is writing", func(t *testing.T, dir string) { lock(t, dir) }, []string{" verysecret is (redacted)", " nothing"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			tt.spoil(t, dir)
			var got []string
			k := start(Options{
				Dir: dir, Secrets: []string{"very-secret-value"}, Now: noon,
				Seen: func(r Request) { got = append(got, r.ID+" "+r.Answer) },
			}, store.Options{Patience: time.Millisecond})
			k.Keep(asked("/a", "verysecret is very-secret-value"))
			k.Keep(asked("/b", "nothing"))
			if err := k.Close(t.Context()); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("seen (-want +got):\n%s", diff)
			}
		})
	}
}
