package config

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/twvoice/twvoice/internal/userfile"
)

// replaceFile gives a file of settings a new content, and makes its folder where it is missing. Only the owner may read it.
func replaceFile(path string, content []byte) error {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("make the config folder: %w", err)
	}
	return userfile.Replace(path, content, 0o600)
}
