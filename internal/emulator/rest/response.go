package rest

import (
	"encoding/json"
	"net/http"
)

// Response is the answer to a request. A nil body is sent as an empty one.
type Response struct {
	Status   int
	Body     any
	File     *File // sent instead of the body; may be nil
	Volatile bool  // changes with time and must not be remembered
}

// OK returns a response with status 200.
func OK(body any) (Response, error) { return Response{Status: http.StatusOK, Body: body}, nil }

// Uncached returns a response with status 200 that changes with time, so [Cache] does not remember
// it.
func Uncached(body any) (Response, error) {
	return Response{Status: http.StatusOK, Body: body, Volatile: true}, nil
}

// Created returns a response with status 201.
func Created(body any) (Response, error) {
	return Response{Status: http.StatusCreated, Body: body}, nil
}

// NoContent returns a response with status 204 and no body.
func NoContent() (Response, error) { return Response{Status: http.StatusNoContent}, nil }

// Encode returns the body as JSON, nil if it is empty.
func (a Response) Encode() json.RawMessage {
	switch body := a.Body.(type) {
	case nil:
		return nil
	case json.RawMessage:
		return body
	default:
		text, err := json.Marshal(body)
		if err != nil {
			panic(err) // a resource that cannot be encoded is a bug
		}
		return text
	}
}
