//go:build !matrixfull

package api_test

// everyForm: on both databases, more of everything, and with the times printed.
const everyForm = false
