package proxy

import (
	"slices"
	"unsafe"

	"golang.org/x/sys/windows"
)

// systemPlaces returns nothing: Windows stores certificates in a store.
func systemPlaces() []string { return nil }

// systemStore returns the certificates in the ROOT store. Windows fetches some roots only when they are first needed;
// those can be missing.
func systemStore() [][]byte {
	name, err := windows.UTF16PtrFromString("ROOT")
	if err != nil {
		return nil
	}
	store, err := windows.CertOpenSystemStore(0, name)
	if err != nil {
		return nil
	}
	defer func() { _ = windows.CertCloseStore(store, 0) }()
	var certs [][]byte
	var cert *windows.CertContext
	for {
		cert, err = windows.CertEnumCertificatesInStore(store, cert) // frees the one before
		if err != nil || cert == nil {
			return certs
		}
		certs = append(certs, slices.Clone(unsafe.Slice(cert.EncodedCert, cert.Length)))
	}
}
