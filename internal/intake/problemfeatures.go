package intake

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// problemFeatures returns the elements of a map file that have reasons, by their number, each as it stands there with its reasons as
// a property. A file that is one element stays one.
func problemFeatures(doc []byte, reasons map[int][]string) ([]byte, error) {
	doc = bytes.TrimPrefix(doc, []byte("\xef\xbb\xbf"))
	var root struct {
		Type     string            `json:"type"`
		Features []json.RawMessage `json:"features"`
	}
	// Another type of a member is no error here: the document has been checked, and a bare boundary may call its level "type".
	if err := json.Unmarshal(doc, &root); err != nil && root.Type == "FeatureCollection" {
		return nil, fmt.Errorf("intake: %w", err)
	}
	if root.Type != "FeatureCollection" {
		return withReason(doc, reasons[1])
	}
	out := []byte(`{"type":"FeatureCollection","features":[`)
	first := true
	for i, f := range root.Features {
		if reasons[i+1] == nil {
			continue
		}
		f, err := withReason(f, reasons[i+1])
		if err != nil {
			return nil, err
		}
		if !first {
			out = append(out, ',')
		}
		out, first = append(append(out, '\n'), f...), false
	}
	return append(out, "\n]}\n"...), nil
}

// withReason returns an element with its reasons: a feature has them among its properties, another object beside its members, and
// what is no object becomes a feature of its own.
func withReason(element []byte, reasons []string) ([]byte, error) {
	reason, err := json.Marshal(strings.Join(reasons, "。"))
	if err != nil {
		return nil, fmt.Errorf("intake: %w", err)
	}
	list, err := membersOf(element)
	if err != nil {
		return nil, err
	}
	if list == nil {
		return fmt.Appendf(nil, `{"type":"Feature","properties":{"%s":%s},"geometry":null}`, reasonHeader, reason), nil
	}
	if !isFeature(list) {
		return withMember(list, reasonHeader, reason), nil
	}
	properties := []member(nil)
	for _, m := range list {
		if m.name == "properties" {
			if properties, err = membersOf(m.value); err != nil {
				return nil, err
			}
		}
	}
	return withMember(list, "properties", withMember(properties, reasonHeader, reason)), nil
}

// member is one member of a JSON object.
type member struct {
	name  string
	value json.RawMessage
}

func isFeature(list []member) bool {
	for _, m := range list {
		if m.name == "type" {
			return string(m.value) == `"Feature"`
		}
	}
	return false
}

// membersOf returns the members of an object in their order; none, and not nil, of an empty one; nil of what is no object.
func membersOf(text []byte) ([]member, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil, err
	}
	list := []member{}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, fmt.Errorf("intake: %w", err)
		}
		var m member
		m.name, _ = key.(string)
		if err := d.Decode(&m.value); err != nil {
			return nil, fmt.Errorf("intake: %w", err)
		}
		list = append(list, m)
	}
	return list, nil
}

// withMember returns an object of list in which name has this value, at the place where it stands, else behind.
func withMember(list []member, name string, value json.RawMessage) []byte {
	out, found := []byte{'{'}, false
	add := func(key string, v json.RawMessage) {
		if len(out) > 1 {
			out = append(out, ',')
		}
		text, _ := json.Marshal(key) // a text always marshals
		out = append(append(append(out, text...), ':'), v...)
	}
	for _, m := range list {
		if m.name != name {
			add(m.name, m.value)
		} else if !found {
			add(name, value)
			found = true
		}
	}
	if !found {
		add(name, value)
	}
	return append(out, '}')
}
