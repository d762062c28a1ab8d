package judge

import "slices"

// causes returns what development servers and frameworks answer when they reject an unexpected
// request. The first matching row counts.
//
// Each row follows the source of its project: Vite's hostCheck middleware, webpack-dev-server's
// "Invalid Host header" (403; before version 5 with 200), Rails' HostAuthorization and
// InvalidAuthenticityToken, Django's CsrfViewMiddleware and DisallowedHost, Laravel's
// TokenMismatchException (419), Plug.CSRFProtection, SvelteKit's and Astro's check of the Origin,
// Flask-WTF, csurf, Starlette's TrustedHostMiddleware, Spring Security.
func causes() []cause {
	return slices.Concat(otherPrograms(), hostChecks(), tokenChecks(), otherCauses())
}

// otherPrograms returns the rows for programs that listen in place of the application.
func otherPrograms() []cause {
	return []cause{
		{Cause: Cause{
			Name:   "AirPlay",
			Reason: "the AirPlay Receiver of macOS listens there, not your app",
			Fix:    "start the app on another port, or turn AirPlay Receiver off in System Settings, General, AirDrop & Handoff",
		}, header: "Server", value: "airtunes"},
	}
}

// hostChecks returns the rows for checks that reject an unknown host, such as that of a tunnel.
func hostChecks() []cause {
	return []cause{
		{Cause: Cause{
			Name: "Vite", HostCheck: true, Reason: "Vite rejects requests for the host %NAME%",
			Fix: `add server: { allowedHosts: ["%NAME%"] } to vite.config.js, preview: {…} for vite preview`,
		}, body: []string{"blocked request. this host", "allowedhosts"}},
		{Cause: Cause{
			Name: "a development server", HostCheck: true, Reason: "its development server rejects requests for the host %NAME%",
			Fix: `add "%NAME%" to the allowedHosts of the development server`,
		}, body: []string{"blocked request. this host"}},
		{Cause: Cause{
			Name: "webpack-dev-server", HostCheck: true, Reason: "webpack-dev-server rejects requests for the host %NAME%",
			Fix: `add devServer: { allowedHosts: ["%NAME%"] } to webpack.config.js`,
		}, status: []int{200, 403}, body: []string{"invalid host header"}},
		{Cause: Cause{
			Name: "Starlette", HostCheck: true, Reason: "TrustedHostMiddleware rejects requests for the host %NAME%",
			Fix: `add "%NAME%" to the allowed_hosts of TrustedHostMiddleware`,
		}, status: []int{400}, body: []string{"invalid host header"}},
		{Cause: Cause{
			Name: "Rails", HostCheck: true, Reason: "Rails rejects requests for the host %NAME%",
			Fix: `add config.hosts << "%NAME%" to config/environments/development.rb`,
		}, status: []int{403}, body: []string{"blocked host"}},
		{Cause: Cause{
			Name: "Django", HostCheck: true, Reason: "Django rejects requests for the host %NAME%",
			Fix: `add "%NAME%" to ALLOWED_HOSTS in settings.py`,
		}, status: []int{400}, body: []string{"allowed_hosts"}},
		{Cause: Cause{
			Name: "Django", HostCheck: true, Reason: "Django answers like this for an unknown host",
			Fix: `add "%NAME%" to ALLOWED_HOSTS in settings.py; DEBUG = True shows other causes`,
		}, status: []int{400}, body: []string{"<h1>bad request (400)</h1>"}},
	}
}

