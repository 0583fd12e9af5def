// One attempt: its handler called, its deadline watched, its end told. Its phases are those of docs/protocol.md.
package motia

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

type attempt struct {
	hostMessage
	n        int
	phase    string // open, succeeded, closed
	isDone   bool
	isLate   bool // it was warned of
	isStream bool
	effects  effects
	ordinals map[string]int
	signal   context.Context
	abort    context.CancelFunc
	pulls    chan int
	partial  strings.Builder // what was printed without an end
	updating chan struct{}
}

type effects struct {
	Triggers   []object `json:"triggers"`
	Writes     []object `json:"writes"`
	Reads      []object `json:"reads"`
	GroupReads []object `json:"groupReads"`
}

func noEffects() effects {
	return effects{[]object{}, []object{}, []object{}, []object{}}
}

func newAttempt(message hostMessage) *attempt {
	signal, abort := context.WithCancel(context.Background())
	return &attempt{
		hostMessage: message, n: message.N, phase: "open", effects: noEffects(), ordinals: map[string]int{},
		signal: signal, abort: abort, pulls: make(chan int, 1000), updating: make(chan struct{}, 1),
	}
}

func (a *attempt) execute() {
	deadline := time.AfterFunc(time.Until(time.UnixMilli(a.DeadlineMs)), a.timeOut)
	defer deadline.Stop()
	ctx := &Context{Context: a.signal, attempt: a}
	returned, err := a.invoke(ctx)
	if err == nil && ctx.Request != nil {
		a.answer(ctx, returned)
		return
	}
	a.finish(returned, err)
}

// Told before the signal aborts: whatever the handler makes of that is too late. A stream has no deadline.
func (a *attempt) timeOut() {
	lock.Lock()
	isStream := a.isStream
	if !isStream {
		a.phase = "closed"
	}
	lock.Unlock()
	if isStream {
		return
	}
	a.done(failed("timeout", coded("MOTIA_TIMEOUT", "the attempt of %s did not end in time", a.StepId), nil))
	a.abort()
}

// Calls the handler with what its schema accepts; a panic is an error like any other.
func (a *attempt) invoke(ctx *Context) (returned any, err error) {
	defer func() {
		if panicked := recover(); panicked != nil {
			err = fmt.Errorf("panic: %v", panicked)
		}
	}()
	made := steps[a.StepId]
	if made == nil || made.handler == nil {
		return nil, fmt.Errorf("this worker has no step %s", a.StepId)
	}
	if err := ctx.takeInput(made); err != nil {
		return nil, err
	}
	return made.handler(ctx)
}

// Tells the end: what was returned, or the error.
func (a *attempt) finish(returned any, err error) {
	result := ""
	if err == nil {
		result, err = encode("result of "+a.StepId, returned)
	}
	if err != nil {
		reason := reasonOf(err)
		lock.Lock()
		a.phase = "closed"
		staged := &a.effects
		lock.Unlock()
		if reason == "validation" {
			staged = nil
		}
		a.done(failed(reason, err, staged))
		return
	}
	a.succeed(object{"status": "succeeded", "result": result})
}

func (a *attempt) succeed(outcome object) {
	lock.Lock()
	if a.phase == "open" {
		a.phase = "succeeded"
	}
	outcome["effects"] = a.effects
	lock.Unlock()
	a.done(outcome)
}

// Once: what comes after a timeout is too late.
func (a *attempt) done(outcome object) {
	a.flushPrinted()
	lock.Lock()
	defer lock.Unlock()
	if a.isDone {
		return
	}
	a.isDone = true
	host.send(object{"t": "done", "n": a.n, "outcome": outcome})
	delete(running, a.n)
	if stopping && len(running) == 0 {
		go leave()
	}
}

// The context takes nothing more, and the signal aborts.
func (a *attempt) close() {
	lock.Lock()
	a.phase = "closed"
	lock.Unlock()
	a.abort()
}

func (a *attempt) log(level, message, source string, fields any) {
	line := object{"t": "log", "at": time.Now().UnixMilli(), "level": level, "message": message, "source": source}
	if fields != nil {
		line["fields"] = fields
	}
	lock.Lock()
	if a != nil && a.isDone {
		line["of"] = object{"runId": a.RunId, "traceId": a.TraceId, "stepId": a.StepId, "attempt": a.Attempt}
	} else if a != nil {
		line["n"] = a.n
	}
	lock.Unlock()
	if _, err := json.Marshal(fields); err != nil {
		line["fields"] = object{"value": fmt.Sprint(fields)}
	}
	host.send(line)
}

const partialAfter = 50 * time.Millisecond

// Whole lines are told at once, the rest after a moment.
func (a *attempt) print(text string) {
	lock.Lock()
	a.partial.WriteString(text)
	lines := strings.Split(a.partial.String(), "\n")
	a.partial.Reset()
	a.partial.WriteString(lines[len(lines)-1])
	lock.Unlock()
	for _, line := range lines[:len(lines)-1] {
		a.log("info", line, "print", nil)
	}
	time.AfterFunc(partialAfter, a.flushPrinted)
}

func (a *attempt) flushPrinted() {
	lock.Lock()
	text := a.partial.String()
	a.partial.Reset()
	lock.Unlock()
	if text != "" {
		a.log("info", text, "print", nil)
	}
}
