package frame

import (
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// choices is the annotation of a flag with the words that its value may be.
const choices = "twvoice_choices"

// OneOf says which words a flag's value may be, for whoever completes it. Refusing others is the command's.
func OneOf(flags *pflag.FlagSet, name string, words ...string) { annotate(flags, name, choices, words) }

// File says which files a flag names, by their extensions without the dot. Shells offer folders as well.
func File(flags *pflag.FlagSet, name string, extensions ...string) {
	annotate(flags, name, cobra.BashCompFilenameExt, extensions)
}

// annotate panics where the flag does not exist, which is a slip in our own source.
func annotate(flags *pflag.FlagSet, name, key string, values []string) {
	if err := flags.SetAnnotation(name, key, values); err != nil {
		panic(err)
	}
}

// Methods are the methods of a webhook.
func Methods() []string { return []string{"POST", "GET"} }

// edges are where Twilio can be entered: https://www.twilio.com/docs/global-infrastructure/edge-locations
func edges() []string {
	return []string{"ashburn", "dublin", "frankfurt", "sao-paulo", "singapore", "sydney", "tokyo", "umatilla", "roaming"}
}
