// What a handler is given: its input, and triggers and calls. state.go has its state.
package motia

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"sync"
	"time"
)

// Context ends (`ctx.Done()`) at the deadline and on cancel. Printing into it (`fmt.Fprintln(ctx, …)`) makes log lines.
type Context struct {
	context.Context
	*attempt
	Payload json.RawMessage
	Request *Request // of an api step that a request triggered
}

type TriggerOptions struct {
	Delay int
	After []*Receipt
	Key   string
	Now   bool
}

type Receipt struct {
	Id      string    `json:"id"`
	TraceId string    `json:"traceId"`
	Routed  bool      `json:"routed"`
	Runs    []RunName `json:"runs"`
	Topic   bool      `json:"-"`
	target  string
	staging *attempt
}

type RunName struct {
	RunId  string `json:"runId"`
	StepId string `json:"stepId"`
}

type runResult struct {
	RunId, Result, StepId, Status, Reason string
	Ok                                    bool
}

// Parse reads the payload.
func (c *Context) Parse(into any) error { return json.Unmarshal(c.Payload, into) }

func (c *Context) Log(level, message string, fields any) {
	c.attempt.log(level, message, "logger", fields)
}

func (c *Context) Write(text []byte) (int, error) {
	c.print(string(text))
	return len(text), nil
}

// Log writes a line that belongs to no attempt.
func Log(level, message string) { (*attempt)(nil).log(level, message, "logger", nil) }

// Trigger outside of any attempt.
func Trigger(target string, payload any) (*Receipt, error) {
	return trigger(nil, target, payload, TriggerOptions{Now: true})
}

func (c *Context) Trigger(target string, payload any, options TriggerOptions) (*Receipt, error) {
	return trigger(c.attempt, target, payload, options)
}

// Call triggers now and waits for the result.
func (c *Context) Call(target string, payload any) (json.RawMessage, error) {
	request, err := toRequest(target, payload, TriggerOptions{})
	if err != nil {
		return nil, err
	}
	reply, err := askNow(c.attempt, "call", request)
	if err != nil {
		return nil, err
	}
	var result runResult
	_ = json.Unmarshal(reply.Value, &result)
	return result.value()
}

func trigger(a *attempt, target string, payload any, options TriggerOptions) (*Receipt, error) {
	request, err := toRequest(target, payload, options)
	if err != nil {
		return nil, err
	}
	lock.Lock()
	isStaged := a != nil && a.phase == "open" && !options.Now
	isLate := a != nil && a.phase == "succeeded" && !a.isLate
	if isLate {
		a.isLate = true
	}
	if isStaged {
		defer lock.Unlock()
		return stage(a, request), nil
	}
	lock.Unlock()
	if isLate {
		a.log("warn", fmt.Sprintf("%s triggered %q after it had returned: accepted, but not with its commit", a.StepId, target), "logger", nil)
	}
	reply, err := askNow(a, "trigger", request)
	if err != nil {
		return nil, err
	}
	receipt := &Receipt{target: target}
	var topic struct{ Topic bool }
	_, _ = json.Unmarshal(reply.Value, receipt), json.Unmarshal(reply.Value, &topic)
	receipt.Topic = topic.Topic
	return receipt, nil
}

// With the lock held.
func stage(a *attempt, request object) *Receipt {
	target := request["target"].(string)
	receipt := &Receipt{Id: request["id"].(string), TraceId: a.TraceId, Runs: []RunName{}, target: target, staging: a}
	runIds := map[string]string{}
	receipt.Topic = true
	for _, stepId := range routes[target] {
		receipt.Topic = receipt.Topic && stepId != target
		runIds[stepId] = newId()
		receipt.Runs = append(receipt.Runs, RunName{runIds[stepId], stepId})
	}
	receipt.Routed = len(receipt.Runs) > 0
	request["runIds"] = runIds
	a.effects.Triggers = append(a.effects.Triggers, request)
	return receipt
}

