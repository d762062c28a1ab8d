package config_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/internal/config"
	"github.com/twvoice/twvoice/internal/fault"
)

func TestReadSecret(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, content, want, fails string
	}{
		{"a line", "hunter2\n", "hunter2", ""},
		{"a line without its end", "hunter2", "hunter2", ""},
		{"a line as Windows ends it", "hunter2\r\n", "hunter2", ""},
		{"blanks around it", "  hunter2\t\n", "hunter2", ""},
		{"the mark that Windows' editors write", "\ufeffhunter2\r\n", "hunter2", ""},
		{"more lines", "hunter2\nand a note\n", "hunter2", ""},
		{"nothing", "", "", "its first line is empty"},
		{"an empty line", "\nhunter2\n", "", "its first line is empty"},
		{"two words", "hunter 2\n", "", "characters that no secret has"},
		{"UTF-16, as PowerShell redirects", "\xff\xfeh\x00u\x00n\x00\r\x00\n\x00", "", "saved as UTF-16"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			path := filepath.Join(w.folder, "secret.txt")
			w.write(t, w.folder, "secret.txt", tt.content)
			if tt.content == "" {
				w.write(t, w.folder, "secret.txt", " ")
			}
			for from, stdin := range map[string]string{path: "unread\n", "-": tt.content} {
				got, err := config.ReadSecret(t.Context(), from, strings.NewReader(stdin))
				check(t, err, fault.Credentials, tt.fails, "")
				if got != tt.want {
					t.Errorf("from %s: got %q, want %q", from, got, tt.want)
				}
				if err != nil && strings.Contains(err.Error(), "hunter") {
					t.Errorf("the message shows the secret: %v", err)
				}
			}
		})
	}
}

func TestMissingSecretsFileIsNamed(t *testing.T) {
	t.Parallel()
	_, err := config.ReadSecret(t.Context(), filepath.Join(t.TempDir(), "token.txt"), nil)
	check(t, err, fault.Credentials, "token.txt", "")
}
