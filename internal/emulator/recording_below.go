package emulator

import (
	"context"
	"strings"
)

// What recordings have in common below a call and below a conference.
type recordingBelow struct {
	AccountSid    string  `json:"account_sid"`
	APIVersion    string  `json:"api_version"`
	CallSid       orNull  `json:"call_sid"`
	ConferenceSid orNull  `json:"conference_sid"`
	DateCreated   string  `json:"date_created"`
	DateUpdated   string  `json:"date_updated"`
	StartTime     string  `json:"start_time"`
	Duration      orNull  `json:"duration"`
	Sid           string  `json:"sid"`
	Price         *string `json:"price"`
}

func (c recording) below() recordingBelow {
	return recordingBelow{
		c.AccountSid, c.APIVersion, c.CallSid, c.ConferenceSid, c.DateCreated, c.DateUpdated, c.StartTime, c.Duration, c.Sid, c.Price,
	}
}

// under is the path of the recording below a thing.
func (c recording) under(things, sid string) string {
	return strings.Replace(c.URI, "/Recordings/", "/"+things+"/"+sid+"/Recordings/", 1)
}

// callRecording is a recording as its call shows it, in the order of Twilio's keys.
func callRecording(_ context.Context, c recording) (any, error) {
	return struct {
		recordingBelow
		URI               string    `json:"uri"`
		EncryptionDetails *struct{} `json:"encryption_details"`
		PriceUnit         string    `json:"price_unit"`
		Status            string    `json:"status"`
		Channels          int       `json:"channels"`
		Source            string    `json:"source"`
		ErrorCode         *int      `json:"error_code"`
		Track             string    `json:"track"`
	}{c.below(), c.under("Calls", string(c.CallSid)), nil, c.PriceUnit, c.Status, c.Channels, c.Source, c.ErrorCode, "both"}, nil
}

// conferenceRecording is a recording as its conference shows it, in the order of Twilio's keys.
func conferenceRecording(_ context.Context, c recording) (any, error) {
	return struct {
		recordingBelow
		PriceUnit         string    `json:"price_unit"`
		Status            string    `json:"status"`
		Channels          int       `json:"channels"`
		Source            string    `json:"source"`
		ErrorCode         *int      `json:"error_code"`
		EncryptionDetails *struct{} `json:"encryption_details"`
		URI               string    `json:"uri"`
	}{c.below(), c.PriceUnit, c.Status, c.Channels, c.Source, c.ErrorCode, nil, c.under("Conferences", string(c.ConferenceSid))}, nil
}
