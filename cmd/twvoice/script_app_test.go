package main

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/twvoice/twvoice/pkg/webhook"
)

// scriptApp is the command `app` for a script: an application on loopback.
//
//	app start            sets APP to its URL and APP_PORT to its port
//	app start checking   the same, and it answers 403 to what is not signed with TWILIO_AUTH_TOKEN for the URL that it sees
//	app start secure     the same over TLS, with an untrusted certificate
//	app port             sets APP_PORT to a free port
func scriptApp(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: app start [checking|secure] | app port")
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	_, port, _ := net.SplitHostPort(ln.Addr().String())
	ts.Setenv("APP_PORT", port)
	if args[0] == "port" {
		ln.Close()
		return
	}
	server := httptest.NewUnstartedServer(application(""))
	server.Listener.Close()
	server.Listener = ln
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	switch strings.Join(args[1:], " ") {
	case "checking":
		server.Config.Handler = application(ts.Getenv("TWILIO_AUTH_TOKEN"))
		server.Start()
	case "secure":
		server.StartTLS()
	default:
		server.Start()
	}
	ts.Defer(server.Close)
	ts.Setenv("APP", server.URL)
}

// applicationMain is `application PORT [CODE]`: the same application as a program. It ends with CODE when /end is asked for.
func applicationMain() {
	ln, err := net.Listen("tcp", "127.0.0.1:"+os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println("I am at", os.Getenv("TWVOICE_PUBLIC_URL"), "as", os.Getenv("TWVOICE_NUMBER"))
	mux := http.NewServeMux()
	mux.Handle("/", application(os.Getenv("TWILIO_AUTH_TOKEN")))
	mux.HandleFunc("/end", func(http.ResponseWriter, *http.Request) { os.Exit(7) })
	mux.HandleFunc("/dies", func(http.ResponseWriter, *http.Request) { os.Exit(7) })
	_ = http.Serve(ln, mux)
}

// restCall asks the REST API about the call of a webhook, whose URL says where: api, the account's sid and its token. With a form
// it changes the call.
func restCall(r *http.Request, form url.Values) (status int, body []byte) {
	q := r.URL.Query()
	target := q.Get("api") + "/2010-04-01/Accounts/" + q.Get("sid") + "/Calls/" + r.PostFormValue("CallSid") + ".json"
	method, sent := http.MethodGet, io.Reader(nil)
	if form != nil {
		method, sent = http.MethodPost, strings.NewReader(form.Encode())
	}
	req, err := http.NewRequestWithContext(r.Context(), method, target, sent)
	if err != nil {
		return 0, nil
	}
	req.SetBasicAuth(q.Get("sid"), q.Get("token"))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, nil
	}
	defer response.Body.Close()
	body, _ = io.ReadAll(response.Body)
	return response.StatusCode, body
}

// misbehave adds what is answered in the place of a webhook: by a host check, a login, a compressor.
func misbehave(mux *http.ServeMux) {
	mux.HandleFunc("/blocked", func(w http.ResponseWriter, r *http.Request) {
		host, _, _ := net.SplitHostPort(r.Host)
		w.WriteHeader(http.StatusForbidden)
		fmt.Fprintf(w, "Blocked request. This host (%q) is not allowed.\nTo allow this host, add %q to `server.allowedHosts` in vite.config.js.", host, host)
	})
	mux.HandleFunc("/private", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/login?next=%2Fprivate", http.StatusFound)
	})
	mux.HandleFunc("/login", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, `<!doctype html><form method="post"><input name="user"><input name="word" type="password"></form>`)
	})
	mux.HandleFunc("/packed", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/xml; charset=iso-8859-1")
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		_, _ = io.WriteString(z, "<Response><Say>Ol\xe1</Say></Response>")
		_ = z.Close()
	})
}

// application is a menu, of which each key fails in another way. With a token it checks signatures as Express does, that
// believes its Host and knows nothing of a proxy.
func application(token string) http.Handler {
	mux := http.NewServeMux()
	say := func(w http.ResponseWriter, text string) {
		w.Header().Set("Content-Type", "text/xml")
		fmt.Fprintf(w, "<Response>%s</Response>", text)
	}
	mux.HandleFunc("/voice", func(w http.ResponseWriter, r *http.Request) {
		say(w, `<Gather numDigits="1" action="/menu?from=`+r.PostFormValue("FromState")+`"><Say>Press a key.</Say></Gather>`)
	})
	mux.HandleFunc("/menu", func(w http.ResponseWriter, r *http.Request) {
		switch r.PostFormValue("Digits") {
		case "1":
			say(w, "<Say>You pressed 1 in "+r.URL.RawQuery+"</Say><Play>/hello.mp3</Play>")
		case "2":
			w.Header().Set("Content-Type", "application/json")
			fmt.Fprint(w, `{"say":"hello"}`)
		case "3":
			http.Error(w, "oops", http.StatusInternalServerError)
		case "4":
			w.Header().Set("Content-Length", "100")
			_, _ = io.WriteString(w, "<Response>")
			_ = http.NewResponseController(w).Flush()
			panic(http.ErrAbortHandler)
		case "5":
			say(w, strings.Repeat("x", 5<<20))
		case "6":
			say(w, "<Say>")
		case "7":
			say(w, "<Sya>Hello</Sya>")
		case "8":
			say(w, "<Redirect>/dies</Redirect>")
		}
	})
	mux.HandleFunc("/asks", func(w http.ResponseWriter, r *http.Request) {
		status, body := restCall(r, nil)
		var c struct{ Status, To string }
		_ = json.Unmarshal(body, &c)
		say(w, fmt.Sprintf("<Say>%d: the call is %s to %s</Say><Redirect>/leads?%s</Redirect>", status, c.Status, c.To, strings.ReplaceAll(r.URL.RawQuery, "&", "&amp;")))
	})
	mux.HandleFunc("/leads", func(w http.ResponseWriter, r *http.Request) {
		status, _ := restCall(r, url.Values{"Twiml": {"<Response><Say>Led elsewhere.</Say></Response>"}})
		say(w, fmt.Sprintf(`<Say>%d</Say><Pause length="60"/><Say>Never heard.</Say>`, status))
	})
	misbehave(mux)
	mux.HandleFunc("/relay", relayDocument)
	mux.HandleFunc("/over", func(w http.ResponseWriter, _ *http.Request) { say(w, "") })
	mux.HandleFunc("/ws", relaySocket)
	agent(mux)
	mux.Handle("/moved", http.RedirectHandler("/only-post", http.StatusFound))
	mux.Handle("/kept", http.RedirectHandler("/only-post", http.StatusTemporaryRedirect))
	mux.HandleFunc("/only-post", func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost {
			http.Error(w, "POST only", http.StatusMethodNotAllowed)
			return
		}
		say(w, "<Say>Posted by "+r.PostFormValue("From")+"</Say>")
	})
	mux.HandleFunc("/hello.mp3", func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Type", "audio/mpeg") })
	if token == "" {
		return mux
	}
	express := webhook.Handler{Token: token, Next: mux}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Powered-By", "Express")
		express.ServeHTTP(w, r)
	})
}
