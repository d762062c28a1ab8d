package voicesim

import "net/url"

// followUp is what comes after a verb: its action, where it has one. Twilio gives Gather, Record and Pay the current document
// for one that is missing, and lets the call go on behind the others.
type followUp struct {
	url, method string
	asks        bool
}

// action reads the action of a verb that asks nobody where it has none. Choice: nor where it is empty.
func (s settings) action(m *Machine) followUp {
	ref := s.or("action", "")
	if ref == "" {
		return followUp{}
	}
	return followUp{url: m.resolve(ref), method: s.method(), asks: true}
}

// itself is the same for a verb that asks its own document where it has none.
func (s settings) itself(m *Machine) followUp {
	return followUp{url: m.resolve(s.or("action", "")), method: s.method(), asks: true}
}

// settle ends a verb that waited for others: its action is asked for, else the next verb comes. It is over either way.
func (m *Machine) settle(next followUp, params url.Values) (over bool) {
	m.aside = nil
	if next.asks {
		m.ask(Fetch{Purpose: PurposeAction, Method: next.method, URL: next.url, Params: params})
	}
	return true
}

// report is settle for a call that is over, or goes on elsewhere: the application hears of it, and its answer changes nothing.
func (m *Machine) report(next followUp, params url.Values) {
	if next.asks {
		m.notify(PurposeAction, Hook{URL: next.url, Method: next.method}, m.params(params))
	}
}