// tokenChecks returns the rows for checks that reject a form without the application's own token,
// or from another site.
func tokenChecks() []cause {
	rails := Cause{
		Name: "Rails", Reason: "Rails misses the CSRF token that its own forms have",
		Fix: "skip_before_action :verify_authenticity_token in the controller of %PATH%, and check Twilio's signature there",
	}
	phoenix := Cause{
		Name: "Phoenix", Reason: "Phoenix misses the CSRF token that its own forms have",
		Fix: "route %PATH% through a pipeline without plug :protect_from_forgery, such as :api",
	}
	spring := Cause{
		Name: "Spring Security", Reason: "Spring Security rejects a POST without the CSRF token that the app's own forms have",
		Fix: `http.csrf(csrf -> csrf.ignoringRequestMatchers("%PATH%")), and permitAll() for it, in the SecurityFilterChain`,
	}
	return []cause{
		{Cause: Cause{
			Name: "Django", Reason: "Django misses the CSRF token that its own forms have",
			Fix: "put @csrf_exempt, of django.views.decorators.csrf, on the view of %PATH%, and check Twilio's signature there",
		}, status: []int{403}, body: []string{"csrf verification failed"}},
		{Cause: rails, body: []string{"invalidauthenticitytoken"}},
		{Cause: rails, status: []int{422}, body: []string{"the change you wanted was rejected"}},
		{Cause: Cause{
			Name: "Laravel", Reason: "Laravel misses the CSRF token that its own forms have",
			Fix: "$middleware->validateCsrfTokens(except: ['%PATTERN%']) in bootstrap/app.php (before Laravel 11: $except of VerifyCsrfToken), or a route in routes/api.php",
		}, status: []int{419}},
		{Cause: phoenix, body: []string{"invalidcsrftokenerror"}},
		{Cause: phoenix, body: []string{"invalid csrf (cross site request forgery) token"}},
		{Cause: Cause{
			Name: "SvelteKit or Astro", Reason: "it accepts forms only from its own pages",
			Fix: "SvelteKit: csrf: { trustedOrigins: ['*'] } in the kit of svelte.config.js; Astro: security: { checkOrigin: false } in astro.config.mjs; and check Twilio's signature",
		}, status: []int{403}, body: []string{"cross-site post form submissions are forbidden"}},
		{Cause: Cause{
			Name: "Flask-WTF", Reason: "Flask-WTF misses the CSRF token that its own forms have",
			Fix: "put @csrf.exempt on the view of %PATH%, and check Twilio's signature there",
		}, status: []int{400}, body: []string{"the csrf token is missing"}},
		{Cause: Cause{
			Name: "Express", Reason: "its CSRF protection misses the token that the app's own forms have",
			Fix: "mount %PATH% before the CSRF middleware, and check Twilio's signature there",
		}, status: []int{403}, body: []string{"invalid csrf token"}},
		{Cause: spring, status: []int{403}, body: []string{`"timestamp":`, `"error":"forbidden"`, `"path":`}},
		{Cause: spring, status: []int{403}, body: []string{"whitelabel error page"}},
		{Cause: Cause{
			Name: "Spring Security", Reason: "the headers are those of Spring Security, which rejects a POST without the CSRF token of the app's own forms",
			Fix: `http.csrf(csrf -> csrf.ignoringRequestMatchers("%PATH%")), and permitAll() for it, in the SecurityFilterChain`,
		}, status: []int{403}, header: "Cache-Control", value: "no-cache, no-store, max-age=0, must-revalidate"},
	}
}

func otherCauses() []cause {
	return []cause{
		{Cause: Cause{
			Name: "FastAPI", Reason: "FastAPI did not find the parameters that the function declares",
			Fix: "declare what Twilio sends as a form: From: str = Form(), with python-multipart installed",
		}, status: []int{422}, body: []string{`"detail":`, `"loc":`}},
		{Cause: Cause{
			Name: "ngrok", Reason: "no agent is connected to that ngrok tunnel",
			Fix: "restart the process that opened it; a tunnel of twvoice serve has a new URL each time unless it is reserved",
		}, header: "Ngrok-Error-Code", value: "err_ngrok_3200"},
		{Cause: Cause{
			Name: "Vite", Reason: "Vite answers, which serves the pages of a frontend, not your webhooks",
			Fix: "use the port of the backend; or forward %PATH% to it with server.proxy in vite.config.js",
		}, body: []string{"/@vite/client"}},
	}
}
