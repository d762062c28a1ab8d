package proxy

import (
	"encoding/pem"
	"errors"
	"os"
	"path/filepath"
)

// readCertificates reads the certificates of a file, or of every file in a folder. It ignores other content, such as
// keys.
func readCertificates(path string) ([][]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return readBundle(path)
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, err
	}
	var all [][]byte
	for _, entry := range entries {
		certs, err := readBundle(filepath.Join(path, entry.Name()))
		if err == nil { // a folder of certificates can hold other files too
			all = append(all, certs...)
		}
	}
	return all, nil
}

// maxBundle limits the size of a certificate bundle, in bytes. The largest known ones have a third of a megabyte.
const maxBundle = 16 << 20

func readBundle(path string) ([][]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > maxBundle {
		return nil, errors.New("not a file of certificates")
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var certs [][]byte
	for block, rest := pem.Decode(content); block != nil; block, rest = pem.Decode(rest) {
		if block.Type == "CERTIFICATE" {
			certs = append(certs, block.Bytes)
		}
	}
	return certs, nil
}
