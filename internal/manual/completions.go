package main

import (
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/app"
)

// completions writes a file for each shell, with the extension of the shell. Packages install them where the shell looks
// for them.
func completions(root *cobra.Command, _ app.Env, dir string) error {
	for _, shell := range []struct {
		file  string
		write func(io.Writer) error
	}{
		{"twvoice.bash", func(w io.Writer) error { return root.GenBashCompletionV2(w, true) }},
		{"twvoice.zsh", root.GenZshCompletion},
		{"twvoice.fish", func(w io.Writer) error { return root.GenFishCompletion(w, true) }},
		{"twvoice.ps1", root.GenPowerShellCompletionWithDesc},
	} {
		if err := writeFile(filepath.Join(dir, shell.file), shell.write); err != nil {
			return err
		}
	}
	return nil
}

func writeFile(path string, write func(io.Writer) error) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := write(f); err != nil {
		_ = f.Close() // the write error is more important
		return err
	}
	return f.Close()
}
