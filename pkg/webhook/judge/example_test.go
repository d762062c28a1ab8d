package judge_test

import (
	"fmt"
	"net/http"

	"github.com/twvoice/twvoice/pkg/webhook/judge"
)

func ExampleRead() {
	reading := judge.Read(judge.Answer{
		Source: "the app", Status: http.StatusOK,
		Header: http.Header{"Content-Type": {"text/xml"}}, Raw: []byte("<Response><Say>Hello</Response>"),
	})
	fmt.Println(reading.Problem.Code, reading.Problem.Pos, reading.Problem.Message)
	// Output: 12100 1:21 <Say>, opened at 1:11, is not closed; write </Say> before this
}
