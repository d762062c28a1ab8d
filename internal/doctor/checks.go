package doctor

// checks are all of them, in the order in which they are told: what the others stand on comes first.
func checks() []check {
	return []check{
		{"configuration", configuration},
		{"credentials", credentials},
		{"signatures", signatures},
		{"account", theAccount},
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

// Names are the checks by name.
func Names() []string {
	var names []string
	for _, c := range checks() {
		names = append(names, c.name)
	}
	return names
}
