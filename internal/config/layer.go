package config

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"syscall"

	"github.com/goccy/go-yaml/ast"
	"github.com/spf13/viper"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/userfile"
)

// layer is one source of settings. Each is separate, so that the source of every value is known.
type layer struct {
	source   string // "" for the environment, where each value's source is its variable
	values   map[string][]string
	places   map[string]place // of all keys in a file
	profiles []Profile
}

// readFile reads a file into a layer. Messages call it name.
func readFile(path, name string) (layer, error) {
	l := layer{source: name, values: map[string][]string{}, places: map[string]place{}}
	text, err := userfile.ReadRegular(path, userfile.MaxSettings)
	if notThere(err) {
		return l, nil
	}
	if err != nil {
		fix := "fix or remove the file"
		if errors.Is(err, fs.ErrPermission) {
			fix = "make it readable; or, for your own config.yaml, set TWVOICE_CONFIG_DIR to another folder"
		}
		return l, fault.With(fmt.Errorf("read the configuration: %w", err), fault.Failed, fix)
	}
	root, err := parse(name, text)
	if err != nil || root == nil {
		return l, err
	}
	root.Values = slices.DeleteFunc(root.Values, func(v *ast.MappingValueNode) bool {
		if key(v) != "profiles" {
			return false
		}
		l.places["profiles"] = at(v)
		l.profiles, err = readProfiles(name, v.Value)
		return true
	})
	if err != nil {
		return l, err
	}
	return l, l.read(root)
}

// read reads the settings of a document. Viper joins nested keys with dots, in lower case.
func (l *layer) read(root *ast.MappingNode) error {
	tree, err := l.tree("", root)
	if err != nil {
		return err
	}
	v := viper.New()
	if err := v.MergeConfigMap(tree); err != nil {
		return fmt.Errorf("read %s: %w", l.source, err)
	}
	keys := v.AllKeys()
	slices.SortFunc(keys, func(a, b string) int { return l.places[a].compare(l.places[b]) })
	for _, key := range keys {
		if !slices.ContainsFunc(Settings(), func(s Setting) bool { return s.Key == key }) {
			return l.unknown(key)
		}
		switch value := v.Get(key).(type) {
		case nil: // "number:" without a value
		case []string:
			l.values[key] = value
		default:
			l.values[key] = []string{fmt.Sprint(value)}
		}
	}
	return nil
}

// tree converts a mapping for Viper. Values stay as written: +14155550111 must not become a number.
func (l *layer) tree(prefix string, m *ast.MappingNode) (map[string]any, error) {
	tree := map[string]any{}
	for _, v := range m.Values {
		name := prefix + key(v)
		l.places[strings.ToLower(name)] = at(v)
		var err error
		if inner, ok := v.Value.(*ast.MappingNode); ok {
			tree[key(v)], err = l.tree(name+".", inner)
		} else {
			tree[key(v)], err = plain(v.Value)
		}
		if err != nil {
			return nil, at(v).fault(l.source, fmt.Sprintf("%s: %v", name, err), "")
		}
	}
	return tree, nil
}

// unknown returns the error for a key that is not a setting.
func (l *layer) unknown(key string) error {
	if secret(key) {
		return l.places[key].fault(l.source, key+": secrets do not belong in this file",
			"set TWILIO_AUTH_TOKEN or NGROK_AUTHTOKEN in the environment, or run: twvoice login")
	}
	var names []string
	for _, s := range Settings() {
		names = append(names, s.Key)
	}
	return l.places[key].fault(l.source, "unknown setting "+key, fault.Suggest(key, names, "", "twvoice config lists all settings"))
}

// forProjects rejects settings that only the user's file can have.
func (l *layer) forProjects(user string) error {
	if where, ok := l.places["profiles"]; ok {
		return where.fault(l.source, "profiles cannot be set here", "run: twvoice login")
	}
	for _, s := range Settings() {
		if _, set := l.places[s.Key]; set && s.UserOnly {
			return l.places[s.Key].fault(l.source, s.Key+" cannot be set here", "it belongs in your own "+user)
		}
	}
	return nil
}

func secret(key string) bool {
	return strings.Contains(key, "token") || strings.Contains(key, "secret") || strings.Contains(key, "password")
}

// notThere reports whether err means that the file does not exist. A home that is not a directory counts too.
func notThere(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR)
}
