package record

import (
	"github.com/twvoice/twvoice/internal/store"
)

// Address is the address of a customer, in the order of Twilio's keys.
//
// https://www.twilio.com/docs/usage/api/address
type Address struct {
	AccountSid       string     `json:"account_sid"`
	City             string     `json:"city"`
	CustomerName     string     `json:"customer_name"`
	DateCreated      string     `json:"date_created"`
	DateUpdated      string     `json:"date_updated"`
	FriendlyName     string     `json:"friendly_name"`
	IsoCountry       string     `json:"iso_country"`
	PostalCode       string     `json:"postal_code"`
	Region           string     `json:"region"`
	Sid              string     `json:"sid"`
	Street           string     `json:"street"`
	URI              string     `json:"uri"`
	EmergencyEnabled bool       `json:"emergency_enabled"`
	Validated        bool       `json:"validated"` // always false: the emulator does not validate
	Verified         bool       `json:"verified"`
	StreetSecondary  NullString `json:"street_secondary"`
}

// AddressKind is the kind of the rows of [Addresses].
const AddressKind = "emulator/address"

// Addresses returns the addresses, in the scope of their account.
func Addresses(on store.Handle) store.Collection[Address] {
	return store.In[Address](on, AddressKind)
}

// RequiresAddress reports whether the number depends on an address.
func (n *Number) RequiresAddress(addressSid string) bool {
	return string(n.AddressSid) == addressSid || string(n.EmergencyAddressSid) == addressSid
}
