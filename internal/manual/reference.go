package main

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

	"github.com/twvoice/twvoice/internal/app"
)

// reference writes a page of Markdown for every command, twvoice-numbers-buy.md, and README.md with what there is.
func reference(root *cobra.Command, _ app.Env, dir string) error {
	var index strings.Builder
	index.WriteString("# Commands of twvoice\n\nThese pages are what the commands say of themselves with `--help`. They are made by\n" +
		"`go run ./internal/manual reference docs/reference`; whoever changes a command makes them anew.\n")
	if err := referenceBelow(root, dir, &index); err != nil {
		return err
	}
	index.WriteString("\n[Exit codes](../exit-codes.md) are the same for all of them.\n")
	return writeFile(filepath.Join(dir, "README.md"), func(w io.Writer) error {
		_, err := io.WriteString(w, index.String())
		return err
	})
}

func referenceBelow(cmd *cobra.Command, dir string, index *strings.Builder) error {
	name := strings.ReplaceAll(cmd.CommandPath(), " ", "-") + ".md"
	depth := strings.Count(cmd.CommandPath(), " ")
	if depth == 0 {
		index.WriteString("\n")
	}
	fmt.Fprintf(index, "%s* [`%s`](%s): %s\n", strings.Repeat("  ", depth), cmd.CommandPath(), name, cmd.Short)
	if err := writeFile(filepath.Join(dir, name), func(w io.Writer) error { return markdown(w, cmd) }); err != nil {
		return err
	}
	for _, child := range cmd.Commands() {
		if !child.IsAvailableCommand() {
			continue
		}
		if err := referenceBelow(child, dir, index); err != nil {
			return err
		}
	}
	return nil
}

// inherited are the flags that every command has: twvoice.md shows them, and the other pages say so.
var inherited = regexp.MustCompile("(?s)### Options inherited from parent commands\n\n```\n.*?```\n")

func markdown(w io.Writer, cmd *cobra.Command) error {
	var text bytes.Buffer
	link := func(file string) string { return strings.ReplaceAll(file, "_", "-") }
	if err := doc.GenMarkdownCustom(cmd, &text, link); err != nil {
		return fmt.Errorf("write the page of %s: %w", cmd.CommandPath(), err)
	}
	page := inherited.ReplaceAllString(text.String(), "The flags that every command has are those of [twvoice](twvoice.md).\n")
	page = strings.Replace(page, "## "+cmd.CommandPath()+"\n", "# "+cmd.CommandPath()+"\n", 1)
	page = strings.ReplaceAll(page, "\n### ", "\n## ")
	page = strings.Replace(page, "\n## SEE ALSO\n", "\n## See also\n", 1)
	_, err := io.WriteString(w, strings.ReplaceAll(page, "\t - ", ": "))
	return err
}
