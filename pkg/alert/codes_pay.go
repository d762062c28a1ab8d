package alert

// Pay, ConversationRelay and Functions: 640xx to 82xxx.
var payCodes = []Code{
	{
		"64001", Error, "Pay: Configuration Error",
		"<Pay> is not set up right.",
		"Look at the payment connector in the Console, and at the attributes in the alert.",
	},
	{
		"64002", Error, "Pay: Service unavailable.",
		"The service behind <Pay> is not available.",
		"Try again in a moment, and look at status.twilio.com if it stays.",
	},
	{
		"64003", Error, "Pay: Invalid charge amount.",
		"The chargeAmount of <Pay> is not an amount of money.",
		"Write a number such as 10.50 without a currency sign, above 0 to charge and up to 1,000,000.",
	},
	{
		"64004", Error, "Pay: Invalid paymentConnector attribute in TwiML.",
		"There is no payment connector of this name.",
		"Use the unique name of a connector in the Console; without the attribute it is Default.",
	},
	{
		"64005", Error, "Pay: Connector does not support tokenization.",
		"The payment connector cannot make tokens.",
		"Give a chargeAmount, or use another connector.",
	},
	{
		"64006", Error, "Pay: Connector does not support token type.",
		"<Pay> asks for something that the connector does not support, or that is not complete.",
		"Check the attribute or parameter that the title names against what the connector supports in the Console.",
	},
	{
		"64007", Error, "Pay: Connector does not support creating charge.",
		"<Pay> asks for something that the connector does not support, or that is not complete.",
		"Check the attribute or parameter that the title names against what the connector supports in the Console.",
	},
	{
		"64008", Error, "Pay: Payment Gateway rejected charge creation.",
		"The payment gateway refused the charge.",
		"Look at PaymentError and ConnectorError in the request to action; the gateway says why.",
	},
	{
		"64009", Error, "Pay: Twilio is no longer authorized to initiate transactions on your behalf.",
		"<Pay> asks for something that the connector does not support, or that is not complete.",
		"Check the attribute or parameter that the title names against what the connector supports in the Console.",
	},
	{
		"64010", Error, "Pay: Payment Gateway rejected token creation.",
		"The payment gateway refused to make a token.",
		"Look at PaymentError and ConnectorError in the request to action; the gateway says why.",
	},
	{
		"64011", Error, "Pay: Connector does not support the requested currency.",
		"<Pay> asks for something that the connector does not support, or that is not complete.",
		"Check the attribute or parameter that the title names against what the connector supports in the Console.",
	},
	{
		"64012", Error, "Pay: Payment Gateway rejected the card.",
		"The payment gateway refused the card.",
		"Ask the caller for another card.",
	},
	{
		"64013", Error, "Pay: Connector does not support supplied paymentMethod attribute.",
		"<Pay> asks for something that the connector does not support, or that is not complete.",
		"Check the attribute or parameter that the title names against what the connector supports in the Console.",
	},
	{
		"64014", Error, "Pay: ECP/ACH requires AVSName Parameter in the <Pay> verb.",
		"A payment from a bank account needs the name of its owner.",
		"Put <Parameter name=\"AVSName\" value=\"…\"/> into <Pay>.",
	},
	{
		"64015", Error, "Pay: <Pay> verb is missing a needed Parameter",
		"<Pay> asks for something that the connector does not support, or that is not complete.",
		"Check the attribute or parameter that the title names against what the connector supports in the Console.",
	},
	{
		"64016", Error, "Pay: Invalid Action URL",
		"The action of <Pay> is not an https:// URL.",
		"Give an absolute URL with https://.",
	},
	{
		"64017", Error, "Pay: BankAccountType Parameter not supported with PaymentMethod = \"credit-card\"",
		"<Pay> asks for something that the connector does not support, or that is not complete.",
		"Check the attribute or parameter that the title names against what the connector supports in the Console.",
	},
	{
		"64018", Error, "Pay: Value needed for either Capture or Status parameters",
		"<Pay> asks for something that the connector does not support, or that is not complete.",
		"Check the attribute or parameter that the title names against what the connector supports in the Console.",
	},
	{
		"64019", Error, "Pay: Required payment information incomplete",
		"<Pay> asks for something that the connector does not support, or that is not complete.",
		"Check the attribute or parameter that the title names against what the connector supports in the Console.",
	},
	{
		"64020", Error, "Pay: Invalid Parameter Value",
		"A parameter of a payment has a value that is not allowed.",
		"Look at the alert for its name, and at the page of <Pay> for its values.",
	},
	{
		"64021", Error, "Pay: Invalid Operation",
		"The payment is not in a state in which this can be done.",
		"Follow the order of the steps: capture first, then complete or cancel.",
	},
	{
		"64022", Error, "Pay: Invalid Test Card Number",
		"<Pay> asks for something that the connector does not support, or that is not complete.",
		"Check the attribute or parameter that the title names against what the connector supports in the Console.",
	},
	{
		"64023", Error, "Pay: Invalid Test Bank Account Number",
		"<Pay> asks for something that the connector does not support, or that is not complete.",
		"Check the attribute or parameter that the title names against what the connector supports in the Console.",
	},
	{
		"64024", Error, "Pay: Connector Instance Not Approved",
		"<Pay> asks for something that the connector does not support, or that is not complete.",
		"Check the attribute or parameter that the title names against what the connector supports in the Console.",
	},
	{
		"64101", Error, "ConversationRelay: invalid parameter/attribute value",
		"An attribute of <ConversationRelay> has a value that is not allowed, or voice, language and provider do not fit together.",
		"Check ttsProvider with voice and language, and transcriptionProvider with speechModel; the message says which.",
	},
	{
		"64102", Error, "ConversationRelay: unable to connect to WebSocket",
		"<ConversationRelay> could not connect to the WebSocket server.",
		"Use a wss:// URL of a public host, and see that the server accepts the upgrade.",
	},
	{
		"64105", Error, "ConversationRelay: WebSocket ended",
		"The WebSocket server closed the connection without saying that the session ends, or sent ten messages in a row that cannot be read.",
		"Send {\"type\":\"end\"} before closing, and look at the log of the server.",
	},
	{
		"64107", Warning, "ConversationRelay: invalid message received",
		"The WebSocket server sent a message that <ConversationRelay> does not know; it was ignored.",
		"Send the types text, play, sendDigits, language or end, with their fields filled in.",
	},
	{
		"82002", Error, "Error on Twilio Function response",
		"A Twilio Function failed or answered with an error.",
		"Look at the log of the Function in the Console.",
	},
	{
		"82004", Warning, "Function execution resulted in a warning log",
		"A Twilio Function wrote a warning to its log.",
		"Look at the log of the Function in the Console.",
	},
	{
		"82005", Error, "Function execution resulted in an error log",
		"A Twilio Function wrote an error to its log.",
		"Look at the log of the Function in the Console.",
	},
}
