// The fixture steps of `motia check-worker`: what is plain. docs/protocol.md says what each does.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"example/worker/motia"
)

func main() { motia.Serve() }

var echo = motia.Event("echo", nil, func(ctx *motia.Context) (any, error) { return ctx.Payload, nil })

var nothing = motia.Event("nothing", nil, func(ctx *motia.Context) (any, error) { return nil, nil })

var facts = motia.Event("facts", nil, func(ctx *motia.Context) (any, error) {
	return map[string]any{
		"runId": ctx.RunId, "traceId": ctx.TraceId, "stepId": ctx.StepId, "attempt": ctx.Attempt,
		"deadline": ctx.DeadlineMs, "idempotencyKey": ctx.RunId,
	}, nil
})

var unicode = motia.Event("unicode", nil, func(ctx *motia.Context) (any, error) {
	return "é 홍길동 😀 \u0000\u2028 \"\\ end", nil
})

var numbers = motia.Event("numbers", nil, func(ctx *motia.Context) (any, error) {
	return map[string]any{"zero": 0, "negative": -1.5, "large": 9007199254740991, "small": 1e-7, "huge": 1e21}, nil
})

var big = motia.Event("big", nil, func(ctx *motia.Context) (any, error) {
	var payload struct{ Size int }
	err := ctx.Parse(&payload)
	return strings.Repeat("x", payload.Size), err
})

var unencodable = motia.Event("unencodable", nil, func(ctx *motia.Context) (any, error) {
	return map[string]any{"items": []any{1, func() {}}}, nil
})

var fails = motia.Event("fails", nil, func(ctx *motia.Context) (any, error) {
	_, _ = ctx.Trigger("echo", "staged", motia.TriggerOptions{})
	return nil, errors.New("no luck")
})

var failsForGood = motia.Event("fails-for-good", nil, func(ctx *motia.Context) (any, error) {
	return nil, &motia.NonRetryableError{Message: "never"}
})

var failsWith = motia.Event("fails-with", nil, func(ctx *motia.Context) (any, error) {
	var failure motia.HttpError
	_ = ctx.Parse(&failure)
	return nil, &failure
})

var validates = motia.Event("validates", motia.Options{
	"on": []string{"orders"}, "description": "Checks its payload", "flows": []string{"check"},
	"timeout": 60_000, "concurrency": 50, "retry": motia.Options{"attempts": 2, "maxDelay": 9000},
	"schema": motia.Options{
		"type": "object", "required": []string{"userId", "n"}, "additionalProperties": false,
		"properties": motia.Options{
			"userId": motia.Options{"type": "string"},
			"n":      motia.Options{"type": "integer"},
			"items": motia.Options{"type": "array", "items": motia.Options{
				"type": "object", "required": []string{"quantity"},
				"properties": motia.Options{"quantity": motia.Options{"type": "integer"}},
			}},
		},
	},
}, func(ctx *motia.Context) (any, error) { return ctx.Payload, nil })

var prints = motia.Event("prints", nil, func(ctx *motia.Context) (any, error) {
	var payload struct{ Tag string }
	err := ctx.Parse(&payload)
	fmt.Fprintln(ctx, payload.Tag+" first")
	time.Sleep(20 * time.Millisecond)
	fmt.Fprintln(ctx, payload.Tag+" second")
	time.Sleep(20 * time.Millisecond)
	fmt.Fprint(ctx, payload.Tag+" half")
	return nil, err
})

var logs = motia.Event("logs", nil, func(ctx *motia.Context) (any, error) {
	for _, level := range []string{"debug", "info", "warn", "error"} {
		ctx.Log(level, "a line of "+level, map[string]any{"level": level, "list": []any{1, "é"}})
	}
	return nil, nil
})

var sleeps = motia.Event("sleeps", nil, func(ctx *motia.Context) (any, error) {
	return sleep(ctx), nil
})

var blocks = motia.Event("blocks", nil, func(ctx *motia.Context) (any, error) {
	for {
	}
})

var exits = motia.Event("exits", nil, func(ctx *motia.Context) (any, error) {
	os.Exit(7)
	return nil, nil
})

var tick = motia.Cron("tick", motia.Options{"schedule": "0 0 * * *"}, func(ctx *motia.Context) (any, error) {
	return ctx.Payload, nil
})

var stands = motia.Noop("stands", nil)

var _ = motia.Setup(
	func() {
		_, _ = motia.Trigger("echo", "from setup")
		motia.Log("info", "setup started")
	},
	func() { motia.Log("info", "setup stopped") },
)

func sleep(ctx *motia.Context) int {
	var payload struct{ Ms int }
	_ = json.Unmarshal(ctx.Payload, &payload)
	time.Sleep(time.Duration(payload.Ms) * time.Millisecond)
	return payload.Ms
}
