package intake

// fileSentences are what the codes of a file that is not taken say in Chinese, as the page has it.
var fileSentences = map[string]string{
	"csv.quote":               "表格在引号里断了：有一个引号没有成对。在标出的位置补上或删掉引号，再导。",
	"csv.encoding":            "文字编码认不出。用 Excel 另存为 UTF-8 的 CSV，再导。",
	"sheet.too_many_rows":     "行太多。分成几个文件导。",
	"sheet.too_many_columns":  "列太多。只留要导的列。",
	"sheet.cell_too_large":    "有一格内容太长，多半是引号没有成对。看标出的位置。",
	"sheet.too_large":         "文件超过 32 MB。分成几个文件导。",
	"sheet.empty":             "文件里没有内容。",
	"xls.old_format":          "这是旧格式的 Excel 表。另存为新格式（工作簿），再导。",
	"xlsx.zip":                "这个 Excel 文件坏了或没传全。重新保存一次，再导。",
	"xlsx.content":            "这个 Excel 文件里的表读不出来。重新保存一次，再导。",
	"file.json_syntax":        "文件的写法不对，标出的位置读不下去。用导出工具重新导出。",
	"file.json_truncated":     "文件不完整，像是没有传完或被截断。重新导出，再导。",
	"file.json_not_a_number":  "文件里有不是数字的值（非数）。换成真实的数，或删掉那一项。",
	"file.json_too_deep":      "文件套得太深，不像地图文件。换一个文件。",
	"file.json_duplicate_key": "同一项写了两次。删掉一个，再导。",
	"file.not_geojson":        "读得出，但不是地图文件。要 GeoJSON 的要素集合。",
	"file.not_array":          "读得出，但不是一行一行的表。要一组记录。",
	"file.too_large":          "文件太大。分成几个文件导。",
	"file.too_many_vertices":  "图形的点太多。先简化边界，再导。",
	"file.too_many_features":  "要素太多。分成几个文件导。",
	"file.text_unstorable":    "文件里有不能存的字符。删掉乱码，再导。",
	"import.conflict":         "这次上传已经用过别的文件。重新选一次。",
	"import.not_found":        "这次上传已经不在了。重新选文件。",
	"import.known":            "这些网点登记里已经有了：用原来的来源再导；确实是新的，就确认是新的来源。",
	"import.changed":          "试算之后登记又变了。已经重新试算，请再看一遍。",
}

// FileSentence returns what the code of a file that is not taken says in Chinese; empty for another code.
func FileSentence(code string) string { return fileSentences[code] }
