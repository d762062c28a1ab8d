package main

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// list returns requests that list the numbers.
func list(n int) []request {
	return repeat(n, newRequest(http.MethodGet, "IncomingPhoneNumbers.json", nil, http.StatusOK))
}

// calls returns requests that place calls with a Say.
func calls(n int) []request {
	return repeat(n, newRequest(http.MethodPost, "Calls.json", url.Values{
		"To": {"+14155550122"}, "From": {number}, "Twiml": {"<Response><Say>Hello from the benchmark</Say></Response>"},
	}, http.StatusCreated))
}

func repeat(n int, r request) []request {
	all := make([]request, n)
	for i := range all {
		all[i] = r
	}
	return all
}

// numbers returns requests that buy numbers, from the first-th of 14,000 that are reserved for fiction in Britain.
func numbers(first, n int) []request {
	cities := strings.Fields("113496 114496 115496 116496 117496 118496 121496 131496 141496 151496 161496 191498 292018 207946")
	all := make([]request, n)
	for i := range all {
		k := first + i
		all[i] = newRequest(http.MethodPost, "IncomingPhoneNumbers.json", url.Values{
			"PhoneNumber": {fmt.Sprintf("+44%s%04d", cities[k/1000], k%1000)}, "AddressSid": {"AD" + strings.Repeat("0", 32)},
		}, http.StatusCreated)
	}
	return all
}
