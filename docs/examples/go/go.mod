module example.com/owl

go 1.26.0

require github.com/twvoice/twvoice v0.0.0

require (
	github.com/agnivade/levenshtein v1.2.2 // indirect
	github.com/andybalholm/brotli v1.3.0 // indirect
	github.com/coder/websocket v1.8.15 // indirect
	github.com/icholy/digest v1.2.0 // indirect
	golang.org/x/text v0.43.0 // indirect
)

replace github.com/twvoice/twvoice => ../../..
