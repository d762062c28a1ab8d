package doctor

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"strings"

	"github.com/twvoice/twvoice/internal/config"
)

// configuration reports which files are read and their errors.
func configuration(_ context.Context, e *examination) Finding {
	if e.Broken != nil {
		return failedWith(e.Broken, "fix it, or remove the setting: twvoice config --help")
	}
	project, user := e.Config.Files()
	var read []string
	if exists(project) {
		read = append(read, config.ProjectFile)
	}
	if exists(user) {
		read = append(read, user)
	}
	if len(read) == 0 {
		return ok("no file: no %s here and no %s", config.ProjectFile, user)
	}
	return ok("%s", strings.Join(read, ", "))
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return !errors.Is(err, fs.ErrNotExist)
}

// unconfigured returns the finding of checks that need the configuration, if it cannot be read.
func unconfigured() Finding { return skipped("the configuration cannot be read") }
