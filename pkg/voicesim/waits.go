package voicesim

import "time"

// wait asks for an Elapsed of the number that it returns.
func (m *Machine) wait(length time.Duration) int {
	id := m.next()
	m.do(Wait{ID: id, For: length})
	return id
}

// after does something when a time is over, whatever the call does then; not when it has ended.
func (m *Machine) after(length time.Duration, do func(*Machine)) {
	if m.later == nil {
		m.later = map[int]func(*Machine){}
	}
	m.later[m.wait(length)] = do
}

func (m *Machine) elapsed(ev Elapsed) {
	if do, ok := m.later[ev.ID]; ok {
		delete(m.later, ev.ID)
		do(m)
		return
	}
	m.pass(ev)
}

func (m *Machine) next() int {
	m.last++
	return m.last
}
