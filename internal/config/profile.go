package config

func (c *Config) profile(string) (Credentials, error)      { return Credentials{}, nil }
func (c *Config) fromProfile(Typed) (Credentials, error)   { return Credentials{}, nil }
func (c *Config) fromTwilioCLI(Typed) (Credentials, error) { return Credentials{}, nil }

// NgrokAuthtoken is the authtoken that a profile holds, "" for none.
func (c *Config) NgrokAuthtoken(string) string { return "" }
