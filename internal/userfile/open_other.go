//go:build !unix

package userfile

import "os"

func open(path string) (*os.File, error) { return os.Open(path) }

func openWrite(path string) (*os.File, error) { return os.OpenFile(path, os.O_WRONLY, 0) }

func unread(error) bool { return false }
