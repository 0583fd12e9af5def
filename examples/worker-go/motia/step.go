// Steps: how a project makes them, and how they are described to the host. A Go program cannot load sources, so a step
// is one that was compiled in; the sources are read for what only they can tell: lines, and targets of triggers.
package motia

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"strconv"
	"strings"
)

type (
	// Options of a step, under the names of docs/steps.md; "schema" is JSON Schema.
	Options map[string]any
	// Handler gets its payload as JSON, or a tick.
	Handler func(ctx *Context) (any, error)
	// Made is a step: `var echo = motia.Event("echo", nil, …)`.
	Made struct{}
)

type step struct {
	kind, id string
	options  Options
	schema   any
	handler  Handler
}

func Event(id string, options Options, handler Handler) Made {
	return register("event", id, options, handler)
}
func Cron(id string, options Options, handler Handler) Made {
	return register("cron", id, options, handler)
}
func Api(id string, options Options, handler Handler) Made {
	return register("api", id, options, handler)
}
func Noop(id string, options Options) Made { return register("noop", id, options, nil) }

// Setup is called once each, after the steps were described and before the worker ends.
func Setup(start, stop func()) Made {
	setup.start, setup.stop = start, stop
	return Made{}
}

func register(kind, id string, options Options, handler Handler) Made {
	plain := Options{}
	for name, value := range options {
		if name != "schema" {
			plain[name] = value
		}
	}
	steps[id] = &step{kind, id, plain, options["schema"], handler}
	return Made{}
}

func describe(hello hostMessage) {
	described, mistakes := []object{}, []object{}
	for _, file := range hello.Files {
		found, err := scan(file.Source, file.Output)
		if err != nil {
			mistakes = append(mistakes, toMistake(file.Source, err))
			continue
		}
		for _, each := range found {
			made := steps[each["id"].(string)]
			if made == nil {
				wrong := object{"file": file.Source, "line": each["line"], "message": "is not part of this program: build it again"}
				mistakes = append(mistakes, wrong)
				continue
			}
			each["kind"], each["options"], each["language"] = made.kind, made.options, "go"
			for name, schema := range made.schemas() {
				each[name] = schema
			}
			described = append(described, each)
		}
	}
	if hello.Setup != "" {
		setup.start()
	}
	host.send(object{"t": "described", "steps": described, "mistakes": mistakes})
}

// By the names that the protocol gives them.
func (s *step) schemas() object {
	parts, ok := s.schema.(Options)
	if s.kind != "api" || !ok {
		parts = Options{"body": s.schema}
	}
	told := object{}
	for part, name := range map[string]string{"body": "payloadSchema", "query": "querySchema"} {
		if parts[part] != nil {
			told[name] = parts[part]
		}
	}
	return told
}

// What a source shows of the steps that it makes.
func scan(source, path string) (found []object, err error) {
	positions := token.NewFileSet()
	tree, err := parser.ParseFile(positions, path, nil, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	for _, declaration := range tree.Decls {
		made, ok := declaration.(*ast.GenDecl)
		if !ok || made.Tok != token.VAR {
			continue
		}
		for _, spec := range made.Specs {
			for i, value := range spec.(*ast.ValueSpec).Values {
				call, name, id := literalCall(value)
				if call == nil || !strings.Contains("Event Cron Api Noop", name) {
					continue
				}
				line := positions.Position(call.Pos()).Line
				exportName := spec.(*ast.ValueSpec).Names[i].Name
				found = append(found, object{"id": id, "file": source, "line": line, "exportName": exportName, "triggers": targetsIn(call)})
			}
		}
	}
	return found, nil
}

func targetsIn(call *ast.CallExpr) []string {
	targets, seen := []string{}, map[string]bool{}
	ast.Inspect(call, func(node ast.Node) bool {
		if _, name, target := literalCall(node); (name == "Trigger" || name == "Call") && !seen[target] {
			targets, seen[target] = append(targets, target), true
		}
		return true
	})
	return targets
}

// A call `x.name("literal", …)`.
func literalCall(node ast.Node) (call *ast.CallExpr, name, literal string) {
	call, ok := node.(*ast.CallExpr)
	if !ok || len(call.Args) == 0 {
		return nil, "", ""
	}
	function, isMember := call.Fun.(*ast.SelectorExpr)
	text, isLiteral := call.Args[0].(*ast.BasicLit)
	if !isMember || !isLiteral || text.Kind != token.STRING {
		return nil, "", ""
	}
	literal, _ = strconv.Unquote(text.Value)
	return call, function.Sel.Name, literal
}

func toMistake(source string, err error) object {
	var list scanner.ErrorList
	if errors.As(err, &list) {
		return object{"file": source, "line": list[0].Pos.Line, "column": list[0].Pos.Column, "message": list[0].Msg}
	}
	return object{"file": source, "message": err.Error()}
}
