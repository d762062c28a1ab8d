package main

import (
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// ask sends a request as curl would: ask URL sends a GET, ask URL NAME=VALUE… posts a form. The answer is stdout; a
// status of 400 and more is a failure, unless the command is negated.
func ask(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) == 0 {
		ts.Fatalf("usage: ask URL [NAME=VALUE…]")
	}
	form := url.Values{}
	for _, pair := range args[1:] {
		name, value, _ := strings.Cut(pair, "=")
		form.Add(name, value)
	}
	answer, err := post(args[0], form)
	ts.Check(err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	ts.Check(err)
	ts.Stdout().Write(body)
	if refused := answer.StatusCode >= http.StatusBadRequest; refused != neg {
		ts.Fatalf("%s: %s\n%s", args[0], answer.Status, body)
	}
}

func post(to string, form url.Values) (*http.Response, error) {
	if len(form) == 0 {
		return http.Get(to)
	}
	return http.PostForm(to, form)
}
