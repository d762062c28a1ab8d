package rest

import (
	"encoding/json"
	"net/http"
)

// A Response is what was asked for; nil bodies are empty ones.
type Response struct {
	Status   int
	Body     any
	File     *File // instead of a body; nil for none
	Volatile bool  // changes with the time, and is not remembered
}

func OK(body any) (Response, error) { return Response{Status: http.StatusOK, Body: body}, nil }

func Volatile(body any) (Response, error) {
	return Response{Status: http.StatusOK, Body: body, Volatile: true}, nil
}

func Created(body any) (Response, error) {
	return Response{Status: http.StatusCreated, Body: body}, nil
}

func NoContent() (Response, error) { return Response{Status: http.StatusNoContent}, nil }

// Encode is the body on the wire; nil for none.
func (a Response) Encode() json.RawMessage {
	switch body := a.Body.(type) {
	case nil:
		return nil
	case json.RawMessage:
		return body
	default:
		text, err := json.Marshal(body)
		if err != nil {
			panic(err) // a resource that cannot be written is a bug
		}
		return text
	}
}
