package alert

// The REST API for calls, SIP and apps: 212xx and 213xx.
var restCallsCodes = []Code{
	{
		"21200", Error, "Calls Resource",
		"A parameter of a request for a call is missing or malformed, mostly one of SIP.",
		"Correct the parameter that the title names, and send the request again.",
	},
	{
		"21201", Error, "No Called number specified",
		"A call was to be created without a number to call.",
		"Give To.",
	},
	{
		"21202", Error, "Called number is a premium number",
		"The number to call is one with a premium charge, which the account may not call.",
		"Ask Twilio Support to allow it, or call another number.",
	},
	{
		"21203", Error, "International calling not enabled",
		"The account may not call abroad.",
		"Switch the country on under Voice geographic permissions in the Console.",
	},
	{
		"21204", Error, "Call already initiated",
		"The call has begun already, and can no longer be changed in this way.",
		"Read its status first; a call that is in progress takes Url, Twiml or Status=completed.",
	},
	{
		"21205", Error, "Invalid URL",
		"The URL of a call or number is not one that Twilio can use.",
		"Give an absolute URL with http:// or https:// and a public host.",
	},
	{
		"21206", Error, "Invalid SendDigits",
		"SendDigits has something that is not a key.",
		"Use 0-9, *, #, w for half a second and W for a whole one.",
	},
	{
		"21207", Error, "Invalid IfMachine",
		"IfMachine has an unknown value.",
		"Use MachineDetection, which took its place.",
	},
	{
		"21208", Error, "Invalid Timeout",
		"Timeout is not a number of seconds that a call may ring.",
		"Give a whole number from 1 to 600.",
	},
	{
		"21209", Error, "Invalid Method",
		"Method is not GET or POST.",
		"Give GET or POST, or leave it out for POST.",
	},
	{
		"21210", Error, "'From' phone number not verified",
		"The number in From is neither owned by the account nor verified.",
		"Use a number of the account, or verify this one as caller ID.",
	},
	{
		"21211", Error, "Invalid 'To' Phone Number",
		"The number in To is not a phone number.",
		"Write it in E.164: a plus, the country code and the number, as in +14155550100.",
	},
	{
		"21212", Error, "Invalid From Number (caller ID)",
		"The number in From is not a phone number.",
		"Write it in E.164, as in +14155550100.",
	},
	{
		"21213", Error, "Caller phone number is required",
		"A call was to be created without a number to show.",
		"Give From.",
	},
	{
		"21214", Error, "'To' phone number cannot be reached",
		"The number in To exists, and Twilio cannot reach it.",
		"Check it by hand; ask Twilio Support if it can be called from elsewhere.",
	},
	{
		"21215", Error, "Geo Permission configuration is not permitting call",
		"The account may not call the country of that number.",
		"Switch the country on under Voice geographic permissions in the Console.",
	},
	{
		"21216", Error, "API: Call blocked by Twilio blocklist",
		"The number in To is on a block list of Twilio.",
		"Call another number; ask Twilio Support if it should not be on the list.",
	},
	{
		"21217", Error, "Phone number does not appear to be valid",
		"A phone number is not one that could exist.",
		"Write it in E.164, as in +14155550100.",
	},
	{
		"21218", Error, "Invalid ApplicationSid",
		"ApplicationSid is not a TwiML app of the account.",
		"Use the AP… SID of one that is.",
	},
	{
		"21219", Error, "'To' phone number not verified",
		"A trial account may call only numbers that it has verified.",
		"Verify the number in the Console, or upgrade the account.",
	},
	{
		"21220", Error, "Invalid call state",
		"The call is not in a state in which this can be done; mostly it is over.",
		"Read its status first: only a call that is in progress can be redirected, recorded or streamed.",
	},
	{
		"21221", Warning, "Invalid SipAuthUsername. Must be fewer than 256 chars",
		"SipAuthUsername has 256 characters or more.",
		"Shorten it.",
	},
	{
		"21222", Error, "Invalid SipAuthUsername. Illegal chars",
		"A parameter of a request for a call is missing or malformed, mostly one of SIP.",
		"Correct the parameter that the title names, and send the request again.",
	},
	{
		"21223", Error, "Invalid SipAuthPassword. Must be fewer than 256 chars",
		"A parameter of a request for a call is missing or malformed, mostly one of SIP.",
		"Correct the parameter that the title names, and send the request again.",
	},
	{
		"21224", Error, "Invalid SipAuthPassword. Illegal chars",
		"A parameter of a request for a call is missing or malformed, mostly one of SIP.",
		"Correct the parameter that the title names, and send the request again.",
	},
	{
		"21225", Error, "SipAuthPassword is required when providing SipAuthUsername",
		"A parameter of a request for a call is missing or malformed, mostly one of SIP.",
		"Correct the parameter that the title names, and send the request again.",
	},
	{
		"21226", Error, "SIP calling not enabled for this account",
		"A parameter of a request for a call is missing or malformed, mostly one of SIP.",
		"Correct the parameter that the title names, and send the request again.",
	},
	{
		"21227", Error, "Headers portion of SIP URI must be fewer than 1024 chars",
		"A parameter of a request for a call is missing or malformed, mostly one of SIP.",
		"Correct the parameter that the title names, and send the request again.",
	},
	{
		"21228", Error, "Invalid SIP Header. Illegal chars in header name",
		"A parameter of a request for a call is missing or malformed, mostly one of SIP.",
		"Correct the parameter that the title names, and send the request again.",
	},
	{
		"21229", Error, "Invalid SIP Header. Illegal chars in header value",
		"A parameter of a request for a call is missing or malformed, mostly one of SIP.",
		"Correct the parameter that the title names, and send the request again.",
	},
	{
		"21230", Error, "Maximum Domains Reached",
		"A SIP domain, access list or credential list could not be created or changed.",
		"Look at the list or domain in the Console; remove what depends on it, or what is too many.",
	},
	{
		"21231", Error, "Domain Validation Error",
		"A SIP domain, access list or credential list could not be created or changed.",
		"Look at the list or domain in the Console; remove what depends on it, or what is too many.",
	},
	{
		"21232", Error, "Invalid Domain",
		"A SIP domain, access list or credential list could not be created or changed.",
		"Look at the list or domain in the Console; remove what depends on it, or what is too many.",
	},
	{
		"21233", Error, "Domain still has subdomains",
		"A SIP domain, access list or credential list could not be created or changed.",
		"Look at the list or domain in the Console; remove what depends on it, or what is too many.",
	},
	{
		"21234", Error, "Invalid Machine Detection configuration value",
		"A setting of the answering machine detection is out of its range.",
		"Look at the message for its name, and at the page of the detection for the range.",
	},
	{
		"21235", Error, "IP Access Control List Validation Error",
		"A SIP domain, access list or credential list could not be created or changed.",
		"Look at the list or domain in the Console; remove what depends on it, or what is too many.",
	},
	{
		"21236", Error, "IP Access Control List Dependencies Violation",
		"A SIP domain, access list or credential list could not be created or changed.",
		"Look at the list or domain in the Console; remove what depends on it, or what is too many.",
	},
	{
		"21237", Error, "Maximum IP Addresses Reached for List",
		"A SIP domain, access list or credential list could not be created or changed.",
		"Look at the list or domain in the Console; remove what depends on it, or what is too many.",
	},
	{
		"21238", Error, "Address Validation Error",
		"A SIP domain, access list or credential list could not be created or changed.",
		"Look at the list or domain in the Console; remove what depends on it, or what is too many.",
	},
	{
		"21239", Error, "Maximum Credential Lists Reached",
		"A SIP domain, access list or credential list could not be created or changed.",
		"Look at the list or domain in the Console; remove what depends on it, or what is too many.",
	},
	{
		"21240", Error, "Credential List Validation Error",
		"A SIP domain, access list or credential list could not be created or changed.",
		"Look at the list or domain in the Console; remove what depends on it, or what is too many.",
	},
	{
		"21241", Error, "Credential List Dependencies Violation",
		"A SIP domain, access list or credential list could not be created or changed.",
		"Look at the list or domain in the Console; remove what depends on it, or what is too many.",
	},
	{
		"21242", Error, "Maximum Credentials Reached for List",
		"A SIP domain, access list or credential list could not be created or changed.",
		"Look at the list or domain in the Console; remove what depends on it, or what is too many.",
	},
	{
		"21243", Error, "Credential Validation Error",
		"A SIP domain, access list or credential list could not be created or changed.",
		"Look at the list or domain in the Console; remove what depends on it, or what is too many.",
	},
	{
		"21244", Error, "Maximum Number of Trunks reached",
		"A trunk could not be created or changed.",
		"Look at the trunk in the Console; remove what depends on it, or what is too many.",
	},
	{
		"21245", Error, "Trunk Validation Error",
		"A trunk could not be created or changed.",
		"Look at the trunk in the Console; remove what depends on it, or what is too many.",
	},
	{
		"21247", Error, "Trunk Dependencies",
		"A trunk could not be created or changed.",
		"Look at the trunk in the Console; remove what depends on it, or what is too many.",
	},
	{
		"21248", Error, "Trunk Domain already taken",
		"A trunk could not be created or changed.",
		"Look at the trunk in the Console; remove what depends on it, or what is too many.",
	},
	{
		"21249", Error, "Maximum Origination URIs reached",
		"A trunk could not be created or changed.",
		"Look at the trunk in the Console; remove what depends on it, or what is too many.",
	},
	{
		"21251", Error, "Trunking CPS change not allowed",
		"A trunk could not be created or changed.",
		"Look at the trunk in the Console; remove what depends on it, or what is too many.",
	},
	{
		"21252", Error, "Invalid Region",
		"A region, connection policy, access list or manipulation policy could not be used or created.",
		"Look at the setting that the title names in the Console, and remove what is too many.",
	},
	{
		"21253", Error, "Max Connection Policies Reached",
		"A region, connection policy, access list or manipulation policy could not be used or created.",
		"Look at the setting that the title names in the Console, and remove what is too many.",
	},
	{
		"21254", Error, "Max Connection Policy Entries Reached",
		"A region, connection policy, access list or manipulation policy could not be used or created.",
		"Look at the setting that the title names in the Console, and remove what is too many.",
	},
	{
		"21255", Error, "Maximum IP Access Control Lists reached",
		"A region, connection policy, access list or manipulation policy could not be used or created.",
		"Look at the setting that the title names in the Console, and remove what is too many.",
	},
	{
		"21256", Error, "Invalid ruleset",
		"A region, connection policy, access list or manipulation policy could not be used or created.",
		"Look at the setting that the title names in the Console, and remove what is too many.",
	},
	{
		"21257", Error, "Invalid SIP Manipulation Policy SID",
		"A region, connection policy, access list or manipulation policy could not be used or created.",
		"Look at the setting that the title names in the Console, and remove what is too many.",
	},
	{
		"21258", Error, "Invalid SIP Manipulation Policy",
		"A region, connection policy, access list or manipulation policy could not be used or created.",
		"Look at the setting that the title names in the Console, and remove what is too many.",
	},
	{
		"21259", Error, "Maximum number of SIP Manipulation Polies per account reached",
		"A region, connection policy, access list or manipulation policy could not be used or created.",
		"Look at the setting that the title names in the Console, and remove what is too many.",
	},
	{
		"21260", Error, "Maximum number of actions per rule reached",
		"A region, connection policy, access list or manipulation policy could not be used or created.",
		"Look at the setting that the title names in the Console, and remove what is too many.",
	},
	{
		"21261", Error, "Maximum number of conditions per rule reached",
		"A region, connection policy, access list or manipulation policy could not be used or created.",
		"Look at the setting that the title names in the Console, and remove what is too many.",
	},
	{
		"21262", Warning, "No AMD status callback URL provided",
		"AsyncAmd was asked for without a URL to report to.",
		"Give AsyncAmdStatusCallback.",
	},
	{
		"21263", Warning, "Invalid Answering Machine Detection Parameters",
		"The settings of the answering machine detection do not fit together, or were given without MachineDetection.",
		"Set MachineDetection to Enable or DetectMessageEnd beside them.",
	},
	{
		"21266", Error, "'To' and 'From' number cannot be the same",
		"The message or call would go to the number that it comes from.",
		"Use another To or another From.",
	},
	{
		"21301", Error, "Cannot create application: application limit exceeded",
		"The account has as many TwiML apps as it may.",
		"Delete some.",
	},
}
