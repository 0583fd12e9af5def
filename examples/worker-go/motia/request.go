// Inputs, requests and their answers: whole, or piece by piece.
package motia

import (
	"encoding/base64"
	"encoding/json"
	"iter"
	"math"
	"strings"
)

// Request that an api step is to answer; with a payload instead, only Body says something.
type Request struct {
	Method  string          `json:"method"`
	Path    string          `json:"path"`
	Url     string          `json:"url"`
	Params  map[string]any  `json:"params"`
	Query   map[string]any  `json:"query"`
	Headers map[string]any  `json:"headers"`
	Body    json.RawMessage `json:"body"`
	Raw     []byte          `json:"-"`
}

// Response is an answer with a status of its own. Its body may be a value, bytes, or `Pieces`.
type Response struct {
	Status  int               `json:"status"`
	Headers map[string]string `json:"headers"`
	Body    any               `json:"body"`
}

// Pieces of a body: texts or bytes, or the error that ends it.
type Pieces = iter.Seq2[any, error]

func (c *Context) takeInput(made *step) error {
	c.Payload = json.RawMessage(c.Input)
	if made.kind != "api" {
		return validate(c.StepId, []part{{"", made.schema, c.Payload}})
	}
	var envelope struct {
		Request *struct {
			Request
			Raw, RawEncoding string
			IsJson           bool
			Body             *string `json:"body"`
		} `json:"__request"`
	}
	_ = json.Unmarshal(c.Payload, &envelope)
	query := json.RawMessage("{}")
	if sent := envelope.Request; sent != nil {
		c.Request = &sent.Request
		c.Request.Raw = []byte(sent.Raw)
		if sent.RawEncoding == "base64" {
			c.Request.Raw, _ = base64.StdEncoding.DecodeString(sent.Raw)
		}
		c.Payload = json.RawMessage("null")
		switch {
		case sent.Body != nil:
			c.Payload = json.RawMessage(*sent.Body)
		case sent.IsJson && sent.Raw != "":
			c.Payload = json.RawMessage(sent.Raw)
		}
		c.Request.Body = c.Payload
		query, _ = json.Marshal(sent.Query)
	}
	schemas, _ := made.schema.(Options)
	return validate(c.StepId, []part{{"body", schemas["body"], c.Payload}, {"query", schemas["query"], query}})
}

// Asked is the request, or what stands for it when a payload triggered the step.
func (c *Context) Asked() *Request {
	if c.Request != nil {
		return c.Request
	}
	options := steps[c.StepId].options
	method, path := options["method"].(string), options["path"].(string)
	none := map[string]any{}
	return &Request{Method: method, Path: path, Url: path, Params: none, Query: none, Headers: none, Body: c.Payload, Raw: c.Payload}
}

// Makes a response of what the handler returned, and sends it.
func (a *attempt) answer(ctx *Context, returned any) {
	response, err := toResponse(returned)
	if err == nil {
		if pieces, ok := response.Body.(Pieces); ok {
			a.stream(response, pieces)
			return
		}
	}
	answer := object{"status": response.Status, "headers": response.Headers}
	if err == nil {
		err = encodeBody(response, answer)
	}
	if err != nil {
		a.finish(nil, err)
		return
	}
	a.succeed(object{"status": "succeeded", "result": "null", "response": answer})
}

func encodeBody(response Response, answer object) error {
	if response.Body == nil {
		return nil
	}
	if bytes, ok := response.Body.([]byte); ok {
		answer["body"], answer["encoding"] = base64.StdEncoding.EncodeToString(bytes), "base64"
		return nil
	}
	if text, ok := response.Body.(string); ok && hasType(response.Headers) {
		answer["body"] = text
		return nil
	}
	text, err := encode("response", response.Body)
	answer["body"] = text
	return err
}

func hasType(headers map[string]string) bool {
	for name := range headers {
		if strings.EqualFold(name, "content-type") {
			return true
		}
	}
	return false
}

// Nothing is 204; what looks like an envelope is one; anything else is 200.
func toResponse(returned any) (Response, error) {
	none := map[string]string{}
	if returned == nil {
		return Response{204, none, nil}, nil
	}
	if response, ok := returned.(Response); ok {
		if response.Headers == nil {
			response.Headers = none
		}
		return response, nil
	}
	if envelope, ok := returned.(map[string]any); ok {
		status, isNumber := envelope["status"].(int)
		headers, hasHeaders := envelope["headers"].(map[string]string)
		body, hasBody := envelope["body"]
		if isNumber && status >= 100 && status <= 599 && (hasBody || hasHeaders) {
			if headers == nil {
				headers = none
			}
			return Response{status, headers, body}, nil
		}
	}
	return Response{200, none, returned}, nil
}

// No piece leaves that was not asked for; from here on there is no deadline.
func (a *attempt) stream(response Response, pieces Pieces) {
	lock.Lock()
	if a.phase == "closed" {
		lock.Unlock()
		return // too late
	}
	a.isStream = true
	head := object{"t": "head", "n": a.n, "status": response.Status, "headers": response.Headers, "effects": a.effects}
	a.effects = noEffects()
	lock.Unlock()
	host.send(head)
	credit := 0
	isWanted := func() bool {
		for credit == 0 {
			select {
			case more := <-a.pulls:
				credit += more
			case <-a.signal.Done():
				return false
			}
		}
		credit--
		return a.signal.Err() == nil
	}
	var failure error
	next, end := iter.Pull2(pieces)
	defer end()
	for isWanted() {
		piece, err, ok := next()
		if !ok || err != nil {
			failure = err
			break
		}
		chunk := object{"t": "chunk", "n": a.n, "data": piece}
		if bytes, ok := piece.([]byte); ok {
			chunk["data"], chunk["encoding"] = base64.StdEncoding.EncodeToString(bytes), "base64"
		}
		host.send(chunk)
	}
	if a.signal.Err() != nil {
		end()
		failure = a.closedError()
	}
	a.finish(nil, failure)
}

func (a *attempt) pulled(chunks int) {
	select {
	case a.pulls <- chunks:
	default: // a host that asks a thousand times ahead
	}
}

type part struct {
	in     string
	schema any
	value  json.RawMessage
}

func validate(stepId string, parts []part) error {
	issues := []object{}
	for _, each := range parts {
		var value any
		_ = json.Unmarshal(each.value, &value)
		if holder, ok := value.(map[string]any); ok {
			for name := range holder {
				if strings.HasPrefix(name, "__") {
					delete(holder, name) // metadata
				}
			}
		}
		check(each.schema, value, nil, func(path []string, message string) {
			issue := object{"path": strings.Join(path, "."), "message": message}
			if each.in != "" {
				issue["in"] = each.in
			}
			issues = append(issues, issue)
		})
	}
	if len(issues) == 0 {
		return nil
	}
	words := []string{}
	for _, issue := range issues {
		words = append(words, issue["path"].(string)+": "+issue["message"].(string))
	}
	err := coded("MOTIA_VALIDATION", "the input of %s does not match its schema: %s", stepId, strings.Join(words, "; "))
	err.Name, err.Issues = "ValidationError", issues
	return err
}

func isInteger(value any) bool {
	number, ok := value.(float64)
	return ok && number == math.Trunc(number)
}
