package alert

// The account itself: 100xx.
var accountCodes = []Code{
	{
		"10001", Error, "Account is not active",
		"The account is suspended or closed, so Twilio refuses its requests.",
		"Look at the account in the Console and settle what is open, or ask Twilio Support why it was suspended.",
	},
	{
		"10002", Error, "Trial accounts do not support the feature you tried to use",
		"A trial account used a feature that only paid accounts have.",
		"Upgrade the account, or leave the feature out while it is on trial.",
	},
	{
		"10003", Error, "Incoming call rejected due to inactive account",
		"A call came in for an account that is suspended or closed, and was refused without a webhook.",
		"Reactivate the account in the Console; until then callers cannot get through.",
	},
	{
		"10004", Error, "Call concurrency limit exceeded",
		"More calls were started at once than the account may have.",
		"Start calls more slowly, or ask Twilio to raise the limit on concurrent calls.",
	},
}
