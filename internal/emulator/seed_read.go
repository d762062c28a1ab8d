package emulator

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/twvoice/twvoice/internal/emulator/live"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/yamltext"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// seedFile is the YAML form of a seed.
type seedFile struct {
	Account struct {
		Sid       string `yaml:"sid"`
		AuthToken string `yaml:"auth_token"`
	} `yaml:"account"`
	Numbers   []seedNumber         `yaml:"numbers"`
	CallerIDs []string             `yaml:"caller_ids"`
	Phones    map[string]seedPhone `yaml:"phones"`
	Latency   string               `yaml:"latency"`
	Faults    []seedFault          `yaml:"faults"`
}

type seedNumber struct {
	Number               string `yaml:"number"`
	Name                 string `yaml:"name"`
	VoiceURL             string `yaml:"voice_url"`
	VoiceMethod          string `yaml:"voice_method"`
	VoiceFallbackURL     string `yaml:"voice_fallback_url"`
	StatusCallback       string `yaml:"status_callback"`
	StatusCallbackMethod string `yaml:"status_callback_method"`
	SmsURL               string `yaml:"sms_url"`
	SmsMethod            string `yaml:"sms_method"`
}

// seedPhone is the behavior of a phone: answer, busy, no-answer, failed, machine or manual, and
// what its user does.
type seedPhone struct {
	Does        string    `yaml:"does"`
	After       string    `yaml:"after"`
	Press       oneOrMany `yaml:"press"`
	Say         oneOrMany `yaml:"say"`
	HangUpAfter string    `yaml:"hang_up_after"`
}

type seedFault struct {
	Method     string `yaml:"method"`
	Path       string `yaml:"path"` // suffix: /Calls.json
	Times      int    `yaml:"times"`
	Status     int    `yaml:"status"`
	Code       int    `yaml:"code"`
	Message    string `yaml:"message"`
	RetryAfter string `yaml:"retry_after"`
	Drop       bool   `yaml:"drop"`
	Lose       bool   `yaml:"lose"`
}

// ReadSeed parses a seed from YAML. name is the file name in errors, which have a line and a column
// where possible.
func ReadSeed(name string, source []byte) (Seed, error) {
	var file seedFile
	if err := yamltext.UnmarshalStrict(source, &file); err != nil {
		if broken, ok := errors.AsType[*yamltext.Error](err); ok && broken.Line > 0 {
			err = fmt.Errorf("%s:%d:%d: %s", name, broken.Line, broken.Column, broken.Message)
		} else {
			err = fmt.Errorf("%s: %w", name, err)
		}
		return Seed{}, fault.With(err, fault.Usage, "docs/emulate.md describes seed files")
	}
	seed, err := file.seed()
	if err == nil {
		err = seed.check()
	}
	if err != nil {
		return Seed{}, fault.With(fmt.Errorf("%s: %w", name, err), fault.Usage, "docs/emulate.md describes seed files")
	}
	return seed, nil
}

func (f seedFile) seed() (Seed, error) {
	s := Seed{Account: Account(f.Account), CallerIDs: f.CallerIDs, Latency: f.Latency, Phones: map[string]live.Phone{}}
	for _, n := range f.Numbers {
		s.Numbers = append(s.Numbers, n.number())
	}
	for address, p := range f.Phones {
		phone, err := p.phone()
		if err != nil {
			return s, fmt.Errorf("phones: %s: %w", address, err)
		}
		s.Phones[address] = phone
	}
	for _, f := range f.Faults {
		failure, err := f.failure()
		if err != nil {
			return s, err
		}
		s.Faults = append(s.Faults, failure)
	}
	if f.Latency != "" {
		if _, err := duration("latency", f.Latency); err != nil {
			return s, err
		}
	}
	return s, nil
}

func (n seedNumber) number() SeedNumber {
	settings := url.Values{}
	for name, value := range map[string]string{
		"FriendlyName": n.Name, "VoiceUrl": n.VoiceURL, "VoiceMethod": n.VoiceMethod, "VoiceFallbackUrl": n.VoiceFallbackURL,
		"StatusCallback": n.StatusCallback, "StatusCallbackMethod": n.StatusCallbackMethod, "SmsUrl": n.SmsURL, "SmsMethod": n.SmsMethod,
	} {
		if value != "" {
			settings.Set(name, value)
		}
	}
	return SeedNumber{Number: n.Number, Settings: settings}
}

// UnmarshalYAML also accepts one word for a phone that does only that: busy.
func (p *seedPhone) UnmarshalYAML(decode func(any) error) error {
	if decode(&p.Does) == nil {
		return nil
	}
	type plain seedPhone
	return decode((*plain)(p))
}

// oneOrMany is a list, or its only element: press: "1".
type oneOrMany []string

// UnmarshalYAML accepts both forms.
func (s *oneOrMany) UnmarshalYAML(decode func(any) error) error {
	var one string
	if decode(&one) == nil {
		*s = oneOrMany{one}
		return nil
	}
	return decode((*[]string)(s))
}

func (p seedPhone) phone() (phone live.Phone, err error) {
	switch p.Does {
	case "", "answer":
	case "busy", "no-answer", "failed":
		phone.Refuses = event.Status(p.Does)
	case "machine":
		phone.Machine = true
	case "manual":
		phone.Manual = true
	default:
		return phone, fmt.Errorf("%q is not something a phone does: use answer, busy, no-answer, failed, machine or manual", p.Does)
	}
	for _, keys := range p.Press {
		phone.Lines = append(phone.Lines, voicesim.Line{Press: keys})
	}
	for _, words := range p.Say {
		phone.Lines = append(phone.Lines, voicesim.Line{Say: words})
	}
	if phone.After, err = duration("after", p.After); err != nil {
		return phone, err
	}
	phone.HangUpAfter, err = duration("hang_up_after", p.HangUpAfter)
	return phone, err
}

func (f seedFault) failure() (Failure, error) {
	after, err := duration("retry_after", f.RetryAfter)
	if err == nil && f.Times < 0 {
		err = fmt.Errorf("times %d must not be negative", f.Times)
	}
	if err != nil {
		return Failure{}, fmt.Errorf("faults: %w", err)
	}
	return Failure{
		Method: strings.ToUpper(f.Method), PathSuffix: f.Path, Times: f.Times, Status: f.Status, Code: f.Code, Message: f.Message,
		RetryAfter: after, Drop: f.Drop, Lose: f.Lose,
	}, nil
}

// duration parses 30s or 1m; "" is 0.
func duration(name, text string) (time.Duration, error) {
	if text == "" {
		return 0, nil
	}
	d, err := time.ParseDuration(text)
	if err != nil || d < 0 {
		return 0, fmt.Errorf("%s %q is not a duration: write 30s or 1m", name, text)
	}
	return d, nil
}
