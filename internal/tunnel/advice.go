package tunnel

import "github.com/twvoice/twvoice/internal/fault"

// advice is the meaning of one of ngrok's codes, and its fix.
type advice struct {
	meaning string
	fix     string
	exit    fault.Exit
}

// adviceOn has the codes that users of twvoice meet. They are explained at https://ngrok.com/docs/errors/; those from
// 3200 on come as pages of the public URL, not from the agent.
func adviceOn(code string) advice {
	const token = "set NGROK_AUTHTOKEN to the token from https://dashboard.ngrok.com/get-started/your-authtoken"
	failed := func(meaning, fix string) advice { return advice{meaning, fix, fault.Failed} }
	switch code {
	case "ERR_NGROK_105":
		return advice{"this is not an authtoken", token + " (it is not an API key)", fault.Credentials}
	case "ERR_NGROK_107":
		return advice{"the authtoken was reset or revoked", token, fault.Credentials}
	case "ERR_NGROK_4018":
		return advice{"an account and its authtoken are needed", token + " (signing up is free)", fault.Credentials}
	case "ERR_NGROK_108":
		return failed("the account has reached its limit of agent sessions",
			"stop another agent at https://dashboard.ngrok.com/agents, or bring your own address with --public-url")
	case "ERR_NGROK_120", "ERR_NGROK_121":
		return failed("the agent in this twvoice is too old for the account",
			"update twvoice, or bring your own address with --public-url")
	case "ERR_NGROK_320":
		return failed("the domain belongs to another account",
			"choose a --url from https://dashboard.ngrok.com/domains, or the authtoken of its owner")
	case "ERR_NGROK_324":
		return failed("the session has reached its limit of endpoints", "stop another endpoint at https://dashboard.ngrok.com/endpoints")
	case "ERR_NGROK_334":
		return failed("the URL is already online",
			"stop the agent that is using it (https://dashboard.ngrok.com/endpoints), or choose another --url")
	case "ERR_NGROK_725", "ERR_NGROK_727":
		return failed("the account has used up its traffic",
			"see https://dashboard.ngrok.com/usage, or bring your own address with --public-url")
	case "ERR_NGROK_3200":
		return failed("the endpoint is offline", "wait for the tunnel to come back, or start twvoice serve again")
	case "ERR_NGROK_3004":
		return failed("the application sent no valid HTTP response", "check the application's standard error, and the request as serve shows it")
	case "ERR_NGROK_6024":
		return failed("ngrok's warning page for browsers", "nothing to fix: Twilio does not get this page, only browsers do")
	case "ERR_NGROK_8012":
		return failed("an agent is connected, but nothing listens where it forwards to",
			"another agent is using this URL (https://dashboard.ngrok.com/endpoints): stop it, or choose another --url")
	case "ERR_NGROK_9016":
		return failed("the ngrok plan does not allow this traffic policy",
			"leave the policy out: twvoice verifies signatures itself")
	case "":
		return failed("stopped", "start twvoice serve again; see https://dashboard.ngrok.com/agents")
	}
	return failed("refused", "see "+page(code))
}
