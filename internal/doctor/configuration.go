package doctor

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"strings"

	"github.com/twvoice/twvoice/internal/config"
)

// configuration tells which files are read, and what is wrong with them.
func configuration(_ context.Context, e *examination) Finding {
	if e.Broken != nil {
		return because(e.Broken, "fix it, or remove the setting: twvoice config --help")
	}
	project, user := e.Config.Files()
	var read []string
	if there(project) {
		read = append(read, config.ProjectFile)
	}
	if there(user) {
		read = append(read, user)
	}
	if len(read) == 0 {
		return ok("no file: no %s here and no %s", config.ProjectFile, user)
	}
	return ok("%s", strings.Join(read, ", "))
}

func there(path string) bool {
	_, err := os.Stat(path)
	return !errors.Is(err, fs.ErrNotExist)
}

// unconfigured is what the checks find that need to know what is configured.
func unconfigured() Finding { return skipped("the configuration cannot be read") }
