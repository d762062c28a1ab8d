package session

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/twvoice/twvoice/internal/fault"
)

// pointed are the numbers that point here, or may. It is safe for concurrent use, so that a second Ctrl-C can name them
// while they are restored. The zero value is empty.
type pointed struct {
	mu      sync.Mutex
	numbers []string
	targets map[string]string
}

func (p *pointed) add(number, target string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.targets == nil {
		p.targets = map[string]string{}
	}
	if _, known := p.targets[number]; !known {
		p.numbers = append(p.numbers, number)
	}
	p.targets[number] = target
}

func (p *pointed) remove(number string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.targets, number)
	p.numbers = slices.DeleteFunc(p.numbers, func(n string) bool { return n == number })
}

// err says where they point, and the command that restores them; nil for none. local is put before each.
func (p *pointed) err(local, flags string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	var still []string
	for _, number := range p.numbers {
		still = append(still, fmt.Sprintf("%s%s still points at %s", local, number, p.targets[number]))
	}
	if len(still) == 0 {
		return nil
	}
	return fault.Insist(errors.New(strings.Join(still, "; ")), fault.Interrupted, RestoreCommand(p.numbers, flags))
}

// RestoreCommand is the command that restores numbers, with the flags of their account.
func RestoreCommand(numbers []string, flags string) string {
	return "twvoice webhook restore " + strings.Join(numbers, " ") + flags
}
