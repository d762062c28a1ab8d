package alert

// The REST API for messages and regulation: 216xx.
var restMessagesCodes = []Code{
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
}
