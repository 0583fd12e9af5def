// Errors of steps and of the worker, and the plain shape that they cross the channel in.
package motia

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"sort"
	"strconv"
	"strings"
)

type Failure struct {
	Name    string   `json:"name"`
	Message string   `json:"message"`
	Code    string   `json:"code,omitempty"`
	Issues  []object `json:"issues,omitempty"`
	Http    object   `json:"http,omitempty"`
}

// Error is one of the catalogue, docs/errors.md.
type Error struct {
	Failure
	RunId string // of a call that failed
}

func (e *Error) Error() string { return e.Message }

// HttpError answers a request with a status of its own.
type HttpError struct {
	Status  int
	Body    any
	Headers map[string]string
}

func (e *HttpError) Error() string { return fmt.Sprintf("HTTP %d", e.Status) }

// NonRetryableError fails its run at once.
type NonRetryableError struct{ Message string }

func (e *NonRetryableError) Error() string { return e.Message }

func coded(code, format string, values ...any) *Error {
	return &Error{Failure: Failure{Name: "MotiaError", Code: code, Message: fmt.Sprintf(format, values...)}}
}

// CodeOf is the code of an error of the catalogue.
func CodeOf(err error) string {
	var own *Error
	if errors.As(err, &own) {
		return own.Code
	}
	return ""
}

func reasonOf(err error) string {
	var http *HttpError
	var final *NonRetryableError
	switch {
	case CodeOf(err) == "MOTIA_VALIDATION":
		return "validation"
	case errors.As(err, &final), errors.As(err, &http) && http.Status < 500:
		return "non-retryable"
	}
	return "error"
}

func failed(reason string, err error, staged *effects) object {
	outcome := object{"status": "failed", "reason": reason, "failure": toFailure(err)}
	if staged != nil {
		outcome["effects"] = *staged
	}
	return outcome
}

func toFailure(err error) Failure {
	var own *Error
	var http *HttpError
	if errors.As(err, &own) {
		return own.Failure
	}
	failure := Failure{Name: "Error", Message: err.Error()}
	if kind := reflect.TypeOf(err); kind.Kind() == reflect.Pointer && !strings.HasPrefix(kind.Elem().Name(), "error") {
		failure.Name = kind.Elem().Name()
	}
	if errors.As(err, &http) {
		failure.Http = object{"status": http.Status}
		if http.Body != nil {
			failure.Http["body"] = http.Body
		}
		if http.Headers != nil {
			failure.Http["headers"] = http.Headers
		}
	}
	return failure
}

// JSON text, or MOTIA_PAYLOAD with the path of what JSON cannot carry.
func encode(what string, value any) (string, error) {
	text, err := json.Marshal(value)
	if err != nil {
		path := strings.Join(pathOfUnencodable(value), ".")
		return "", coded("MOTIA_PAYLOAD", "the %s holds what JSON cannot carry at %s: %v", what, path, err)
	}
	return string(text), nil
}

func pathOfUnencodable(value any) []string {
	switch holder := value.(type) {
	case []any:
		for i, item := range holder {
			if _, err := json.Marshal(item); err != nil {
				return append([]string{strconv.Itoa(i)}, pathOfUnencodable(item)...)
			}
		}
	case map[string]any:
		names := []string{}
		for name := range holder {
			names = append(names, name)
		}
		sort.Strings(names)
		for _, name := range names {
			if _, err := json.Marshal(holder[name]); err != nil {
				return append([]string{name}, pathOfUnencodable(holder[name])...)
			}
		}
	}
	return nil
}
