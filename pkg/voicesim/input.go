package voicesim

// Ear says what a call listens for at this moment. The zero Ear is deaf.
type Ear struct {
	Keys   bool
	Speech bool
	// Prompting says that something is still being said; whoever presses a key now interrupts it.
	Prompting bool
	// Talking says that somebody else is on the line, who hears every word.
	Talking bool
	// Secret says that what is pressed now belongs to a payment: it is not to be shown.
	Secret bool
}

// listener is an activity that takes input from the caller.
type listener interface {
	listens(m *Machine) Ear
}

// Ear is what the call listens for.
func (m *Machine) Ear() Ear {
	if m.ended {
		return Ear{}
	}
	if l := m.listener(); l != nil {
		return l.listens(m)
	}
	return Ear{}
}

// listener is who takes input: the document that is played meanwhile, and behind it the verb that plays it.
func (m *Machine) listener() listener {
	if l, ok := m.page().running.(listener); ok {
		return l
	}
	l, _ := m.main.running.(listener)
	return l
}

// spoken lets whatever is open beside the call hear words, and then the verb that listens for them, if there is one.
func (m *Machine) spoken(ev Spoke) {
	overheard := m.overhear(sound{inbound, ev})
	if ear := m.Ear(); ear.Speech || ear.Talking || !overheard {
		m.input(ev, ear.Speech, ev.Text)
	}
}

// input hands a key or words to whoever listens; a call in which nobody does says so.
func (m *Machine) input(ev Event, heard bool, text string) {
	if !heard && !m.Ear().Talking {
		m.do(Unheard{Input: text})
		return
	}
	m.resetLoopGuards()
	if _, ok := m.page().running.(listener); ok {
		m.give(m.page(), ev)
		return
	}
	m.give(&m.main, ev)
}
