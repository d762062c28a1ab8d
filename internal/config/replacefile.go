package config

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/twvoice/twvoice/internal/userfile"
)

// replaceFile writes a file of settings and creates its folder if necessary. Only the owner may read the file.
func replaceFile(path string, content []byte) error {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("make the config folder: %w", err)
	}
	return userfile.Replace(path, content, 0o600)
}
