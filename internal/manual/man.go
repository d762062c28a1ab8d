package main

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

	"github.com/twvoice/twvoice/internal/app"
)

// man writes a page of section 1 for every command: twvoice.1, twvoice-numbers-buy.1.
func man(root *cobra.Command, env app.Env, dir string) error {
	date, err := released(env.Getenv)
	if err != nil {
		return err
	}
	return pages(root, dir, date)
}

func pages(cmd *cobra.Command, dir string, date time.Time) error {
	for _, child := range cmd.Commands() {
		if !child.IsAvailableCommand() && !child.IsAdditionalHelpTopicCommand() {
			continue
		}
		if err := pages(child, dir, date); err != nil {
			return err
		}
	}
	name := strings.ReplaceAll(cmd.CommandPath(), " ", "-")
	return writeFile(filepath.Join(dir, name+".1"), func(w io.Writer) error { return page(w, cmd, date) })
}

func page(w io.Writer, cmd *cobra.Command, date time.Time) error {
	var text bytes.Buffer
	header := &doc.GenManHeader{Section: "1", Source: "twvoice", Manual: "Commands of twvoice", Date: &date}
	if err := doc.GenMan(cmd, header, &text); err != nil {
		return fmt.Errorf("write the page of %s: %w", cmd.CommandPath(), err)
	}
	content := text.Bytes()
	if date.IsZero() { // Cobra would write the current date
		content = bytes.Replace(content, []byte(date.Format(`"Jan 2006"`)), []byte(`""`), 1)
	}
	if !cmd.HasParent() {
		content = bytes.Replace(content, []byte(".SH SEE ALSO"), append(overview(), ".SH SEE ALSO"...), 1)
	}
	_, err := w.Write(content)
	return err
}

// released returns the date of the pages, set in seconds since 1970, or the zero time.
//
// https://reproducible-builds.org/specs/source-date-epoch/
func released(getenv func(string) string) (time.Time, error) {
	text := getenv("SOURCE_DATE_EPOCH")
	if text == "" {
		return time.Time{}, nil
	}
	seconds, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return time.Time{}, fmt.Errorf("SOURCE_DATE_EPOCH: %w", err)
	}
	return time.Unix(seconds, 0).UTC(), nil
}