func askNow(a *attempt, verb string, request object) (hostMessage, error) {
	question := object{"verb": verb, "request": request, "ordinal": 0}
	if a != nil {
		lock.Lock()
		isClosed := a.phase == "closed"
		target := request["target"].(string)
		if !isClosed {
			a.ordinals[target]++
		}
		question["ordinal"] = a.ordinals[target]
		lock.Unlock()
		if isClosed {
			return hostMessage{}, a.closedError()
		}
		question["from"] = object{"runId": a.RunId, "traceId": a.TraceId, "stepId": a.StepId}
	}
	return ask(a, question)
}

func toRequest(target string, payload any, options TriggerOptions) (object, error) {
	lock.Lock()
	isRefused := strict && len(routes[target]) == 0
	lock.Unlock()
	if isRefused {
		return nil, coded("MOTIA_UNROUTED", "no step has the id %q or subscribes to a topic of that name", target)
	}
	text, err := encode("payload of "+target, payload)
	if err != nil {
		return nil, err
	}
	request := object{"id": newId(), "target": target, "payload": text}
	if options.Delay > 0 {
		request["delayMs"] = options.Delay
	}
	if options.Key != "" {
		request["key"] = options.Key
	}
	if options.After == nil {
		return request, nil
	}
	runIds := []string{}
	for _, receipt := range options.After {
		if !receipt.Routed {
			request["afterUnrouted"] = receipt.Id
			return request, nil
		}
		for _, run := range receipt.Runs {
			runIds = append(runIds, run.RunId)
		}
	}
	request["after"] = runIds
	return request, nil
}

// Result waits for the runs: the value of an id, a list for a topic.
func (r *Receipt) Result() (any, error) {
	if !r.Routed {
		return nil, coded("MOTIA_UNROUTED", "no step was reached by %q", r.target)
	}
	if r.staging != nil {
		lock.Lock()
		phase := r.staging.phase
		lock.Unlock()
		if phase == "open" {
			return nil, coded("MOTIA_RESULT_BEFORE_COMMIT", "result of %q was asked for before it is committed", r.target)
		}
	}
	runIds := []string{}
	for _, run := range r.Runs {
		runIds = append(runIds, run.RunId)
	}
	reply, err := ask(r.staging, object{"verb": "results", "runIds": runIds})
	if err != nil {
		return nil, err
	}
	var results []runResult
	_ = json.Unmarshal(reply.Value, &results)
	values := []any{}
	for _, result := range results {
		value, err := result.value()
		if err != nil {
			return nil, err
		}
		values = append(values, value)
	}
	if r.Topic {
		return values, nil
	}
	return values[0], nil
}

func (r runResult) value() (json.RawMessage, error) {
	if r.Ok {
		return json.RawMessage(r.Result), nil
	}
	err := coded("MOTIA_CALL_FAILED", "run %s of %s %s: %s", r.RunId, r.StepId, r.Status, r.Reason)
	err.Name, err.RunId = "CallFailedError", r.RunId
	return nil, err
}

func (a *attempt) closedError() error {
	return coded("MOTIA_CONTEXT_CLOSED", "the attempt of %s (run %s) is over", a.StepId, a.RunId)
}

var ids struct {
	sync.Mutex
	last    int64
	counter int
}

// A UUIDv7 as 32 hex digits, above the one before.
func newId() string {
	ids.Lock()
	defer ids.Unlock()
	if now := time.Now().UnixMilli(); now > ids.last {
		ids.last, ids.counter = now, 0
	} else if ids.counter++; ids.counter > 0xfff {
		ids.last, ids.counter = ids.last+1, 0
	}
	random := make([]byte, 8)
	_, _ = rand.Read(random)
	return fmt.Sprintf("%012x7%03x8%s", ids.last, ids.counter, hex.EncodeToString(random)[:15])
}
