package alert

// Callbacks, conferences and recordings: 15xxx and 16xxx.
var conferenceCodes = []Code{
	{
		"15000", Error, "Call Progress: Internal Twilio Error",
		"Twilio failed inside while it was to report the progress of a call.",
		"Read the state of the call from the API; the report may not come.",
	},
	{
		"15002", Error, "Call Progress: Queue Timeout",
		"A status callback waited too long to be sent, and was dropped.",
		"Answer callbacks faster; read the state of the call from the API meanwhile.",
	},
	{
		"15003", Warning, "Call Progress: Warning Response to Callback URL",
		"The application answered a status callback with an error, or with something that Twilio cannot use; the call goes on.",
		"Answer callbacks with 200 or 204 and without a document.",
	},
	{
		"15004", Error, "Action Callback URL must be an absolute URL when using TwiML to update in-progress calls",
		"A document that was given to a call in progress has a relative URL in action.",
		"Write absolute URLs in it: there is no document that they could be relative to.",
	},
	{
		"15009", Error, "Internal Server Error",
		"Twilio failed inside.",
		"Try again; if it stays, give Twilio Support the call SID.",
	},
	{
		"16000", Error, "Whisper Not Available on Twilio Conference",
		"The conference, or the participant that is to be coached or announced to, is not in a state in which this can be done.",
		"Read the conference and its participants from the API first, and use labels that are short and used once.",
	},
	{
		"16001", Error, "Conference is not bridged",
		"Something was asked of a conference that has not begun yet.",
		"Wait for the event conference-start.",
	},
	{
		"16002", Error, "Failed to validate conference attributes",
		"An attribute of the conference was refused.",
		"Look at the alert for its name, and at the page of <Conference> for its values.",
	},
	{
		"16003", Error, "Could not recognize conference sid or friendly name",
		"There is no conference with this SID or name.",
		"Use the CF… SID from the callback; a name is good only while the conference lasts.",
	},
	{
		"16010", Error, "Conference Event: Internal Twilio Error",
		"The conference, or the participant that is to be coached or announced to, is not in a state in which this can be done.",
		"Read the conference and its participants from the API first, and use labels that are short and used once.",
	},
	{
		"16011", Error, "Conference Event: Error Response to Callback URL",
		"The application answered a callback of a conference with an error.",
		"Answer callbacks with 200 or 204; the conference is not affected.",
	},
	{
		"16020", Error, "Conference is full",
		"The conference has as many participants as it may.",
		"Raise maxParticipants, 250 at most, or open another conference.",
	},
	{
		"16021", Error, "Failed to join conference due to account concurrency limit exceeded",
		"The conference, or the participant that is to be coached or announced to, is not in a state in which this can be done.",
		"Read the conference and its participants from the API first, and use labels that are short and used once.",
	},
	{
		"16022", Error, "Conference does not exist or is completed",
		"The conference does not exist or is over.",
		"See that it is in progress before it is changed; the same name opens a new one.",
	},
	{
		"16023", Error, "Dial->Conference: Invalid participant label, must not exceed 128 characters, must not be a CallSid, must not contain '/'",
		"The participantLabel is longer than 128 characters, looks like a call SID, or has a slash.",
		"Choose a short label of letters and digits.",
	},
	{
		"16024", Error, "Invalid participant label, must not exceed 128 characters, must not be a CallSid, must not contain '/'",
		"The conference, or the participant that is to be coached or announced to, is not in a state in which this can be done.",
		"Read the conference and its participants from the API first, and use labels that are short and used once.",
	},
	{
		"16025", Error, "Dial->Conference: Participant label is in use by another participant",
		"Another participant has the same participantLabel, so this one was not let in.",
		"Give each participant a label of its own, and wait for the old one to leave after a reconnect.",
	},
	{
		"16026", Error, "Participant label is in use by another participant",
		"The conference, or the participant that is to be coached or announced to, is not in a state in which this can be done.",
		"Read the conference and its participants from the API first, and use labels that are short and used once.",
	},
	{
		"16027", Error, "Participant to be whispered is on hold",
		"The conference, or the participant that is to be coached or announced to, is not in a state in which this can be done.",
		"Read the conference and its participants from the API first, and use labels that are short and used once.",
	},
	{
		"16028", Error, "Participant to be whispered is not present in the conference",
		"The conference, or the participant that is to be coached or announced to, is not in a state in which this can be done.",
		"Read the conference and its participants from the API first, and use labels that are short and used once.",
	},
	{
		"16099", Error, "Unexpected conference status",
		"The conference, or the participant that is to be coached or announced to, is not in a state in which this can be done.",
		"Read the conference and its participants from the API first, and use labels that are short and used once.",
	},
	{
		"16101", Warning, "Voice Recording : Unavailable because duration is too short",
		"The recording is so short that it was not kept.",
		"Nothing is to be done; treat it as no recording.",
	},
	{
		"16102", Warning, "Voice Recording: Unavailable because recording is silent",
		"The recording is silent and was not kept.",
		"Nothing is to be done; treat it as no recording.",
	},
	{
		"16104", Error, "Voice Recording: Unavailable due to encryption failure",
		"The recording was to be encrypted, and something is wrong with the public keys.",
		"Check the public key in the settings of voice recordings in the Console.",
	},
	{
		"16105", Error, "Voice Recording: Unavailable due to no valid public keys",
		"The recording was to be encrypted, and something is wrong with the public keys.",
		"Check the public key in the settings of voice recordings in the Console.",
	},
	{
		"16106", Error, "Voice Recording: Unavailable due to internal encryption error",
		"The recording was to be encrypted, and something is wrong with the public keys.",
		"Check the public key in the settings of voice recordings in the Console.",
	},
	{
		"16107", Error, "Voice Recording: Encrypted with alternate public key",
		"The recording was to be encrypted, and something is wrong with the public keys.",
		"Check the public key in the settings of voice recordings in the Console.",
	},
	{
		"16108", Error, "Voice Recording: Request failed due to concurrent recordings",
		"A second recording of the call was started while one is running.",
		"Stop the first, or use the one that runs.",
	},
	{
		"16109", Error, "Voice Recording: Cannot fetch .mp3 encrypted recording",
		"A recording could not be fetched, deleted or stored in the way that was asked for.",
		"Check the format asked for, and the bucket and its permissions in the settings of voice recordings.",
	},
	{
		"16110", Error, "Internal failure when bulk deleting recordings from your account",
		"A recording could not be fetched, deleted or stored in the way that was asked for.",
		"Check the format asked for, and the bucket and its permissions in the settings of voice recordings.",
	},
	{
		"16111", Error, "Voice Recording: Upload file to external AWS S3 bucket failed (Invalid Configuration)",
		"A recording could not be fetched, deleted or stored in the way that was asked for.",
		"Check the format asked for, and the bucket and its permissions in the settings of voice recordings.",
	},
	{
		"16112", Error, "Voice Recording: Upload file to external AWS S3 bucket failed (Access Denied)",
		"A recording could not be fetched, deleted or stored in the way that was asked for.",
		"Check the format asked for, and the bucket and its permissions in the settings of voice recordings.",
	},
	{
		"16113", Error, "Voice Recording: Cannot download a dual-channel presentation of a mono recording",
		"A recording could not be fetched, deleted or stored in the way that was asked for.",
		"Check the format asked for, and the bucket and its permissions in the settings of voice recordings.",
	},
}
