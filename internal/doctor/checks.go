package doctor

// checks returns all checks, in the order of the report. Checks that others depend on come first.
func checks() []check {
	return []check{
		{"configuration", configuration},
		{"credentials", credentials},
		{"signatures", signatures},
		{"account", accountStatus},
		{"clock", clock},
		{"ngrok", ngrok},
		{"proxy", proxies},
		{"certificates", certificates},
		{"keyring", keyring},
		{"state", state},
		{"database", database},
		{"journal", journal},
		{"inspector", inspectorPort},
		{"node", node},
	}
}

// Names returns the names of the checks.
func Names() []string {
	var names []string
	for _, c := range checks() {
		names = append(names, c.name)
	}
	return names
}
