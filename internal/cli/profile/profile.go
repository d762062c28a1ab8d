// Package profile has the commands that list, show, select and remove the accounts stored by login. It sends no request
// to Twilio, and shows only the names and places of secrets.
package profile

import (
	"cmp"
	"errors"

	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/config"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/term"
)

// New returns the command `twvoice profile`.
func New(f *cmdutil.Factory) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "profile",
		Aliases: []string{"profiles"},
		Short:   "List, show, choose and remove the accounts that login stored",
		Example: `  twvoice profile list
  twvoice profile use work
  twvoice --profile work numbers list`,
	}
	cmd.AddCommand(
		NewList(f, List),
		NewUse(f, Use),
		NewShow(f, Show),
		NewRemove(f, Remove),
	)
	return cmd
}

// row is a profile for display.
type row struct {
	Name       string   `json:"name"`
	AccountSid string   `json:"account_sid"`
	KeySid     string   `json:"key_sid"`
	Region     string   `json:"region"`
	Edge       string   `json:"edge"`
	APIURL     string   `json:"api_url"`
	Store      string   `json:"store"` // keyring, file, twilio CLI, or nothing
	Active     bool     `json:"active"`
	Secrets    []string `json:"secrets,omitempty"` // for show: their names
}

func rowOf(f *cmdutil.Factory, p config.Profile) row {
	return row{
		Name: p.Name, AccountSid: p.AccountSid, KeySid: p.KeySid, Region: p.Region, Edge: p.Edge, APIURL: p.APIURL, Store: p.Store,
		Active: p.Name == f.Profile,
	}
}

func columns() []term.Column {
	return []term.Column{
		{Key: "name", Title: "name", Whole: true},
		{Key: "account_sid", Title: "account", Whole: true},
		{Key: "key_sid", Title: "API key", Whole: true},
		{Key: "region", Title: "region"},
		{Key: "edge", Title: "edge"},
		{Key: "store", Title: "secrets in"},
		{Key: "active", Title: "active"},
	}
}

func id(r term.Record) string { return r.String("name") }

// named returns the profile that was typed, or the active one.
func named(f *cmdutil.Factory, typed string) (string, error) {
	if name := cmp.Or(typed, f.Profile); name != "" {
		return name, nil
	}
	return "", fault.With(errors.New("no profile is active"), fault.Usage, "list them with `twvoice profile list`, then: twvoice profile use NAME")
}
