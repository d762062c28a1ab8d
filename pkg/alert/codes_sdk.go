package alert

// The Voice SDK: 310xx to 316xx.
var sdkCodes = []Code{
	{
		"31000", Error, "Generic error",
		"The Voice SDK lost or could not make its connection.",
		"Check the network of the device and that WebSockets and UDP are let through; then connect again.",
	},
	{
		"31001", Error, "Application not found.",
		"The Voice SDK lost or could not make its connection.",
		"Check the network of the device and that WebSockets and UDP are let through; then connect again.",
	},
	{
		"31002", Error, "Connection declined.",
		"The Voice SDK lost or could not make its connection.",
		"Check the network of the device and that WebSockets and UDP are let through; then connect again.",
	},
	{
		"31003", Error, "Connection timeout",
		"The Voice SDK lost or could not make its connection.",
		"Check the network of the device and that WebSockets and UDP are let through; then connect again.",
	},
	{
		"31005", Error, "Connection error",
		"The Voice SDK lost or could not make its connection.",
		"Check the network of the device and that WebSockets and UDP are let through; then connect again.",
	},
	{
		"31006", Error, "Audio device error",
		"The Voice SDK lost or could not make its connection.",
		"Check the network of the device and that WebSockets and UDP are let through; then connect again.",
	},
	{
		"31007", Error, "Twilio Client: Client version not supported",
		"The Voice SDK lost or could not make its connection.",
		"Check the network of the device and that WebSockets and UDP are let through; then connect again.",
	},
	{
		"31008", Error, "Call cancelled",
		"The Voice SDK lost or could not make its connection.",
		"Check the network of the device and that WebSockets and UDP are let through; then connect again.",
	},
	{
		"31009", Error, "Transport error",
		"The Voice SDK lost or could not make its connection.",
		"Check the network of the device and that WebSockets and UDP are let through; then connect again.",
	},
	{
		"31100", Error, "Malformed request",
		"The Voice SDK sent a request that Twilio could not read.",
		"Update the SDK, and check the parameters that are passed to connect.",
	},
	{
		"31101", Error, "Missing parameter array in request.",
		"The Voice SDK sent a request that Twilio could not read.",
		"Update the SDK, and check the parameters that are passed to connect.",
	},
	{
		"31102", Error, "Authorization token missing in request.",
		"The Voice SDK sent a request that Twilio could not read.",
		"Update the SDK, and check the parameters that are passed to connect.",
	},
	{
		"31103", Error, "Length of parameters cannot exceed MAX_PARAM_LENGTH.",
		"The Voice SDK sent a request that Twilio could not read.",
		"Update the SDK, and check the parameters that are passed to connect.",
	},
	{
		"31104", Error, "Invalid bridge token.",
		"The Voice SDK sent a request that Twilio could not read.",
		"Update the SDK, and check the parameters that are passed to connect.",
	},
	{
		"31105", Error, "Invalid client name",
		"The Voice SDK sent a request that Twilio could not read.",
		"Update the SDK, and check the parameters that are passed to connect.",
	},
	{
		"31106", Error, "Invalid data",
		"The Voice SDK sent a request that Twilio could not read.",
		"Update the SDK, and check the parameters that are passed to connect.",
	},
	{
		"31201", Error, "Twilio Client: Error occurred while accessing microphone",
		"The Voice SDK could not use the microphone.",
		"Let the page or app use the microphone, and see that no other program holds it.",
	},
	{
		"31202", Error, "Signature validation failed.",
		"The access token of the Voice SDK is not valid for this.",
		"Make a new token on the server, with the right API key and a lifetime of 24 hours at most.",
	},
	{
		"31203", Error, "No valid account.",
		"The access token of the Voice SDK is not valid for this.",
		"Make a new token on the server, with the right API key and a lifetime of 24 hours at most.",
	},
	{
		"31204", Error, "Invalid JWT token.",
		"The access token of the Voice SDK is not valid for this.",
		"Make a new token on the server, with the right API key and a lifetime of 24 hours at most.",
	},
	{
		"31205", Error, "JWT token expired.",
		"The access token of the Voice SDK is not valid for this.",
		"Make a new token on the server, with the right API key and a lifetime of 24 hours at most.",
	},
	{
		"31206", Error, "Rate exceeded authorized limit.",
		"The access token of the Voice SDK is not valid for this.",
		"Make a new token on the server, with the right API key and a lifetime of 24 hours at most.",
	},
	{
		"31207", Error, "JWT token expiration too long.",
		"The access token of the Voice SDK is not valid for this.",
		"Make a new token on the server, with the right API key and a lifetime of 24 hours at most.",
	},
	{
		"31208", Error, "User denied access to microphone.",
		"The user did not let the page or app use the microphone.",
		"Ask for the permission again and explain what for.",
	},
	{
		"31209", Error, "Call Message Event Payload size exceeded authorized limit.",
		"The Voice SDK asked for something that is not allowed at that time or in that size.",
		"Send smaller events, and register again with a fresh token.",
	},
	{
		"31301", Error, "Registration error",
		"The Voice SDK asked for something that is not allowed at that time or in that size.",
		"Send smaller events, and register again with a fresh token.",
	},
	{
		"31302", Error, "Unsupported Cancel Message Error",
		"The Voice SDK asked for something that is not allowed at that time or in that size.",
		"Send smaller events, and register again with a fresh token.",
	},
	{
		"31400", Error, "Bad Request",
		"A call or registration of the Voice SDK was refused with the SIP status that the last three digits are.",
		"Check whom the SDK calls and that the other side is registered; the TwiML app decides where the call goes.",
	},
	{
		"31403", Error, "Forbidden",
		"A call or registration of the Voice SDK was refused with the SIP status that the last three digits are.",
		"Check whom the SDK calls and that the other side is registered; the TwiML app decides where the call goes.",
	},
	{
		"31404", Error, "Not Found",
		"A call or registration of the Voice SDK was refused with the SIP status that the last three digits are.",
		"Check whom the SDK calls and that the other side is registered; the TwiML app decides where the call goes.",
	},
	{
		"31408", Error, "Request Timeout",
		"A call or registration of the Voice SDK was refused with the SIP status that the last three digits are.",
		"Check whom the SDK calls and that the other side is registered; the TwiML app decides where the call goes.",
	},
	{
		"31409", Error, "Conflict",
		"A call or registration of the Voice SDK was refused with the SIP status that the last three digits are.",
		"Check whom the SDK calls and that the other side is registered; the TwiML app decides where the call goes.",
	},
	{
		"31426", Error, "Upgrade Required",
		"A call or registration of the Voice SDK was refused with the SIP status that the last three digits are.",
		"Check whom the SDK calls and that the other side is registered; the TwiML app decides where the call goes.",
	},
	{
		"31429", Error, "Too Many Requests",
		"A call or registration of the Voice SDK was refused with the SIP status that the last three digits are.",
		"Check whom the SDK calls and that the other side is registered; the TwiML app decides where the call goes.",
	},
	{
		"31480", Error, "Temporarily Unavailable",
		"A call or registration of the Voice SDK was refused with the SIP status that the last three digits are.",
		"Check whom the SDK calls and that the other side is registered; the TwiML app decides where the call goes.",
	},
	{
		"31481", Error, "Call/Transaction Does Not Exist",
		"A call or registration of the Voice SDK was refused with the SIP status that the last three digits are.",
		"Check whom the SDK calls and that the other side is registered; the TwiML app decides where the call goes.",
	},
	{
		"31484", Error, "Address Incomplete",
		"A call or registration of the Voice SDK was refused with the SIP status that the last three digits are.",
		"Check whom the SDK calls and that the other side is registered; the TwiML app decides where the call goes.",
	},
	{
		"31486", Error, "Busy Here",
		"A call or registration of the Voice SDK was refused with the SIP status that the last three digits are.",
		"Check whom the SDK calls and that the other side is registered; the TwiML app decides where the call goes.",
	},
	{
		"31487", Error, "Request Terminated",
		"A call or registration of the Voice SDK was refused with the SIP status that the last three digits are.",
		"Check whom the SDK calls and that the other side is registered; the TwiML app decides where the call goes.",
	},
	{
		"31500", Error, "Internal Server Error",
		"A call or registration of the Voice SDK failed on the side of a server, with the SIP status that the last three digits are.",
		"Try again; look at the alerts of the TwiML app, whose webhook may have failed.",
	},
	{
		"31502", Error, "Bad Gateway",
		"A call or registration of the Voice SDK failed on the side of a server, with the SIP status that the last three digits are.",
		"Try again; look at the alerts of the TwiML app, whose webhook may have failed.",
	},
	{
		"31503", Error, "Service Unavailable",
		"A call or registration of the Voice SDK failed on the side of a server, with the SIP status that the last three digits are.",
		"Try again; look at the alerts of the TwiML app, whose webhook may have failed.",
	},
	{
		"31504", Error, "Gateway Timeout",
		"A call or registration of the Voice SDK failed on the side of a server, with the SIP status that the last three digits are.",
		"Try again; look at the alerts of the TwiML app, whose webhook may have failed.",
	},
	{
		"31530", Error, "DNS Resolution Error",
		"A call or registration of the Voice SDK failed on the side of a server, with the SIP status that the last three digits are.",
		"Try again; look at the alerts of the TwiML app, whose webhook may have failed.",
	},
	{
		"31600", Error, "Busy Everywhere",
		"The one who was called with the Voice SDK did not take the call, with the SIP status that the last three digits are.",
		"Nothing is to be mended: offer voicemail or another way.",
	},
	{
		"31603", Error, "Decline",
		"The one who was called with the Voice SDK did not take the call, with the SIP status that the last three digits are.",
		"Nothing is to be mended: offer voicemail or another way.",
	},
	{
		"31604", Error, "Does Not Exist Anywhere",
		"The one who was called with the Voice SDK did not take the call, with the SIP status that the last three digits are.",
		"Nothing is to be mended: offer voicemail or another way.",
	},
}
