package alert

// The REST API for messages, regulation, messaging services and queues, and what becomes of a message: 216xx to 300xx.
var restMessagesCodes = []Code{
	{
		"21602", Error, "Message body is required",
		"The message has neither a Body nor a MediaUrl.",
		"Give one of the two.",
	},
	{
		"21603", Error, "'From' phone number is required",
		"The message has neither a From nor a MessagingServiceSid.",
		"Give one of the two.",
	},
	{
		"21604", Error, "'To' phone number is required",
		"The message has no To.",
		"Give the number of the recipient in To.",
	},
	{
		"21606", Error, "The 'From' phone number provided is not a valid message-capable Twilio phone number for this destination.",
		"The number in From cannot send messages to this destination.",
		"Use a number of the account that is capable of SMS, or a messaging service.",
	},
	{
		"21608", Error, "The 'to' phone number provided is not yet verified for this account.",
		"A trial account may send only to numbers that it has verified.",
		"Verify the number in the Console, or upgrade the account.",
	},
	{
		"21610", Error, "Attempt to send to unsubscribed recipient",
		"The recipient has answered STOP to this number.",
		"Do not send any more, unless the recipient answers START.",
	},
	{
		"21611", Error, "This 'From' number has exceeded the maximum number of queued messages",
		"Too many messages wait to be sent from this number.",
		"Send more slowly, or from several numbers with a messaging service.",
	},
	{
		"21612", Error, "The 'To' phone number is not currently reachable via SMS",
		"No message can be sent from this number to that one.",
		"Use a number of the recipient's country, or another channel.",
	},
	{
		"21614", Error, "'To' number is not a valid mobile number",
		"The number in To is no mobile number.",
		"Ask for a mobile number; a landline gets no messages.",
	},
	{
		"21615", Error, "Phone Number Requires a Local Address",
		"The number can only be bought with an address in its area.",
		"Create an address there and give its AddressSid.",
	},
	{
		"21617", Error, "The concatenated message body exceeds the 1600 character limit",
		"The message has more than 1600 characters.",
		"Shorten it, or send several.",
	},
	{
		"21620", Error, "Invalid media URL",
		"A MediaUrl of the message is not a URL that Twilio can fetch.",
		"Give an absolute http or https URL that needs no password.",
	},
	{
		"21623", Error, "Number of media files exceeds allowed limit",
		"The message has more than ten media files.",
		"Send at most ten with one message.",
	},
	{
		"21626", Error, "Invalid 'StatusCallbackEvent'",
		"A StatusCallbackEvent is not one of initiated, ringing, answered and completed, or several were given as one value, so that no event is reported.",
		"Repeat the parameter once for each event.",
	},
	{
		"21631", Error, "Phone Number Requires an Address",
		"The number can only be bought with an address.",
		"Create an address and give its AddressSid.",
	},
	{
		"21649", Error, "Phone Number Requires a Bundle",
		"The number can only be bought with a regulatory bundle.",
		"Have a bundle approved in the Console and give its BundleSid.",
	},
	{
		"21650", Error, "Phone Number Requires a Verified Identity Document",
		"The number can only be bought with a verified proof of identity.",
		"Have the identity verified and give its IdentitySid.",
	},
	{
		"21651", Error, "Document does not satisfy regulatory requirement",
		"The document does not satisfy the regulation of the country.",
		"Look in the Console at what the regulation asks for, and upload that.",
	},
	{
		"21704", Error, "The Messaging Service contains no phone numbers",
		"The messaging service has no number to send from.",
		"Add a number to its sender pool.",
	},
	{
		"22003", Error, "Queue cannot be changed",
		"A queue of this name exists already, or the queue that is to be deleted has callers in it.",
		"Use another FriendlyName, or delete the queue when it is empty.",
	},
	{
		"30006", Error, "Landline or unreachable carrier",
		"The message was sent to a number that cannot get messages.",
		"Send to a mobile number.",
	},
}
