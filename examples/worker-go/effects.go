// The fixture steps that trigger, call and keep state.
package main

import (
	"encoding/json"
	"errors"
	"sync"
	"time"

	"example/worker/motia"
)

var triggers = motia.Event("triggers", nil, func(ctx *motia.Context) (any, error) {
	var items []struct {
		Target, Key string
		Payload     json.RawMessage
		Delay       int
		Now         bool
		After       []int
	}
	if err := ctx.Parse(&items); err != nil {
		return nil, err
	}
	receipts := []*motia.Receipt{}
	came := []any{}
	for _, item := range items {
		options := motia.TriggerOptions{Delay: item.Delay, Key: item.Key, Now: item.Now}
		for _, i := range item.After {
			options.After = append(options.After, receipts[i])
		}
		receipt, err := ctx.Trigger(item.Target, item.Payload, options)
		receipts = append(receipts, receipt)
		if err != nil {
			came = append(came, toError(err))
		} else {
			came = append(came, receipt)
		}
	}
	return came, nil
})

var calls = motia.Event("calls", nil, func(ctx *motia.Context) (any, error) {
	var items []struct {
		How, Target string
		Payload     json.RawMessage
	}
	if err := ctx.Parse(&items); err != nil {
		return nil, err
	}
	came := []any{}
	for _, item := range items {
		var value any
		var err error
		if item.How == "call" {
			value, err = ctx.Call(item.Target, item.Payload)
		} else if receipt, refused := ctx.Trigger(item.Target, item.Payload, motia.TriggerOptions{Now: item.How == "now"}); refused != nil {
			err = refused
		} else {
			value, err = receipt.Result()
		}
		if err != nil {
			came = append(came, toError(err))
		} else {
			came = append(came, map[string]any{"value": value})
		}
	}
	return came, nil
})

var state = motia.Event("state", nil, func(ctx *motia.Context) (any, error) {
	var operations [][]json.RawMessage
	if err := ctx.Parse(&operations); err != nil {
		return nil, err
	}
	came := []any{}
	for _, operation := range operations {
		value, err := act(ctx, operation)
		if err != nil {
			value = toError(err)
		}
		came = append(came, value)
	}
	return came, nil
})

func act(ctx *motia.Context, operation []json.RawMessage) (any, error) {
	text := func(i int) (text string) { _ = json.Unmarshal(operation[i], &text); return text }
	number := func(raw json.RawMessage) (number float64) { _ = json.Unmarshal(raw, &number); return number }
	group, key := text(1), ""
	if len(operation) > 2 {
		key = text(2)
	}
	switch text(0) {
	case "get":
		return ctx.Get(group, key)
	case "list":
		return ctx.List(group)
	case "update":
		return ctx.Update(group, key, func(before json.RawMessage) any { return number(before) + number(operation[3]) })
	case "set":
		return nil, ctx.Set(group, key, operation[3])
	case "append":
		return nil, ctx.Append(group, key, operation[3])
	case "patch":
		return nil, ctx.Patch(group, key, operation[3])
	case "increment":
		return nil, ctx.Increment(group, key, number(operation[3]))
	case "delete":
		return nil, ctx.Delete(group, key)
	}
	return nil, ctx.Clear(group)
}

var updates = motia.Event("updates", nil, func(ctx *motia.Context) (any, error) {
	var payload struct {
		Group, Key string
		Times      int
	}
	err := ctx.Parse(&payload)
	var all sync.WaitGroup
	for range payload.Times {
		all.Add(1)
		go func() {
			defer all.Done()
			_, _ = ctx.Update(payload.Group, payload.Key, func(before json.RawMessage) any {
				number := 0
				_ = json.Unmarshal(before, &number)
				return number + 1
			})
		}()
	}
	all.Wait()
	return nil, err
})

var waits = motia.Event("waits", nil, func(ctx *motia.Context) (any, error) {
	ctx.Log("info", "waiting", nil)
	<-ctx.Done()
	_, err := ctx.Trigger("echo", "too late", motia.TriggerOptions{})
	ctx.Log("info", "aborted: "+codeOr(err, "accepted"), nil)
	return nil, nil
})

var outlives = motia.Event("outlives", nil, func(ctx *motia.Context) (any, error) {
	sleep(ctx)
	_, err := ctx.Trigger("echo", "too late", motia.TriggerOptions{})
	ctx.Log("info", "after: "+codeOr(err, "accepted"), nil)
	return nil, nil
})

var late = motia.Event("late", nil, func(ctx *motia.Context) (any, error) {
	go func() {
		time.Sleep(100 * time.Millisecond)
		_, _ = ctx.Trigger("echo", 1, motia.TriggerOptions{})
		_, _ = ctx.Trigger("echo", 2, motia.TriggerOptions{})
		err := ctx.Set("late", "k", 1)
		ctx.Log("info", "late: "+codeOr(err, "accepted"), nil)
	}()
	return "early", nil
})

func toError(err error) map[string]any {
	failure := map[string]any{"code": motia.CodeOf(err)}
	var own *motia.Error
	if errors.As(err, &own) && own.RunId != "" {
		failure["runId"] = own.RunId
	}
	return failure
}

func codeOr(err error, otherwise string) string {
	if err == nil {
		return otherwise
	}
	return motia.CodeOf(err)
}
