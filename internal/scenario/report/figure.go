package report

// Figure is one thing that was measured in the sessions with agents, over all runs of a scenario, in whole milliseconds.
// What never came is nil.
type Figure struct {
	Name     string `json:"name"`    // greeting, turn, barge_in or dead_air
	Count    int    `json:"count"`   // how often it came
	Missing  int    `json:"missing"` // how often it did not come
	P50MS    *int64 `json:"p50_ms"`
	P95MS    *int64 `json:"p95_ms"` // nil below 20
	MaxMS    *int64 `json:"max_ms"`
	LimitMS  *int64 `json:"limit_ms,omitempty"`
	Limit95  *int64 `json:"limit_p95_ms,omitempty"` // of turn: turn_p95
	Baseline *int64 `json:"baseline_ms,omitempty"`  // the p50 of the baseline
}
