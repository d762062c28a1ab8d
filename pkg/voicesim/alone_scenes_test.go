package voicesim

import "time"

// alone is a call of one leg, to a document with one verb. Its action, if any, is the path of the end.
type alone struct {
	scene
	told telling
}

// telling is when the action of a verb is requested. A verb without an action requests none.
type telling int

const (
	untold     telling = iota
	always             // also to a caller who is gone
	whileThere         // unless the caller is gone
	onInput            // by input, and unless the caller is gone
	afterWords         // unless there was no speech until the timeout
)

// calls are all verbs of one leg, and the ways in which they wait.
func calls() map[string]alone {
	const over = ` action="/over" `
	card := []Line{{Press: "4111111111111111"}, {Press: "1299"}, {Press: "123"}, {Press: "94105#"}}
	all := map[string]alone{
		"Say":          page(untold, `<Say>One.</Say><Say voice="Polly.Joanna">Two<break time="2s"/>three.</Say>`),
		"Say for ever": page(untold, `<Say loop="0">Over and over.</Say>`),
		"Play":         page(untold, `<Play loop="2">/a.mp3</Play><Play digits="1w2"/><Play>/none</Play><Say>Bye.</Say>`),
		"Pause":        page(untold, `<Pause length="3"/><Say>Bye.</Say>`),
		"Echo":         page(untold, `<Echo/>`),
		"Redirect":     page(untold, `<Say>One.</Say><Redirect>/next</Redirect>`).with("/next", `<Pause/><Redirect>/last</Redirect>`).with("/last", `<Say>Two.</Say>`),
		"Reject":       page(untold, `<Reject reason="busy"/>`),
		"Reject late":  page(untold, `<Pause length="2"/><Reject/><Say>Never.</Say>`),
		"Hangup":       page(untold, `<Say>Bye.</Say><Hangup/><Say>Never.</Say>`),

		"Gather":                 page(onInput, `<Gather numDigits="2"`+over+`><Say>Press.</Say><Play>/a.mp3</Play><Pause/></Gather><Say>Nothing.</Say>`),
		"Gather speech":          page(onInput, `<Gather input="speech" speechTimeout="2"`+over+`><Say>Speak.</Say></Gather><Say>Nothing.</Say>`),
		"Gather both":            page(onInput, `<Gather input="dtmf speech" speechTimeout="auto" finishOnKey="*" hints="yes"`+over+`><Say>Speak.</Say></Gather><Say>Nothing.</Say>`),
		"Gather partial":         page(onInput, `<Gather input="speech" partialResultCallback="/partial"`+over+`><Say>Speak.</Say></Gather><Say>Nothing.</Say>`),
		"Gather without barge":   page(onInput, `<Gather bargeIn="false" finishOnKey=""`+over+`><Say>Press.</Say></Gather><Say>Nothing.</Say>`),
		"Gather that tells all":  page(whileThere, `<Gather input="dtmf speech" actionOnEmptyResult="true"`+over+`><Say>Press.</Say></Gather>`),
		"Gather half typed":      page(onInput, `<Gather timeout="3"`+over+`><Say>Press.</Say></Gather><Say>Nothing.</Say>`).does(Line{Press: "12"}),
		"Gather that asks again": page(untold, `<Gather timeout="2"><Say>Press.</Say></Gather><Redirect/>`),

		"Record":           page(afterWords, `<Record timeout="3" recordingStatusCallback="/told" recordingStatusCallbackEvent="in-progress completed absent"`+over+`/><Say>Nothing.</Say>`),
		"Record words":     page(afterWords, `<Record transcribe="true" transcribeCallback="/text" recordingStatusCallback="/told"`+over+`/><Say>Nothing.</Say>`).does(Line{Say: "This is a message of some length for you."}),
		"Record one key":   page(afterWords, `<Record finishOnKey="#" maxLength="4" playBeep="false" trim="do-not-trim"`+over+`/><Say>Nothing.</Say>`).does(Line{Say: "a"}),
		"Record for ever":  page(afterWords, `<Record timeout="0" maxLength="8"`+over+`/>`),
		"Pay":              page(always, `<Pay statusCallback="/told" `+over+`/>`),
		"Pay a card":       page(always, `<Pay statusCallback="/told" chargeAmount="9.99"`+over+`/>`).does(card...),
		"Pay with prompts": page(always, `<Pay timeout="2" postalCode="false" securityCode="false"`+over+`><Prompt for="payment-card-number"><Say>Card.</Say><Play>/a.mp3</Play></Prompt><Prompt for="expiration-date" requireMatchingInputs="true"><Say>Date.</Say></Prompt></Pay>`).does(card[0], card[1], card[1]),
		"Pay by bank":      page(always, `<Pay paymentMethod="ach-debit" maxAttempts="2"`+over+`><Parameter name="AVSName" value="x"/></Pay>`).does(Line{Press: "021000021"}, Line{Press: "1234567#"}),
		"Pay in vain":      page(always, `<Pay paymentMethod="ach-debit"`+over+`/>`),

		"Sms":           page(always, `<Sms statusCallback="/told"`+over+`>Hello.</Sms>`),
		"Sms to nobody": page(always, `<Sms to="nobody"`+over+`>Hello.</Sms>`),
		"Refer":         page(always, `<Refer`+over+`><Sip>sip:bob@example.com</Sip></Refer>`).by("sip:alice@example.com"),
		"Refer a phone": page(always, `<Refer`+over+`><Sip>sip:bob@example.com</Sip></Refer>`),

		"Connect a Stream":       page(whileThere, `<Connect`+over+`><Stream url="wss://app.example" statusCallback="/told"/></Connect>`),
		"Connect no Stream":      page(whileThere, `<Connect`+over+`><Stream statusCallback="/told"/></Connect>`),
		"Connect behind a Start": page(whileThere, `<Start><Stream url="wss://app.example" name="a" statusCallback="/told"/></Start><Connect`+over+`><Stream url="wss://app.example" statusCallback="/told"/></Connect>`),

		"Start": page(always, `<Start`+over+`><Stream name="a" url="wss://app.example" track="both_tracks" statusCallback="/told"/><Siprec name="b" statusCallback="/told"/>`+
			`<Transcription name="c" statusCallbackUrl="http://app.example/told" partialResults="true"/><Recording recordingStatusCallback="http://app.example/told"/></Start>`).with("/over", `<Say>Two.</Say><Pause/>`),
		"Start and Stop": page(untold, `<Start><Stream name="a" url="wss://app.example" statusCallback="/told"/><Stream name="a" url="wss://app.example" statusCallback="/told"/><Siprec statusCallback="/told"/><MediaFilter filterType="noise" name="quiet"/></Start><Say>One.</Say>`+
			`<Start><Transcription statusCallbackUrl="http://app.example/told"/><Recording recordingStatusCallback="http://app.example/told"/></Start><Pause/><Stop><Stream name="a"/><Transcription/></Stop><Say>Two.</Say>`+
			`<Stop><Stream name="a"/><Siprec/><Recording/><MediaFilter name="quiet"/></Stop><Pause/>`),
	}
	for noun, attrs := range map[string]string{
		"ConversationRelay": `url="wss://app.example" welcomeGreeting="Hello."`, "Assistant": `id="aia" welcomeGreeting="Hello."`,
		"AiSession": `aiConnector="x"`, "ConversationRelaySession": `connector="x"`,
	} {
		all["Connect a "+noun] = page(always, `<Connect`+over+`><`+noun+` `+attrs+`/></Connect>`)
	}
	for noun, body := range map[string]string{
		"VirtualAgent": `<VirtualAgent connectorName="x"/>`, "Room": `<Room>r</Room>`, "Conversation": `<Conversation serviceInstanceSid="IS1"/>`, "Autopilot": `<Autopilot>UA1</Autopilot>`,
	} {
		all["Connect a "+noun] = page(whileThere, `<Connect`+over+`>`+body+`</Connect>`)
	}
	return all
}

func page(told telling, source string) alone {
	return alone{scene{pages: map[string]string{"/voice": source}, hangUp: 40 * time.Second}, told}
}

func (a alone) with(path, source string) alone {
	a.pages[path] = source
	return a
}

func (a alone) does(lines ...Line) alone {
	a.lines = lines
	return a
}

func (a alone) by(from string) alone {
	a.from = from
	return a
}
