package report

// Summary counts the results of a suite.
type Summary struct {
	Passed  int     `json:"passed"`
	Failed  int     `json:"failed"`
	Skipped int     `json:"skipped"`
	Invalid int     `json:"invalid"` // could not run
	Seconds float64 `json:"seconds"` // in real time
}

// Add counts a result. It does not add its time: scenarios can run at the same time.
func (s *Summary) Add(r Result) {
	switch r.Outcome {
	case Passed:
		s.Passed++
	case Failed:
		s.Failed++
	case Skipped:
		s.Skipped++
	case Invalid:
		s.Invalid++
	}
}
