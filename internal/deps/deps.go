//go:build deps

// Package deps holds the modules in go.mod while the packages that use them are being written.
package deps

import (
	_ "charm.land/huh/v2"
	_ "charm.land/lipgloss/v2"
	_ "charm.land/lipgloss/v2/table"
	_ "github.com/adrg/xdg"
	_ "github.com/coder/websocket"
	_ "github.com/fsnotify/fsnotify"
	_ "github.com/getkin/kin-openapi/openapi3"
	_ "github.com/getkin/kin-openapi/openapi3filter"
	_ "github.com/getkin/kin-openapi/routers/gorillamux"
	_ "github.com/goccy/go-yaml"
	_ "github.com/gofrs/flock"
	_ "github.com/google/go-cmp/cmp"
	_ "github.com/itchyny/gojq"
	_ "github.com/rogpeppe/go-internal/testscript"
	_ "github.com/spf13/cobra"
	_ "github.com/spf13/viper"
	_ "github.com/twilio/twilio-go/client"
	_ "github.com/twilio/twilio-go/rest/api/v2010"
	_ "github.com/twilio/twilio-go/rest/monitor/v1"
	_ "github.com/twilio/twilio-go/rest/pricing/v1"
	_ "github.com/twilio/twilio-go/twiml"
	_ "github.com/zalando/go-keyring"
	_ "golang.ngrok.com/muxado/v2"
	_ "golang.ngrok.com/ngrok/v2"
	_ "golang.org/x/net/html/charset"
	_ "golang.org/x/sys/execabs"
	_ "golang.org/x/term"
	_ "golang.org/x/text/encoding/ianaindex"
	_ "google.golang.org/protobuf/proto"
	_ "modernc.org/sqlite"
)
