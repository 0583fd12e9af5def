// State: writes are staged, reads are laid over with them and noted for the commit.
package motia

import "encoding/json"

// Item of a group.
type Item struct {
	Key     string          `json:"key"`
	Value   json.RawMessage `json:"value"`
	Version int             `json:"version"`
}

// What the host stores: values are JSON text.
type stored struct {
	Key     string
	Value   *string
	Version int
}

func (c *Context) Set(group, key string, value any) error {
	return c.write(object{"op": "set", "group": group, "key": key}, "value", value)
}

func (c *Context) Append(group, key string, item any) error {
	return c.write(object{"op": "append", "group": group, "key": key}, "value", item)
}

func (c *Context) Patch(group, key string, partial any) error {
	return c.write(object{"op": "patch", "group": group, "key": key}, "value", partial)
}

func (c *Context) Increment(group, key string, by float64) error {
	return c.write(object{"op": "increment", "group": group, "key": key, "by": by}, "", nil)
}

func (c *Context) Delete(group, key string) error {
	return c.write(object{"op": "delete", "group": group, "key": key}, "", nil)
}

func (c *Context) Clear(group string) error {
	return c.write(object{"op": "clear", "group": group}, "", nil)
}

func (c *Context) write(write object, name string, value any) error {
	if name != "" {
		text, err := encode("state", value)
		if err != nil {
			return err
		}
		write[name] = text
	}
	lock.Lock()
	defer lock.Unlock()
	if c.phase != "open" {
		return c.closedError()
	}
	c.effects.Writes = append(c.effects.Writes, write)
	return nil
}

// Get reads a value; `null` where there is none.
func (c *Context) Get(group, key string) (json.RawMessage, error) {
	own, isDecided := []object{}, false
	for _, write := range c.ownWrites(group) {
		if write["op"] == "clear" || write["key"] == key {
			own = append(own, write)
			isDecided = isDecided || write["op"] == "set" || write["op"] == "delete" || write["op"] == "clear"
		}
	}
	var value *string
	if !isDecided {
		var item stored
		reply, err := ask(c.attempt, object{"verb": "state.get", "group": group, "key": key})
		if err != nil {
			return nil, err
		}
		_ = json.Unmarshal(reply.Value, &item)
		value = item.Value
		c.note(&c.effects.Reads, object{"group": group, "key": key, "version": item.Version})
	}
	for _, write := range own {
		var err error
		if value, err = apply(value, write); err != nil {
			return nil, err
		}
	}
	if value == nil {
		return json.RawMessage("null"), nil
	}
	return json.RawMessage(*value), nil
}

// List reads a group, in the order of its keys.
func (c *Context) List(group string) ([]Item, error) {
	reply, err := ask(c.attempt, object{"verb": "state.list", "group": group})
	if err != nil {
		return nil, err
	}
	var items []stored
	_ = json.Unmarshal(reply.Value, &items)
	maxVersion := 0
	for _, item := range items {
		maxVersion = max(maxVersion, item.Version)
	}
	c.note(&c.effects.GroupReads, object{"group": group, "count": len(items), "maxVersion": maxVersion})
	for _, write := range c.ownWrites(group) {
		if items, err = layOver(items, write); err != nil {
			return nil, err
		}
	}
	list := []Item{}
	for _, item := range items {
		if item.Value != nil {
			list = append(list, Item{item.Key, json.RawMessage(*item.Value), item.Version})
		}
	}
	return list, nil
}

// Update reads, and sets what `change` makes of it; updates of an attempt take turns.
func (c *Context) Update(group, key string, change func(json.RawMessage) any) (any, error) {
	c.updating <- struct{}{}
	defer func() { <-c.updating }()
	before, err := c.Get(group, key)
	if err != nil {
		return nil, err
	}
	next := change(before)
	return next, c.Set(group, key, next)
}

func (c *Context) ownWrites(group string) (own []object) {
	lock.Lock()
	defer lock.Unlock()
	for _, write := range c.effects.Writes {
		if write["group"] == group {
			own = append(own, write)
		}
	}
	return own
}

// The first read is what the commit checks.
func (c *Context) note(reads *[]object, read object) {
	lock.Lock()
	defer lock.Unlock()
	for _, before := range *reads {
		if before["group"] == read["group"] && before["key"] == read["key"] {
			return
		}
	}
	*reads = append(*reads, read)
}

// Items stay sorted by key; one without a value is not there.
func layOver(items []stored, write object) ([]stored, error) {
	if write["op"] == "clear" {
		return nil, nil
	}
	key := write["key"].(string)
	i := 0
	for i < len(items) && items[i].Key < key {
		i++
	}
	if i == len(items) || items[i].Key != key {
		items = append(items[:i:i], append([]stored{{Key: key}}, items[i:]...)...)
	}
	value, err := apply(items[i].Value, write)
	items[i].Value = value
	return items, err
}

// What a write makes of a value.
func apply(value *string, write object) (*string, error) {
	text := func(made any) (*string, error) {
		encoded, err := json.Marshal(made)
		next := string(encoded)
		return &next, err
	}
	read := func(into any, wanted string) error {
		if value == nil || (json.Unmarshal([]byte(*value), into) == nil && *value != "null") {
			return nil
		}
		return coded("MOTIA_STATE_TYPE", "%s of %s/%s needs %s there", write["op"], write["group"], write["key"], wanted)
	}
	given, _ := write["value"].(string)
	switch write["op"] {
	case "set":
		return &given, nil
	case "increment":
		number := 0.0
		err := read(&number, "a number")
		if err != nil {
			return nil, err
		}
		return text(number + write["by"].(float64))
	case "append":
		list := []json.RawMessage{}
		if err := read(&list, "an array"); err != nil {
			return nil, err
		}
		return text(append(list, json.RawMessage(given)))
	case "patch":
		members := map[string]json.RawMessage{}
		if err := read(&members, "an object"); err != nil {
			return nil, err
		}
		_ = json.Unmarshal([]byte(given), &members)
		return text(members)
	}
	return nil, nil // delete, clear
}
