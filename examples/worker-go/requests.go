// The fixture steps that answer requests.
package main

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"example/worker/motia"
)

var request = motia.Api("request", motia.Options{
	"method": "POST", "path": "/check/:id", "bodyLimit": 2_000_000,
}, func(ctx *motia.Context) (any, error) {
	asked := ctx.Asked()
	return map[string]any{
		"method": asked.Method, "path": asked.Path, "url": asked.Url, "params": asked.Params, "query": asked.Query,
		"headers": asked.Headers, "body": asked.Body, "rawHex": hex.EncodeToString(asked.Raw),
		"isBytes": string(asked.Body) == "null" && len(asked.Raw) > 0,
	}, nil
})

var validatesRequest = motia.Api("validates-request", motia.Options{
	"method": "POST", "path": "/valid",
	"schema": motia.Options{
		"body":  object(motia.Options{"n": motia.Options{"type": "integer"}}, "n"),
		"query": object(motia.Options{"page": motia.Options{"type": "string"}}, "page"),
	},
}, func(ctx *motia.Context) (any, error) { return ctx.Payload, nil })

var answers = motia.Api("answers", motia.Options{"method": "POST", "path": "/answers"}, func(ctx *motia.Context) (any, error) {
	var body struct{ Kind string }
	if err := ctx.Parse(&body); err != nil {
		return nil, err
	}
	switch body.Kind {
	case "value":
		return map[string]any{"a": "é"}, nil
	case "list":
		return []int{1, 2}, nil
	case "text":
		return "plain", nil
	case "envelope":
		return map[string]any{"status": 201, "headers": map[string]string{"x-check": "yes"}, "body": map[string]any{"made": true}}, nil
	case "status-alone":
		return map[string]any{"status": 201}, nil
	case "no-status":
		return map[string]any{"status": "open", "body": "x"}, nil
	case "no-body":
		return map[string]any{"status": 302, "headers": map[string]string{"location": "/"}}, nil
	case "typed":
		return motia.Response{Status: 200, Headers: map[string]string{"content-type": "text/plain"}, Body: "hi é"}, nil
	case "bytes":
		headers := map[string]string{"content-type": "application/octet-stream"}
		return motia.Response{Status: 200, Headers: headers, Body: []byte{0, 1, 0xfe, 0xff}}, nil
	case "fails":
		return nil, &motia.HttpError{Status: 409, Body: map[string]any{"taken": true}}
	case "triggers":
		_, err := ctx.Trigger("echo", "answered", motia.TriggerOptions{})
		return nil, err
	}
	return nil, nil
})

var streams = motia.Api("streams", motia.Options{"method": "POST", "path": "/streams"}, func(ctx *motia.Context) (any, error) {
	var body struct {
		Pieces       int
		Bytes, Fails bool
	}
	if err := json.Unmarshal(ctx.Payload, &body); err != nil {
		return nil, err
	}
	_, _ = ctx.Trigger("echo", "before", motia.TriggerOptions{})
	pieces := func(yield func(any, error) bool) {
		for i := 1; i <= body.Pieces; i++ {
			var piece any = fmt.Sprintf("piece %d é\n", i)
			if body.Bytes {
				piece = []byte{byte(i), 0xff}
			}
			if !yield(piece, nil) {
				ctx.Log("info", "stream closed", nil)
				return
			}
		}
		if body.Fails {
			yield(nil, errors.New("no luck"))
			return
		}
		_, _ = ctx.Trigger("echo", "after", motia.TriggerOptions{})
	}
	return motia.Response{Status: 200, Headers: map[string]string{"content-type": "text/plain"}, Body: motia.Pieces(pieces)}, nil
})

func object(properties motia.Options, required ...string) motia.Options {
	return motia.Options{"type": "object", "properties": properties, "required": required}
}
