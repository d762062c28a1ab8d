package config

import (
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"github.com/twvoice/twvoice/internal/fault"
)

// Profile is an account stored by `twvoice login`, without its secrets.
type Profile struct {
	Name       string
	AccountSid string
	KeySid     string
	Region     string
	Edge       string
	APIURL     string // the server of the account, "" for Twilio
	Store      string // [InKeyring], [InFile] or [InTwilioCLI]; "" in a profile written by hand, where each place is tried
}

// CheckProfileName rejects names that do not work as a key in files and in the system's keyring. (Compiling a regular
// expression with {0,63} took a third of a millisecond at every start.)
func CheckProfileName(name string) error {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	if len(name) <= 64 && strings.IndexAny(name, letters) == 0 && strings.Trim(name, letters+"._-") == "" {
		return nil
	}
	return fault.With(fmt.Errorf("%q is not a valid profile name", name), fault.Usage, "use letters, digits, dots and dashes: --profile work")
}

// AllProfiles returns the profiles of the user's file, in its order, then those of Twilio's CLI with other names.
func (c *Config) AllProfiles() []Profile {
	all := slices.Clone(c.profiles)
	for _, p := range c.twilioCLI().profiles {
		if _, hidden := c.Profile(p.Name); !hidden {
			all = append(all, p.public())
		}
	}
	return all
}

// FindProfile returns the twvoice profile of that name, or else the Twilio CLI's. An unknown name is an error with exit
// code 2.
func (c *Config) FindProfile(name string) (Profile, error) {
	for _, p := range c.AllProfiles() {
		if p.Name == name {
			return p, nil
		}
	}
	return Profile{}, c.unknownProfile(name, "")
}

// Profile returns the profile of that name in the user's file.
func (c *Config) Profile(name string) (Profile, bool) {
	i := slices.IndexFunc(c.profiles, func(p Profile) bool { return p.Name == name })
	if i < 0 {
		return Profile{}, false
	}
	return c.profiles[i], true
}

// unknownProfile returns an error that lists the existing profiles. Source is where the name was set, "" for the command
// line.
func (c *Config) unknownProfile(name, source string) error {
	var names []string
	for _, p := range c.AllProfiles() {
		names = append(names, p.Name)
	}
	hint := "run: twvoice login --profile " + name
	if len(names) > 0 {
		hint = "profiles: " + strings.Join(names, ", ") + "; or run: twvoice login --profile " + name
	}
	if source != "" {
		source = " (set by " + source + ")"
	}
	return fault.With(fmt.Errorf("profile %s%s does not exist", name, source), fault.Usage, hint)
}

// fields returns the fields of a profile, by key.
func (p *Profile) fields() map[string]*string {
	return map[string]*string{"account_sid": &p.AccountSid, "key_sid": &p.KeySid, "region": &p.Region, "edge": &p.Edge, "api_url": &p.APIURL, "store": &p.Store}
}

// readProfiles reads the value of `profiles:` in the user's file.
func readProfiles(file string, node ast.Node) ([]Profile, error) {
	if _, empty := node.(*ast.NullNode); empty {
		return nil, nil
	}
	all, ok := node.(*ast.MappingNode)
	if !ok {
		return nil, place{}.fault(file, "profiles: expected names below it", "run: twvoice login")
	}
	var profiles []Profile
	for _, v := range all.Values {
		p, err := readProfile(file, v)
		if err != nil {
			return nil, err
		}
		profiles = append(profiles, p)
	}
	return profiles, nil
}

func readProfile(file string, v *ast.MappingValueNode) (Profile, error) {
	p := Profile{Name: key(v)}
	name := "profiles." + p.Name
	settings, ok := v.Value.(*ast.MappingNode)
	if !ok {
		return p, at(v).fault(file, name+": expected account_sid below it", "run: twvoice login --profile "+p.Name)
	}
	fields := p.fields()
	for _, s := range settings.Values {
		field, known := fields[key(s)]
		switch {
		case known:
			value, err := plain(s.Value)
			text, single := value.(string)
			if err != nil || !single && value != nil {
				return p, at(s).fault(file, name+"."+key(s)+": expected a single value", "")
			}
			*field = text
		case secret(key(s)):
			return p, at(s).fault(file, name+"."+key(s)+": secrets do not belong in this file", "run: twvoice login --profile "+p.Name)
		default:
			known := []string{"account_sid", "key_sid", "region", "edge", "api_url", "store"}
			return p, at(s).fault(file, "unknown setting "+name+"."+key(s), fault.Suggest(key(s), known, "", "a profile has "+strings.Join(known, ", ")))
		}
	}
	return p, nil
}
