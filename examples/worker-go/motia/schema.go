// As much of JSON Schema as this example needs: types, properties, required, additionalProperties, items.
package motia

import (
	"fmt"
	"strconv"
)

func check(schema, value any, path []string, report func(path []string, message string)) {
	rules, ok := schema.(Options)
	if !ok {
		return
	}
	wanted, _ := rules["type"].(string)
	matches := map[string]func() bool{
		"object":  func() bool { _, ok := value.(map[string]any); return ok },
		"array":   func() bool { _, ok := value.([]any); return ok },
		"string":  func() bool { _, ok := value.(string); return ok },
		"integer": func() bool { return isInteger(value) },
	}[wanted]
	if matches != nil && !matches() {
		report(path, "has to be of the type "+wanted)
		return
	}
	if list, ok := value.([]any); ok {
		for i, item := range list {
			check(rules["items"], item, at(path, strconv.Itoa(i)), report)
		}
	}
	members, ok := value.(map[string]any)
	if !ok {
		return
	}
	properties, _ := rules["properties"].(Options)
	required, _ := rules["required"].([]string)
	for _, name := range required {
		if _, ok := members[name]; !ok {
			report(at(path, name), "is missing")
		}
	}
	for name, member := range members {
		if property, ok := properties[name]; ok {
			check(property, member, at(path, name), report)
		} else if rules["additionalProperties"] == false {
			report(path, fmt.Sprintf("has an unknown member %s", name))
		}
	}
}

func at(path []string, name string) []string { return append(path[:len(path):len(path)], name) }
