// Command bare is a minimal program with cobra and viper. BenchmarkStart compares twvoice with it.
package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/viper"
)

func main() {
	config := viper.New()
	root := &cobra.Command{
		Use: "bare", Version: "1.0.0", SilenceUsage: true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprintln(cmd.OutOrStdout(), config.GetString("name"))
			return err
		},
	}
	root.Flags().String("name", "bare", "what to print")
	config.SetEnvPrefix("BARE")
	config.AutomaticEnv()
	config.SetConfigName("bare")
	config.AddConfigPath(".")
	err := errors.Join(config.BindPFlags(root.Flags()), ignoreMissing(config.ReadInConfig()), root.Execute())
	if err != nil {
		os.Exit(1)
	}
}

func ignoreMissing(err error) error {
	if _, ok := errors.AsType[viper.ConfigFileNotFoundError](err); ok {
		return nil
	}
	return err
}
