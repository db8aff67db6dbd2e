package config

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/knadh/koanf/parsers/yaml"
	"github.com/knadh/koanf/providers/confmap"
	"github.com/knadh/koanf/providers/env/v2"
	"github.com/knadh/koanf/providers/file"
	"github.com/knadh/koanf/v2"
)

// Load returns the configuration made of the defaults, the YAML file at path (none if ""), the LW_ variables of environ
// (entries "NAME=value"; variables that are no setting are left alone) and flags (value by key name, as the user typed it).
// An empty value in environ counts as unset. Every fault that it finds is in the error, one a line.
func Load(path string, environ []string, flags map[string]string) (Config, error) {
	k := koanf.New(".")
	layers := []func() error{
		func() error { return k.Load(confmap.Provider(defaults(), ""), nil) },
		func() error { return loadFile(k, path) },
		func() error { return k.Load(environment(environ), nil) },
		func() error { return k.Load(confmap.Provider(given(flags), ""), nil) },
	}
	for _, load := range layers {
		if err := load(); err != nil {
			return Config{}, err
		}
	}
	if err := split(k, "trusted_proxy"); err != nil {
		return Config{}, err
	}
	var c Config
	if err := k.Unmarshal("", &c); err != nil {
		return Config{}, fmt.Errorf("configuration: %w", misread(err))
	}
	c.PublicURL = strings.TrimSuffix(c.PublicURL, "/")
	if err := c.check(); err != nil {
		return Config{}, fmt.Errorf("configuration: %w", err)
	}
	return c, nil
}

// misread says what the decoder found in words of one line: "'backup_every' time: invalid duration" becomes "backup_every: invalid duration".
func misread(err error) error {
	var faults []error
	for line := range strings.SplitSeq(err.Error(), "\n") {
		if name, why, found := strings.Cut(strings.TrimPrefix(line, "'"), "' "); found && strings.HasPrefix(line, "'") {
			if _, bare, found := strings.Cut(why, ": "); found {
				why = bare
			}
			faults = append(faults, fmt.Errorf("%s: %s", name, why))
		}
	}
	if len(faults) == 0 {
		return err
	}
	return errors.Join(faults...)
}

func defaults() map[string]any {
	m := map[string]any{}
	for _, key := range Keys() {
		if key.Default != "" {
			m[key.Name] = key.Default
		}
	}
	return m
}

func given(flags map[string]string) map[string]any {
	m := map[string]any{}
	for name, value := range flags {
		m[name] = value
	}
	return m
}

// loadFile refuses a name that is no setting: in a file it can only be a slip, which would otherwise pass unseen.
func loadFile(k *koanf.Koanf, path string) error {
	if path == "" {
		return nil
	}
	f := koanf.New(".")
	if err := f.Load(file.Provider(path), yaml.Parser()); err != nil {
		return fmt.Errorf("configuration file %s: %w", path, err)
	}
	for _, name := range f.Keys() {
		if !known(name) {
			return fmt.Errorf("configuration file %s: %q is no setting", path, name)
		}
	}
	return k.Merge(f)
}

func environment(environ []string) koanf.Provider {
	return env.Provider(".", env.Opt{
		Prefix:      envPrefix,
		EnvironFunc: func() []string { return environ },
		TransformFunc: func(name, value string) (string, any) {
			name = strings.ToLower(strings.TrimPrefix(name, envPrefix))
			if value == "" || !known(name) {
				return "", nil
			}
			return name, value
		},
	})
}

func known(name string) bool {
	return slices.ContainsFunc(Keys(), func(k Key) bool { return k.Name == name })
}

// split turns the comma-separated list of networks into a list; a single address is the network of itself.
func split(k *koanf.Koanf, name string) error {
	if !k.Exists(name) {
		return nil
	}
	parts := k.Strings(name)
	if len(parts) == 0 {
		parts = strings.Split(k.String(name), ",")
	}
	var nets []string
	for _, s := range parts {
		p, err := network(strings.TrimSpace(s))
		if err != nil {
			return fmt.Errorf("configuration: %s: %w", name, err)
		}
		nets = append(nets, p.String())
	}
	return k.Set(name, nets)
}

func network(s string) (netip.Prefix, error) {
	if !strings.Contains(s, "/") {
		ip, err := netip.ParseAddr(s)
		if err != nil {
			return netip.Prefix{}, errors.New("an address or network such as 10.0.0.0/8 is expected")
		}
		return netip.PrefixFrom(ip, ip.BitLen()), nil
	}
	p, err := netip.ParsePrefix(s)
	if err != nil {
		return netip.Prefix{}, errors.New("an address or network such as 10.0.0.0/8 is expected")
	}
	return p.Masked(), nil
}
