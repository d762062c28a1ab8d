package alert

// The REST API in general: 20xxx.
var restCodes = []Code{
	{
		"20001", Warning, "Unknown parameters",
		"A request has a parameter that the API does not know; it was ignored.",
		"Correct its name: parameters are written in CamelCase.",
	},
	{
		"20003", Error, "Permission Denied",
		"The account SID, auth token or API key is wrong, or may not do this.",
		"Check the credentials with twvoice whoami; a key of one region or account is no good in another.",
	},
	{
		"20004", Error, "Method not allowed",
		"The URL does not support the HTTP method.",
		"See the page of the resource: POST creates and updates, GET reads, DELETE removes.",
	},
	{
		"20005", Error, "Account not active",
		"The account is suspended or closed.",
		"Look at the account in the Console.",
	},
	{
		"20006", Error, "Access Denied",
		"The credentials are right, and may not use this resource.",
		"Use the main auth token or a key with more permissions.",
	},
	{
		"20007", Error, "Page size too large",
		"PageSize is greater than the API allows.",
		"Ask for 1000 at most and follow next_page_uri.",
	},
	{
		"20008", Error, "Test Credentials",
		"Test credentials were used for something that only live ones can do.",
		"Use the live credentials; test ones can buy numbers, start calls and send messages, all for show.",
	},
	{
		"20009", Error, "Cannot delete this resource before it is complete",
		"Something cannot be deleted before it is finished.",
		"End the call or recording first, and delete it then.",
	},
	{
		"20101", Error, "Invalid Access Token",
		"The access token is malformed or not signed with the right secret.",
		"Make it anew with the SID and secret of one API key.",
	},
	{
		"20104", Warning, "Access Token expired or expiration date invalid",
		"The access token has expired, or its lifetime is not allowed.",
		"Make a new one; it may last 24 hours at most, and the clock of the server must be right.",
	},
	{
		"20403", Error, "403 Forbidden",
		"The resource may not be used with these credentials.",
		"Check the permissions of the API key and the account that the resource belongs to.",
	},
	{
		"20404", Error, "Not Found",
		"There is no such resource in this account.",
		"Check the SID and the account it belongs to; a resource of a subaccount needs --account-sid, one of another region --region.",
	},
	{
		"20409", Error, "Conflict",
		"The request contradicts the state of the resource.",
		"Read the resource again and repeat what still makes sense.",
	},
	{
		"20410", Error, "Gone",
		"The resource or the version of the API is gone.",
		"Use the version that the current page of the resource names.",
	},
	{
		"20422", Error, "Invalid Parameter",
		"A parameter has a value that the API does not take.",
		"Look at the message for its name, and at the page of the resource for its values.",
	},
	{
		"20423", Error, "Invalid SID",
		"A SID is malformed.",
		"A SID is two capital letters and 32 hexadecimal digits; see that nothing was cut off.",
	},
	{
		"20429", Error, "Too Many Requests",
		"Too many requests came at once.",
		"Wait and try again, longer each time; Retry-After says how long when it is there.",
	},
	{
		"20500", Error, "Internal Server Error",
		"Twilio failed inside.",
		"Try again in a moment, and look at status.twilio.com if it stays.",
	},
	{
		"20503", Error, "Service unavailable",
		"The service is not available at the moment.",
		"Try again in a moment, and look at status.twilio.com if it stays.",
	},
	{
		"21101", Error, "Subaccounts cannot have subaccounts",
		"A subaccount was asked to create another one.",
		"Create it with the credentials of the parent account.",
	},
}
