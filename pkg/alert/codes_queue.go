package alert

// Messages from a document, Enqueue and Queue, Start: 14xxx.
var queueCodes = []Code{
	{
		"14101", Warning, "Invalid \"To\" attribute",
		"The number in to of <Sms> cannot get a message.",
		"Write a mobile number in E.164, as in +14155550100.",
	},
	{
		"14102", Warning, "Invalid \"From\" attribute",
		"The number in from of <Sms> cannot send a message.",
		"Use a number of the account that is capable of SMS.",
	},
	{
		"14103", Warning, "Invalid Body",
		"The body of the message is empty.",
		"Write something between the tags; a variable of a template may have been empty.",
	},
	{
		"14104", Warning, "Invalid Method attribute",
		"The method of <Sms> is not GET or POST.",
		"Write method=\"POST\" or method=\"GET\", or leave it out for POST.",
	},
	{
		"14105", Warning, "Invalid statusCallback attribute",
		"The statusCallback of <Sms> is not a URL that can be used.",
		"Give a URL with http:// or https://.",
	},
	{
		"14106", Warning, "Document retrieval limit reached",
		"One message led to more than 50 documents.",
		"Look for a <Redirect> that comes back to itself.",
	},
	{
		"14107", Error, "SMS send rate limit exceeded",
		"The application answered the same number so often that Twilio suspects a loop.",
		"Do not answer automatic answers; wait before the next message.",
	},
	{
		"14108", Error, "From phone number not SMS capable",
		"The answer to a message could not be sent as the document says.",
		"Use a number that is capable of SMS, and answer with fewer messages.",
	},
	{
		"14109", Error, "TwiML Reply message limit exceeded",
		"The answer to a message could not be sent as the document says.",
		"Use a number that is capable of SMS, and answer with fewer messages.",
	},
	{
		"14110", Warning, "Invalid Verb for SMS Reply",
		"The answer to a message has a verb of calls.",
		"Answer messages with <Message> and <Redirect> only.",
	},
	{
		"14111", Warning, "Invalid To phone number for Trial mode",
		"A trial account may send only to numbers that it has verified.",
		"Verify the number in the Console, or upgrade the account.",
	},
	{
		"14201", Error, "Enqueue: Invalid method value",
		"The method of <Enqueue> is not GET or POST.",
		"Write method=\"POST\" or method=\"GET\", or leave it out for POST.",
	},
	{
		"14202", Error, "Enqueue: Invalid waitUrl",
		"The waitUrl of <Enqueue> is not a URL.",
		"Correct the URL; waitUrl=\"\" is silence, and without the attribute Twilio plays music.",
	},
	{
		"14203", Error, "Enqueue: Invalid Enqueue action url",
		"The action of <Enqueue> is not a URL.",
		"Correct the URL, or leave the attribute out to go on with the next verb.",
	},
	{
		"14204", Error, "Enqueue: Queue name too short",
		"The name of the queue in <Enqueue> is empty.",
		"Write the name as the text of <Enqueue>, or give a workflowSid.",
	},
	{
		"14205", Error, "Enqueue: Queue name too long",
		"The name of the queue in <Enqueue> has more than 64 characters.",
		"Shorten it.",
	},
	{
		"14206", Error, "Enqueue: Invalid waitUrlMethod value",
		"The waitUrlMethod of <Enqueue> is not GET or POST.",
		"Write waitUrlMethod=\"POST\" or waitUrlMethod=\"GET\", or leave it out for POST.",
	},
	{
		"14207", Warning, "Enqueue: The targeted queue reached max queue size",
		"The queue is full, and the caller was not put into it.",
		"Look at QueueResult=queue-full in the action, and set a greater maxQueueSize if more callers should wait.",
	},
	{
		"14210", Error, "Dial->Queue: Invalid whisper method",
		"The method of <Queue> is not GET or POST.",
		"Write method=\"POST\" or method=\"GET\", or leave it out for POST.",
	},
	{
		"14211", Error, "Dial->Queue: Invalid whisper url",
		"The url of <Queue> is not a URL.",
		"Correct the URL; it is run for the caller who waited, just before the two are connected.",
	},
	{
		"14212", Error, "Dial->Queue: queue name too short",
		"The name in <Queue> is empty.",
		"Write the name of the queue as the text of <Queue>, or give a reservationSid.",
	},
	{
		"14213", Error, "Dial->Queue: queue name too long",
		"The name in <Queue> has more than 64 characters.",
		"Use the name that <Enqueue> used.",
	},
	{
		"14215", Error, "Dial->Queue: Invalid ReservationSid. Unable to dequeue",
		"The reservationSid of <Queue> is not one of TaskRouter.",
		"Use the WR… SID from the assignment callback.",
	},
	{
		"14217", Error, "Dial->Queue: Could not find or accept provided reservationSid",
		"The reservation of <Queue> no longer exists, or cannot be accepted.",
		"Accept it before it times out; another worker may have been faster.",
	},
	{
		"14218", Error, "Dial->Queue: Could not update worker to provided activity",
		"The worker could not be set to the activity that <Queue> names.",
		"See that postWorkActivitySid is a WA… SID of the same workspace.",
	},
	{
		"14219", Error, "TaskRouter Dial Queue not supported in this realm",
		"TaskRouter could not do what <Enqueue>, <Queue> or <Conference> asked of it.",
		"Check the SID and the JSON in the document against the workspace in the Console.",
	},
	{
		"14220", Error, "Enqueue: Provided Workflow was not a valid sid",
		"The workflowSid of <Enqueue> is not a workflow.",
		"Use the WW… SID of a workflow of this account.",
	},
	{
		"14221", Error, "Enqueue: Provided Attributes JSON was not valid",
		"The text of <Task> is not JSON.",
		"Write an object such as {\"language\":\"en\"}, with & as &amp; in the document.",
	},
	{
		"14222", Error, "Enqueue: Could not create Task",
		"TaskRouter did not create the task of <Enqueue>.",
		"Look at the workflow and the attributes of the task; the alert says what TaskRouter answered.",
	},
	{
		"14223", Error, "Enqueue: Unable to cleanup task",
		"TaskRouter could not do what <Enqueue>, <Queue> or <Conference> asked of it.",
		"Check the SID and the JSON in the document against the workspace in the Console.",
	},
	{
		"14226", Error, "TaskRouter Enqueue not supported in this realm",
		"TaskRouter could not do what <Enqueue>, <Queue> or <Conference> asked of it.",
		"Check the SID and the JSON in the document against the workspace in the Console.",
	},
	{
		"14230", Error, "Dial->Conference: Invalid WorkflowSid",
		"TaskRouter could not do what <Enqueue>, <Queue> or <Conference> asked of it.",
		"Check the SID and the JSON in the document against the workspace in the Console.",
	},
	{
		"14231", Error, "Dial->Conference: Provided Attributes was not valid JSON",
		"TaskRouter could not do what <Enqueue>, <Queue> or <Conference> asked of it.",
		"Check the SID and the JSON in the document against the workspace in the Console.",
	},
	{
		"14232", Error, "Dial->Conference: Invalid Priority",
		"TaskRouter could not do what <Enqueue>, <Queue> or <Conference> asked of it.",
		"Check the SID and the JSON in the document against the workspace in the Console.",
	},
	{
		"14233", Error, "Dial->Conference: Invalid Timeout",
		"TaskRouter could not do what <Enqueue>, <Queue> or <Conference> asked of it.",
		"Check the SID and the JSON in the document against the workspace in the Console.",
	},
	{
		"14234", Error, "Dial->Conference: Unable to create task",
		"TaskRouter could not do what <Enqueue>, <Queue> or <Conference> asked of it.",
		"Check the SID and the JSON in the document against the workspace in the Console.",
	},
	{
		"14235", Error, "Dial->Conference: Unable to cleanup task",
		"TaskRouter could not do what <Enqueue>, <Queue> or <Conference> asked of it.",
		"Check the SID and the JSON in the document against the workspace in the Console.",
	},
	{
		"14236", Error, "Dial->Conference: Invalid ReservationSid",
		"TaskRouter could not do what <Enqueue>, <Queue> or <Conference> asked of it.",
		"Check the SID and the JSON in the document against the workspace in the Console.",
	},
	{
		"14237", Error, "Dial->Conference: Invalid PostWorkActivitySid",
		"TaskRouter could not do what <Enqueue>, <Queue> or <Conference> asked of it.",
		"Check the SID and the JSON in the document against the workspace in the Console.",
	},
	{
		"14238", Error, "Dial->Conference: Unable to accept Reservation",
		"TaskRouter could not do what <Enqueue>, <Queue> or <Conference> asked of it.",
		"Check the SID and the JSON in the document against the workspace in the Console.",
	},
	{
		"14239", Error, "Dial->Conference: Unable to update Worker",
		"TaskRouter could not do what <Enqueue>, <Queue> or <Conference> asked of it.",
		"Check the SID and the JSON in the document against the workspace in the Console.",
	},
	{
		"14240", Error, "Max concurrent Workers exceeded",
		"TaskRouter could not do what <Enqueue>, <Queue> or <Conference> asked of it.",
		"Check the SID and the JSON in the document against the workspace in the Console.",
	},
	{
		"14241", Error, "start_date passed to TaskRouter statistics is older than 30 days.",
		"TaskRouter could not do what <Enqueue>, <Queue> or <Conference> asked of it.",
		"Check the SID and the JSON in the document against the workspace in the Console.",
	},
	{
		"14300", Error, "Start: Invalid nested noun value",
		"<Start> holds a noun that it may not.",
		"Put Stream, Siprec, Transcription or Recording in it.",
	},
}
