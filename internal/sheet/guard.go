package sheet

import "strings"

// formulaSigns begin a cell that a spreadsheet would compute.
const formulaSigns = "=+-@\t\r"

// Guard returns text as a CSV cell that no spreadsheet computes: behind an apostrophe if it begins like a formula. Unguard takes
// exactly that apostrophe off again.
func Guard(text string) string {
	if isFormula(strings.TrimLeft(text, "'")) {
		return "'" + text
	}
	return text
}

// Unguard returns the text that Guard was given.
func Unguard(cell string) string {
	if rest, ok := strings.CutPrefix(cell, "'"); ok && isFormula(strings.TrimLeft(rest, "'")) {
		return rest
	}
	return cell
}

func isFormula(s string) bool { return s != "" && strings.IndexByte(formulaSigns, s[0]) >= 0 }
