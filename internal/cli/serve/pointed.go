package serve

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/twvoice/twvoice/internal/fault"
)

// pointed are the numbers that point here, or may. It has a lock of its own, so that a second Ctrl-C can name them while they
// are given back. The zero value is none.
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

// word says where they point, and what brings them back, with the marks of a local account; nil for none.
func (p *pointed) word(local, flags string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	var still []string
	for _, number := range p.numbers {
		still = append(still, fmt.Sprintf("%s%s still points at %s", local, number, p.targets[number]))
	}
	if len(still) == 0 {
		return nil
	}
	return fault.Insist(errors.New(strings.Join(still, "; ")), fault.Interrupted, restoreCommand(p.numbers, flags))
}

// restoreCommand is what to type for numbers that were left pointed.
func restoreCommand(numbers []string, flags string) string {
	return "twvoice webhook restore " + strings.Join(numbers, " ") + flags
}
