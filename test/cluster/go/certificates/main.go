// Command certificates writes the keys and certificates of a test cluster into a folder: one authority, and a
// certificate for each component, as kubeadm lays them out. It reads what to write from standard input as JSON.
package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

// Request is one certificate to issue. With Hosts it is a server's, without a client's.
type Request struct {
	File         string   `json:"file"`
	CommonName   string   `json:"commonName"`
	Organization []string `json:"organization"`
	Hosts        []string `json:"hosts"`
}

type authority struct {
	certificate *x509.Certificate
	key         crypto.Signer
}

const lifetime = 10 * 365 * 24 * time.Hour

func main() {
	if len(os.Args) != 2 {
		fail(fmt.Errorf("usage: certificates FOLDER < requests.json"))
	}
	folder := os.Args[1]
	var requests []Request
	fail(json.NewDecoder(os.Stdin).Decode(&requests))
	ca, err := newAuthority(folder)
	fail(err)
	for _, request := range requests {
		fail(ca.issue(folder, request))
	}
	fail(writeServiceAccountKeys(folder))
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func newAuthority(folder string) (*authority, error) {
	template := newTemplate("servicescope-test-ca", nil)
	template.IsCA = true
	template.BasicConstraintsValid = true
	template.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature
	key, err := newKey(folder, "ca")
	if err != nil {
		return nil, err
	}
	ca := &authority{certificate: template, key: key}
	der, err := ca.sign(folder, "ca", template, key.Public())
	if err != nil {
		return nil, err
	}
	ca.certificate, err = x509.ParseCertificate(der)
	return ca, err
}

func (ca *authority) issue(folder string, request Request) error {
	key, err := newKey(folder, request.File)
	if err != nil {
		return err
	}
	template := newTemplate(request.CommonName, request.Organization)
	template.KeyUsage = x509.KeyUsageDigitalSignature
	template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
	for _, host := range request.Hosts {
		template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
		if ip := net.ParseIP(host); ip != nil {
			template.IPAddresses = append(template.IPAddresses, ip)
		} else {
			template.DNSNames = append(template.DNSNames, host)
		}
	}
	_, err = ca.sign(folder, request.File, template, key.Public())
	return err
}

func (ca *authority) sign(folder, name string, template *x509.Certificate, public crypto.PublicKey) ([]byte, error) {
	der, err := x509.CreateCertificate(rand.Reader, template, ca.certificate, public, ca.key)
	if err != nil {
		return nil, err
	}
	return der, writePEM(filepath.Join(folder, name+".crt"), "CERTIFICATE", der, 0o644)
}

func newTemplate(commonName string, organization []string) *x509.Certificate {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 126))
	fail(err)
	return &x509.Certificate{
		SerialNumber: serial,
		Subject:      pkix.Name{CommonName: commonName, Organization: organization},
		NotBefore:    time.Now().Add(-time.Hour), // clocks that were set back a little
		NotAfter:     time.Now().Add(lifetime),
	}
}

func newKey(folder, name string) (*ecdsa.PrivateKey, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	der, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return nil, err
	}
	return key, writePEM(filepath.Join(folder, name+".key"), "EC PRIVATE KEY", der, 0o600)
}

func writeServiceAccountKeys(folder string) error {
	key, err := newKey(folder, "service-account")
	if err != nil {
		return err
	}
	der, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		return err
	}
	return writePEM(filepath.Join(folder, "service-account.pub"), "PUBLIC KEY", der, 0o644)
}

func writePEM(path, kind string, der []byte, mode os.FileMode) error {
	return os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), mode)
}
