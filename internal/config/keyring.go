package config

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/zalando/go-keyring"
)

// patience is how long the keyring may take. A keyring that asks for its password takes longer and is not used.
const patience = 3 * time.Second

// errSilent means that the keyring does not answer, as a Secret Service without a desktop does.
var errSilent = fmt.Errorf("it did not answer within %v", patience)

// systemKeyring is the keyring of the system: Keychain, Credential Manager, Secret Service. A profile's secrets are one
// entry, so that the user is asked for permission once.
type systemKeyring struct{}

var _ Store = systemKeyring{}

// service is the name of the entries in the system's keyring application.
const service = "twvoice"

func (systemKeyring) Load(_ context.Context, profile string) (Secrets, error) {
	var s Secrets
	text, err := keyring.Get(service, profile)
	if errors.Is(err, keyring.ErrNotFound) {
		return s, ErrNoSecrets
	}
	if err != nil {
		return s, err
	}
	if json.Unmarshal([]byte(text), &s) != nil { // the JSON error would quote the secret
		return Secrets{}, fmt.Errorf("the entry %s of service %s was not made by twvoice", profile, service)
	}
	return s, nil
}

func (systemKeyring) Save(_ context.Context, profile string, s Secrets) error {
	text, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return keyring.Set(service, profile, string(text))
}

func (systemKeyring) Remove(_ context.Context, profile string) error {
	if err := keyring.Delete(service, profile); !errors.Is(err, keyring.ErrNotFound) {
		return err
	}
	return nil
}

// patient is a store with the time limit [patience]. After a timeout it is not used again, so that at most one goroutine
// stays blocked; it ends with the process.
type patient struct {
	store Store
	mu    sync.Mutex
	hung  bool
}

var _ Store = (*patient)(nil)

func (p *patient) Load(ctx context.Context, profile string) (Secrets, error) {
	return p.ask(ctx, func() (Secrets, error) { return p.store.Load(ctx, profile) })
}

func (p *patient) Save(ctx context.Context, profile string, s Secrets) error {
	_, err := p.ask(ctx, func() (Secrets, error) { return Secrets{}, p.store.Save(ctx, profile, s) })
	return err
}

func (p *patient) Remove(ctx context.Context, profile string) error {
	_, err := p.ask(ctx, func() (Secrets, error) { return Secrets{}, p.store.Remove(ctx, profile) })
	return err
}

func (p *patient) ask(ctx context.Context, do func() (Secrets, error)) (Secrets, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.hung {
		return Secrets{}, errSilent
	}
	answered := make(chan opened, 1)
	go func() {
		s, err := do()
		answered <- opened{s, err}
	}()
	limit := time.NewTimer(patience)
	defer limit.Stop()
	select {
	case a := <-answered:
		return a.secrets, a.err
	case <-ctx.Done():
		p.hung = true
		return Secrets{}, ctx.Err()
	case <-limit.C:
		p.hung = true
		return Secrets{}, errSilent
	}
}
