package alert

// SIP, carriers and trunks: 320xx to 324xx.
var sipCodes = []Code{
	{
		"32001", Error, "SIP: Trunk CPS limit exceeded",
		"A SIP call was refused, for its number, its route or the rate of calls.",
		"Check the SIP domain or trunk that the alert names; slow down where it speaks of a limit.",
	},
	{
		"32002", Error, "SIP: Dial failure - Twilio SIP Domain not found",
		"A SIP call was refused, for its number, its route or the rate of calls.",
		"Check the SIP domain or trunk that the alert names; slow down where it speaks of a limit.",
	},
	{
		"32006", Error, "SIP: Too many hops",
		"A SIP call was refused, for its number, its route or the rate of calls.",
		"Check the SIP domain or trunk that the alert names; slow down where it speaks of a limit.",
	},
	{
		"32007", Error, "SIP: Too many endpoints/bindings for the Address-of-record (AOR)",
		"A SIP call was refused, for its number, its route or the rate of calls.",
		"Check the SIP domain or trunk that the alert names; slow down where it speaks of a limit.",
	},
	{
		"32008", Error, "SIP: Registration per second limit reached",
		"A SIP call was refused, for its number, its route or the rate of calls.",
		"Check the SIP domain or trunk that the alert names; slow down where it speaks of a limit.",
	},
	{
		"32009", Warning, "The user you tried to dial is not registered with the corresponding SIP Domain",
		"The SIP user that was dialed is not registered.",
		"See that the phone is switched on and registers with the SIP domain that was dialed.",
	},
	{
		"32010", Error, "SIP: No valid Origination URIs configured",
		"A SIP call was refused, for its number, its route or the rate of calls.",
		"Check the SIP domain or trunk that the alert names; slow down where it speaks of a limit.",
	},
	{
		"32011", Warning, "Error communicating with your SIP communications infrastructure",
		"The SIP server of the other side answers with errors or not at all.",
		"Look at its log for the Call-ID in the alert, and see that its firewall lets Twilio in.",
	},
	{
		"32012", Error, "SIP: Master account pooled Trunking CPS limit exceeded",
		"A SIP call was refused, for its number, its route or the rate of calls.",
		"Check the SIP domain or trunk that the alert names; slow down where it speaks of a limit.",
	},
	{
		"32013", Error, "SIP: Master account SIP Interface CPS limit exceeded",
		"A SIP call was refused, for its number, its route or the rate of calls.",
		"Check the SIP domain or trunk that the alert names; slow down where it speaks of a limit.",
	},
	{
		"32014", Warning, "Call is terminated because of no audio received",
		"No audio came for so long that Twilio ended the call.",
		"Let RTP through the firewall in both directions, and see that silence is sent as audio.",
	},
	{
		"32015", Warning, "Call is terminated due to exceeding maximum call duration",
		"The call lasted as long as a call may, 4 hours unless the account has 24.",
		"Begin a new call, or ask Twilio to allow longer ones.",
	},
	{
		"32016", Error, "PSTN PDD timeout",
		"A SIP call was refused, for its number, its route or the rate of calls.",
		"Check the SIP domain or trunk that the alert names; slow down where it speaks of a limit.",
	},
	{
		"32017", Error, "PSTN: Carrier blocked call due to calling number (caller ID)",
		"The carrier blocked the call because of the number it shows.",
		"Show a number of the account that is not known for spam, and register it for SHAKEN/STIR.",
	},
	{
		"32018", Error, "Twiml size exceeded maximum allowed value",
		"The document in Twiml has more than 4000 characters.",
		"Serve the document and give its Url.",
	},
	{
		"32019", Warning, "Twiml and Voice URL are both set. Using Voice URL.",
		"Both Twiml and Url were given, and Url was used.",
		"Give one of the two.",
	},
	{
		"32021", Error, "SHAKEN/STIR call verification failed",
		"A SIP call was refused, for its number, its route or the rate of calls.",
		"Check the SIP domain or trunk that the alert names; slow down where it speaks of a limit.",
	},
	{
		"32022", Error, "ACK not received from your SIP endpoint",
		"The SIP server of the other side did not confirm that the call was answered.",
		"See that its ACK reaches the address in the Contact header; a firewall or NAT is the usual cause.",
	},
	{
		"32100", Error, "SIP: Trial accounts can only call verified caller IDs",
		"A SIP request has a part that Twilio cannot use.",
		"Compare the SIP message with the title: number, SDP, headers and URI are to be as the page of the product says.",
	},
	{
		"32101", Error, "SIP: Invalid phone number",
		"A SIP request has a part that Twilio cannot use.",
		"Compare the SIP message with the title: number, SDP, headers and URI are to be as the page of the product says.",
	},
	{
		"32102", Error, "SIP: Bad SDP",
		"A SIP request has a part that Twilio cannot use.",
		"Compare the SIP message with the title: number, SDP, headers and URI are to be as the page of the product says.",
	},
	{
		"32103", Error, "SIP: Empty body",
		"A SIP request has a part that Twilio cannot use.",
		"Compare the SIP message with the title: number, SDP, headers and URI are to be as the page of the product says.",
	},
	{
		"32105", Error, "SIP: Invalid contact header",
		"A SIP request has a part that Twilio cannot use.",
		"Compare the SIP message with the title: number, SDP, headers and URI are to be as the page of the product says.",
	},
	{
		"32106", Error, "SIP: Authentication Error",
		"A SIP request has a part that Twilio cannot use.",
		"Compare the SIP message with the title: number, SDP, headers and URI are to be as the page of the product says.",
	},
	{
		"32110", Error, "SIP: URI is formatted incorrectly",
		"A SIP request has a part that Twilio cannot use.",
		"Compare the SIP message with the title: number, SDP, headers and URI are to be as the page of the product says.",
	},
	{
		"32111", Error, "SIP: Invalid header name",
		"A SIP request has a part that Twilio cannot use.",
		"Compare the SIP message with the title: number, SDP, headers and URI are to be as the page of the product says.",
	},
	{
		"32112", Error, "SIP: Invalid header value",
		"A SIP request has a part that Twilio cannot use.",
		"Compare the SIP message with the title: number, SDP, headers and URI are to be as the page of the product says.",
	},
	{
		"32113", Error, "SIP: Header name is not allowed",
		"A SIP request has a part that Twilio cannot use.",
		"Compare the SIP message with the title: number, SDP, headers and URI are to be as the page of the product says.",
	},
	{
		"32114", Error, "SIP: Unsupported parameter value",
		"A SIP request has a part that Twilio cannot use.",
		"Compare the SIP message with the title: number, SDP, headers and URI are to be as the page of the product says.",
	},
	{
		"32115", Error, "X-Branded-CallReason header contains an invalid value.",
		"A SIP request has a part that Twilio cannot use.",
		"Compare the SIP message with the title: number, SDP, headers and URI are to be as the page of the product says.",
	},
	{
		"32200", Error, "SIP: Insufficient permissions",
		"Twilio did not let a SIP call or registration through.",
		"Check source address, credentials, transport and permissions of the SIP domain or trunk in the Console.",
	},
	{
		"32201", Error, "SIP: Source IP address not in ACL",
		"Twilio did not let a SIP call or registration through.",
		"Check source address, credentials, transport and permissions of the SIP domain or trunk in the Console.",
	},
	{
		"32202", Error, "SIP: Bad user credentials",
		"Twilio did not let a SIP call or registration through.",
		"Check source address, credentials, transport and permissions of the SIP domain or trunk in the Console.",
	},
	{
		"32203", Error, "SIP: Call blocked by Twilio",
		"Twilio did not let a SIP call or registration through.",
		"Check source address, credentials, transport and permissions of the SIP domain or trunk in the Console.",
	},
	{
		"32204", Error, "SIP: 'From' phone number not verified",
		"Twilio did not let a SIP call or registration through.",
		"Check source address, credentials, transport and permissions of the SIP domain or trunk in the Console.",
	},
	{
		"32205", Error, "SIP Trunking: Geo Permission configuration is not permitting call",
		"Twilio did not let a SIP call or registration through.",
		"Check source address, credentials, transport and permissions of the SIP domain or trunk in the Console.",
	},
	{
		"32206", Error, "SIP: Invalid From number (caller ID)",
		"Twilio did not let a SIP call or registration through.",
		"Check source address, credentials, transport and permissions of the SIP domain or trunk in the Console.",
	},
	{
		"32207", Error, "SIP: Secure media not accepted",
		"Twilio did not let a SIP call or registration through.",
		"Check source address, credentials, transport and permissions of the SIP domain or trunk in the Console.",
	},
	{
		"32208", Error, "SIP: Secure media required",
		"Twilio did not let a SIP call or registration through.",
		"Check source address, credentials, transport and permissions of the SIP domain or trunk in the Console.",
	},
	{
		"32209", Error, "SIP: Secure transport required",
		"Twilio did not let a SIP call or registration through.",
		"Check source address, credentials, transport and permissions of the SIP domain or trunk in the Console.",
	},
	{
		"32210", Error, "SIP: Register not supported",
		"Twilio did not let a SIP call or registration through.",
		"Check source address, credentials, transport and permissions of the SIP domain or trunk in the Console.",
	},
	{
		"32212", Error, "SIP: Registration Authentication problem",
		"Twilio did not let a SIP call or registration through.",
		"Check source address, credentials, transport and permissions of the SIP domain or trunk in the Console.",
	},
	{
		"32214", Error, "SIP: Invalid <Dial><Sip>",
		"Twilio did not let a SIP call or registration through.",
		"Check source address, credentials, transport and permissions of the SIP domain or trunk in the Console.",
	},
	{
		"32215", Error, "Dial failure calling a SIP Domain without specifying a region",
		"Twilio did not let a SIP call or registration through.",
		"Check source address, credentials, transport and permissions of the SIP domain or trunk in the Console.",
	},
	{
		"32216", Error, "SIP: Address blacklisted",
		"Twilio did not let a SIP call or registration through.",
		"Check source address, credentials, transport and permissions of the SIP domain or trunk in the Console.",
	},
	{
		"32218", Error, "SIP: Transfer not allowed",
		"Twilio did not let a SIP call or registration through.",
		"Check source address, credentials, transport and permissions of the SIP domain or trunk in the Console.",
	},
	{
		"32219", Error, "SIP: Redirect failed",
		"Twilio did not let a SIP call or registration through.",
		"Check source address, credentials, transport and permissions of the SIP domain or trunk in the Console.",
	},
	{
		"32220", Error, "Specifying an edge is not allowed when dialing SIP registered endpoints",
		"Twilio did not let a SIP call or registration through.",
		"Check source address, credentials, transport and permissions of the SIP domain or trunk in the Console.",
	},
	{
		"32221", Error, "Dialing SIP Endpoint failure - No devices registered in specified edge",
		"Twilio did not let a SIP call or registration through.",
		"Check source address, credentials, transport and permissions of the SIP domain or trunk in the Console.",
	},
	{
		"32222", Error, "TLS version not allowed",
		"Twilio did not let a SIP call or registration through.",
		"Check source address, credentials, transport and permissions of the SIP domain or trunk in the Console.",
	},
	{
		"32223", Error, "There is no username in the SIP URI when calling a SIP registered endpoint",
		"Twilio did not let a SIP call or registration through.",
		"Check source address, credentials, transport and permissions of the SIP domain or trunk in the Console.",
	},
	{
		"32301", Error, "Interconnect: Invalid Connection (TNX) SID",
		"The Interconnect connection of a SIP call cannot be used.",
		"Check the TNX… SID in the URI and that the connection is active.",
	},
	{
		"32302", Error, "Interconnect: Connection (TNX) SID not found",
		"The Interconnect connection of a SIP call cannot be used.",
		"Check the TNX… SID in the URI and that the connection is active.",
	},
	{
		"32303", Error, "Interconnect: Multiple SIP Dials with Interconnect Connection (TNX) SID",
		"The Interconnect connection of a SIP call cannot be used.",
		"Check the TNX… SID in the URI and that the connection is active.",
	},
	{
		"32304", Error, "Interconnect: Connection (TNX) SID is not Active",
		"The Interconnect connection of a SIP call cannot be used.",
		"Check the TNX… SID in the URI and that the connection is active.",
	},
	{
		"32400", Error, "BYOC Trunk routing failure - failover routing disabled.",
		"A call over an own carrier (BYOC) could not be routed.",
		"Check the BYOC trunk, its origination URIs and its setting for failover.",
	},
	{
		"32401", Error, "BYOC Trunk routing failure - failover to Twilio default routing.",
		"A call over an own carrier (BYOC) could not be routed.",
		"Check the BYOC trunk, its origination URIs and its setting for failover.",
	},
}
