package voicesim

// session is something that Start has opened beside the call.
type session struct {
	noun, name string
	stop       func(*Machine) // tells the application that it is over
}

// stopAll closes what Start has opened; the call is over.
func (m *Machine) stopAll() {
	for _, s := range m.sessions {
		s.stop(m)
	}
	m.sessions = nil
}
