package alert

// The REST API for numbers and accounts: 214xx.
var restNumbersCodes = []Code{
	{
		"21401", Error, "Invalid Phone Number",
		"PhoneNumber is not a phone number.",
		"Write it in E.164, as in +14155550100.",
	},
	{
		"21402", Error, "Invalid Url",
		"A URL is not one that Twilio can use.",
		"Give an absolute URL with http:// or https:// and a public host.",
	},
	{
		"21403", Error, "Invalid Method",
		"A method is not GET or POST.",
		"Give GET or POST.",
	},
	{
		"21404", Error, "Inbound Phone number not available to trial account",
		"A trial account has its one number already and may not buy another.",
		"Release the number it has, or upgrade the account.",
	},
	{
		"21405", Error, "Cannot set VoiceFallbackUrl without setting Url",
		"A fallback URL was set for a number that has no URL.",
		"Set VoiceUrl as well.",
	},
	{
		"21406", Error, "Cannot set SmsFallbackUrl without setting SmsUrl",
		"A number cannot be set up for messages in this way, or may not send to that country.",
		"Set SmsUrl first, use a number that is capable of SMS, and switch the country on in the messaging permissions.",
	},
	{
		"21407", Error, "This Phone Number type does not support SMS",
		"A number cannot be set up for messages in this way, or may not send to that country.",
		"Set SmsUrl first, use a number that is capable of SMS, and switch the country on in the messaging permissions.",
	},
	{
		"21408", Error, "Permission to send an SMS has not been enabled for the region indicated by the 'To' number",
		"A number cannot be set up for messages in this way, or may not send to that country.",
		"Set SmsUrl first, use a number that is capable of SMS, and switch the country on in the messaging permissions.",
	},
	{
		"21409", Error, "VoiceCallerIdLookup cannot be set for this phone number",
		"Names of callers cannot be looked up for this number.",
		"Leave VoiceCallerIdLookup out; only numbers of the United States have it.",
	},
	{
		"21420", Error, "ApplicationSid is not accessible",
		"The TwiML app is not of this account.",
		"Use the AP… SID of an app of the account that owns the number.",
	},
	{
		"21421", Error, "Phone Number is invalid",
		"PhoneNumber is not one that could be bought.",
		"Write it in E.164, and take it from twvoice numbers search.",
	},
	{
		"21422", Error, "PhoneNumber is not available",
		"The number is not for sale: somebody else has it, or it has been withdrawn.",
		"Search again with twvoice numbers search and buy another.",
	},
	{
		"21449", Error, "Number already can be used for outgoing calls and messages",
		"The number can be used for outgoing calls already and need not be verified.",
		"Use it as it is.",
	},
	{
		"21450", Error, "Phone number already validated on your account",
		"The number is verified as caller ID of this account already.",
		"Use it as it is.",
	},
	{
		"21451", Error, "Invalid area code",
		"AreaCode is not an area code.",
		"Give the three digits of an area code of the United States or Canada.",
	},
	{
		"21452", Error, "No phone numbers found in area code",
		"There is no number for sale in this area code.",
		"Try a neighbouring area code, or search with --contains instead.",
	},
	{
		"21453", Error, "Phone number already validated on another account",
		"A number could not be verified as caller ID, or a URL of the request cannot be used.",
		"Verify the number from the account that will use it, and give absolute URLs.",
	},
	{
		"21454", Error, "Invalid CallDelay",
		"CallDelay is not a number of seconds from 0 to 60.",
		"Give one that is.",
	},
	{
		"21455", Error, "Invalid PlayUrl",
		"A number could not be verified as caller ID, or a URL of the request cannot be used.",
		"Verify the number from the account that will use it, and give absolute URLs.",
	},
	{
		"21456", Error, "Invalid CallbackUrl",
		"A number could not be verified as caller ID, or a URL of the request cannot be used.",
		"Verify the number from the account that will use it, and give absolute URLs.",
	},
	{
		"21457", Error, "AreaCode Parameter not Supported",
		"Numbers of this country or type cannot be chosen by area code.",
		"Search by locality, or by the digits they contain.",
	},
	{
		"21458", Error, "PhoneNumber Provisioning Type Mismatch",
		"The number is not of the type that the URL says: Local, Mobile or TollFree.",
		"Buy it through IncomingPhoneNumbers without a type.",
	},
	{
		"21470", Error, "Invalid AccountSid",
		"An account SID is malformed.",
		"An account SID is AC and 32 hexadecimal digits.",
	},
	{
		"21471", Error, "Account does not exist",
		"There is no such account.",
		"Check the account SID.",
	},
	{
		"21472", Error, "Account is not active",
		"The account is suspended or closed.",
		"Look at the account in the Console.",
	},
	{
		"21473", Error, "AccountSid you are transferring to is not related to the originating owner of the phone number",
		"An account could not be changed, or a number could not be moved to it.",
		"Act as the parent account, and see that both accounts are active and related.",
	},
	{
		"21474", Error, "API User must be the parent account to transfer phone numbers.",
		"An account could not be changed, or a number could not be moved to it.",
		"Act as the parent account, and see that both accounts are active and related.",
	},
	{
		"21475", Error, "Unable to update Status, invalid Status.",
		"An account could not be changed, or a number could not be moved to it.",
		"Act as the parent account, and see that both accounts are active and related.",
	},
	{
		"21476", Error, "Unable to update Status for subaccount, parent account is suspended.",
		"An account could not be changed, or a number could not be moved to it.",
		"Act as the parent account, and see that both accounts are active and related.",
	},
	{
		"21477", Error, "Unable to update Status for parent accounts",
		"An account could not be changed, or a number could not be moved to it.",
		"Act as the parent account, and see that both accounts are active and related.",
	},
	{
		"21478", Error, "Unable to update Status for subaccount, subaccount has been suspended by Twilio",
		"An account could not be changed, or a number could not be moved to it.",
		"Act as the parent account, and see that both accounts are active and related.",
	},
	{
		"21479", Error, "Unable to update Status for subaccount, subaccount has been closed.",
		"An account could not be changed, or a number could not be moved to it.",
		"Act as the parent account, and see that both accounts are active and related.",
	},
	{
		"21480", Error, "Reached maximum number of subaccounts",
		"An account could not be changed, or a number could not be moved to it.",
		"Act as the parent account, and see that both accounts are active and related.",
	},
	{
		"21481", Error, "Invalid PageToken",
		"PageToken is not one that this list gave out.",
		"Follow next_page_uri as it is, and begin again when it is old.",
	},
}
