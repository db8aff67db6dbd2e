package intake

import "liangwang/internal/recycle"

// Codes of what is doubtful about a file as a whole: half of its rows or more have it.
const (
	mostOutside = "position.most_outside" // stored, with a doubtful position
	mostSwapped = "position.most_swapped" // left out: the latitude is the longitude
)

// wholeFile returns what is doubtful about a file of these counts and problems as a whole; empty for nothing. A file of one row is
// judged as any other.
func wholeFile(n recycle.ImportCounts, problems []recycle.ImportProblem) []string {
	warnings := []string{}
	if n.Outside > 0 && 2*n.Outside >= n.Rows-n.Wrong {
		warnings = append(warnings, mostOutside)
	}
	swapped := 0
	for i := range problems {
		if problems[i].Level == recycle.RowWrong && problems[i].Code == "position.swapped" {
			swapped++
		}
	}
	if swapped > 0 && 2*swapped >= n.Rows {
		warnings = append(warnings, mostSwapped)
	}
	return warnings
}

// WarningSentence returns what a code about a file as a whole says in Chinese; empty for another code.
func WarningSentence(code string) string {
	switch code {
	case mostOutside:
		return "一半以上的行位置可疑：多半是坐标系选错了，或经纬度写反了；核对 --datum 和经纬度两列"
	case mostSwapped:
		return "一半以上的行经纬度像是写反了：用 --map lon=… --map lat=… 换过来"
	}
	return ""
}
