//go:build !unix

package userfile

import "os"

func open(path string) (file *os.File, err error) {
	err = retry(func() error { file, err = os.Open(path); return err })
	return file, err
}

func openWrite(path string) (file *os.File, err error) {
	err = retry(func() error { file, err = os.OpenFile(path, os.O_WRONLY, 0); return err })
	return file, err
}

func unread(error) bool { return false }
