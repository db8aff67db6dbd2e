package main

import (
	"io"
	"log/slog"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"liangwang/internal/config"
	"liangwang/internal/server"
	"liangwang/internal/store"
)

// app is what every command is given: its surroundings and, by the time it runs, the configuration.
type app struct {
	stdin          io.Reader
	stdout, stderr io.Writer // answers; and notes on the way, log lines among them
	environ        []string
	now            func() time.Time // the machine's clock; the demo makes its own from it

	cfg config.Config // set before a command runs
	log *slog.Logger  // JSON lines to stderr; set before a command runs

	held *store.DirLock // of the data directory, while this program serves it
}

// commands are the commands of the program, in the order of --help.
func (a *app) commands() []*cobra.Command {
	return []*cobra.Command{
		newServeCmd(a),
		newDemoCmd(a),
		newOpenapiCmd(a),
		newUserCmd(a),
		newImportCmd(a),
		newExportCmd(a),
		newGeoCmd(a),
		newLedgerCmd(a),
		newAuditCmd(a),
		newBackupCmd(a),
		newRestoreCmd(a),
		newDrillCmd(a),
		newMigrateCmd(a),
		newHealthcheckCmd(a),
		newVersionCmd(a),
	}
}

func newRootCmd(a *app) *cobra.Command {
	var file string
	root := &cobra.Command{
		Use:           "liangwang",
		Short:         "Recycling-network logistics tracker 两网融合：回收物流追踪",
		Example:       "  liangwang serve --demo\n  LW_DATA=/var/lib/liangwang liangwang serve --addr :8080",
		Args:          cobra.NoArgs,
		SilenceUsage:  true, // a wrong file name is no reason to print a page of flags
		SilenceErrors: true, // main prints them
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			return a.configure(file, cmd.Flags())
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetIn(a.stdin)
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	root.PersistentFlags().StringVar(&file, "config", "", "YAML file with settings, also LW_CONFIG 配置文件")
	settings(root.PersistentFlags(), "data", "dsn", "log_level")
	root.AddCommand(a.commands()...)
	return root
}

// configure reads the configuration; flags are those of the command that runs, the global ones included.
func (a *app) configure(file string, flags *pflag.FlagSet) error {
	if file == "" {
		file = a.getenv("LW_CONFIG")
	}
	typed := map[string]string{}
	flags.Visit(func(f *pflag.Flag) { // the changed ones
		if name := f.Annotations[settingMark]; len(name) == 1 {
			typed[name[0]] = f.Value.String()
		}
	})
	cfg, err := config.Load(file, a.environ, typed)
	if err != nil {
		return err
	}
	a.cfg, a.log = cfg, server.NewLogger(a.stderr, cfg.LogLevel)
	return nil
}

func (a *app) getenv(name string) string {
	for _, v := range a.environ {
		if value, ok := strings.CutPrefix(v, name+"="); ok {
			return value
		}
	}
	return ""
}

const settingMark = "liangwang_setting" // annotation of a flag: the setting that it gives

// settings adds to flags those of the named settings (config.Keys). What the user types stands in app.cfg when the command runs.
func settings(flags *pflag.FlagSet, names ...string) {
	keys := map[string]config.Key{}
	for _, k := range config.Keys() {
		keys[k.Name] = k
	}
	for _, name := range names {
		k, ok := keys[name]
		if !ok {
			panic("no setting " + name) // a slip in the code, seen by the first test
		}
		if k.Switch {
			flags.Bool(k.Flag(), k.Default == "true", k.Usage)
		} else {
			flags.String(k.Flag(), k.Default, k.Usage)
		}
		flags.Lookup(k.Flag()).Annotations = map[string][]string{settingMark: {k.Name}}
	}
}
