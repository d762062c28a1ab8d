package twiml

// The voices of Amazon and Google are too many and change too often for a table: their names begin with Polly. and
// Google.
var specSay = Spec{
	Name: "Say",
	Attrs: []AttrSpec{
		{Name: "language", Type: LanguageTag, Default: "en-US", Code: "13512"},
		{Name: "loop", Type: Int, Default: "1", Code: "13510"},
		{Name: "voice", Values: []string{"man", "woman", "alice"}, Code: "13511"},
	},
	Children: ssmlBlocks,
	Text:     RequiredText,
	Docs:     "https://www.twilio.com/docs/voice/twiml/say",
}

var specBreak = Spec{
	Name: "break",
	Attrs: []AttrSpec{
		{Name: "strength", Type: Enum, Values: []string{"none", "x-weak", "weak", "medium", "strong", "x-strong"}},
		{Name: "time", Type: Duration},
	},
	Docs: "https://www.twilio.com/docs/voice/twiml/say/text-speech#break",
}

var specEmphasis = Spec{
	Name: "emphasis",
	Attrs: []AttrSpec{
		{Name: "level", Type: Enum, Values: []string{"strong", "moderate", "reduced"}, Default: "moderate"},
	},
	Children: ssmlInline,
	Text:     RequiredText,
	Docs:     "https://www.twilio.com/docs/voice/twiml/say/text-speech#emphasis",
}

var specLang = Spec{
	Name: "lang",
	Attrs: []AttrSpec{
		{Name: "xml:lang", Type: LanguageTag, Required: true},
	},
	Children: ssmlBlocks,
	Text:     RequiredText,
	Docs:     "https://www.twilio.com/docs/voice/twiml/say/text-speech#lang",
}

var specP = Spec{
	Name:     "p",
	Children: ssmlSentences,
	Text:     OptionalText,
	Docs:     "https://www.twilio.com/docs/voice/twiml/say/text-speech#p",
}

var specPhoneme = Spec{
	Name: "phoneme",
	Attrs: []AttrSpec{
		{Name: "alphabet", Type: Enum, Values: []string{"ipa", "x-sampa", "x-amazon-jyutping", "x-amazon-pinyin", "x-amazon-pron-kana", "x-amazon-yomigana"}},
		{Name: "ph", Required: true},
	},
	Text: OptionalText,
	Docs: "https://www.twilio.com/docs/voice/twiml/say/text-speech#phoneme",
}

var specProsody = Spec{
	Name: "prosody",
	Attrs: []AttrSpec{
		{Name: "pitch", Values: []string{"default", "x-low", "low", "medium", "high", "x-high"}},
		{Name: "rate", Values: []string{"x-slow", "slow", "medium", "fast", "x-fast"}},
		{Name: "volume", Values: []string{"default", "silent", "x-soft", "soft", "medium", "loud", "x-loud"}},
	},
	Children: ssmlBlocks,
	Text:     OptionalText,
	Docs:     "https://www.twilio.com/docs/voice/twiml/say/text-speech#prosody",
}

var specS = Spec{
	Name:     "s",
	Children: ssmlInline,
	Text:     OptionalText,
	Docs:     "https://www.twilio.com/docs/voice/twiml/say/text-speech#s",
}

var specSayAs = Spec{
	Name: "say-as",
	Attrs: []AttrSpec{
		{Name: "format", Type: Enum, Values: []string{"mdy", "dmy", "ymd", "md", "dm", "ym", "my", "d", "m", "y", "yyyymmdd"}},
		{Name: "interpret-as", Type: Enum, Required: true, Values: []string{"characters", "spell-out", "cardinal", "number", "ordinal", "digits", "fraction", "unit", "date", "time", "address", "expletive", "telephone"}},
	},
	Text: RequiredText,
	Docs: "https://www.twilio.com/docs/voice/twiml/say/text-speech#say-as",
}

var specSub = Spec{
	Name: "sub",
	Attrs: []AttrSpec{
		{Name: "alias", Required: true},
	},
	Text: OptionalText,
	Docs: "https://www.twilio.com/docs/voice/twiml/say/text-speech#sub",
}

var specW = Spec{
	Name: "w",
	Attrs: []AttrSpec{
		{Name: "role"},
	},
	Children: ssmlInline,
	Text:     OptionalText,
	Docs:     "https://www.twilio.com/docs/voice/twiml/say/text-speech#w",
}

// The allowed content of SSML elements. The helper libraries differ in details that Twilio does not document; these are
// the unions of what they allow.
var (
	ssmlInline    = []string{"break", "emphasis", "lang", "phoneme", "prosody", "say-as", "sub", "w"}
	ssmlSentences = []string{"break", "emphasis", "lang", "phoneme", "prosody", "s", "say-as", "sub", "w"}
	ssmlBlocks    = []string{"break", "emphasis", "lang", "p", "phoneme", "prosody", "s", "say-as", "sub", "w"}
)
