// Package motia is a worker for Motia in Go, on the standard library alone: docs/protocol.md, nothing more. This file
// is its loop: what the host says, and what is done about it.
package motia

import (
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"
)

const version = 1

var (
	host  = openChannel()
	lock  sync.Mutex // of all that follows, and of the attempts
	steps = map[string]*step{}
	setup = struct{ start, stop func() }{func() {}, func() {}}

	routes   map[string][]string
	strict   bool
	running  = map[int]*attempt{}
	replies  = map[int]chan hostMessage{}
	lastAsk  int
	stopping bool
	leaving  sync.Once
)

// Serve speaks with the host until it ends the process.
func Serve() {
	signal.Ignore(syscall.SIGINT)
	host.send(object{"t": "ready", "v": version, "language": "go", "pid": os.Getpid()})
	arrived := []hostMessage{}
	for {
		messages, ok := host.read()
		if !ok {
			os.Exit(0) // the app is gone
		}
		for _, message := range messages {
			if message.T == "run" {
				arrived = append(arrived, message)
			} else if message.T == "withdraw" {
				arrived = without(arrived, message.N)
			} else if message.T == "cancel" {
				arrived = without(arrived, message.N)
				cancel(message.N)
			} else {
				receive(message)
			}
		}
		if len(arrived) > 0 && !host.hasMore() {
			begin(arrived)
			arrived = nil
		}
	}
}

func receive(message hostMessage) {
	switch message.T {
	case "hello":
		if message.V != version {
			os.Exit(1)
		}
		go describe(message)
	case "routes":
		lock.Lock()
		routes, strict = message.Routes, message.Strict
		lock.Unlock()
	case "reply":
		lock.Lock()
		waiting := replies[message.Q]
		delete(replies, message.Q)
		lock.Unlock()
		if waiting != nil {
			waiting <- message
		}
	case "pull":
		lock.Lock()
		a := running[message.N]
		lock.Unlock()
		if a != nil {
			a.pulled(message.Chunks)
		}
	case "ping":
		host.send(object{"t": "pong", "p": message.P})
	case "stop":
		stop(time.Duration(message.GraceMs) * time.Millisecond)
	}
}

// The host hears of all of them before any handler is called.
func begin(arrived []hostMessage) {
	numbers := []int{}
	attempts := []*attempt{}
	lock.Lock()
	for _, message := range arrived {
		a := newAttempt(message)
		running[a.n] = a
		numbers = append(numbers, a.n)
		attempts = append(attempts, a)
	}
	lock.Unlock()
	host.send(object{"t": "begun", "n": numbers, "at": time.Now().UnixMilli()})
	for _, a := range attempts {
		go a.execute()
	}
}

func cancel(n int) {
	lock.Lock()
	a := running[n]
	lock.Unlock()
	if a != nil {
		a.close()
	}
}

func stop(grace time.Duration) {
	lock.Lock()
	defer lock.Unlock()
	stopping = true
	if len(running) == 0 {
		go leave()
	}
	time.AfterFunc(grace, leave)
}

func leave() {
	leaving.Do(func() {
		setup.stop()
		os.Exit(0)
	})
}

// Asks the host, and waits for what it says.
func ask(a *attempt, question object) (hostMessage, error) {
	answer := make(chan hostMessage, 1)
	lock.Lock()
	lastAsk++
	message := object{"t": "ask", "q": lastAsk, "ask": question}
	replies[lastAsk] = answer
	lock.Unlock()
	if a != nil {
		message["n"] = a.n
	}
	host.send(message)
	reply := <-answer
	if reply.Failure != nil {
		return reply, &Error{Failure: *reply.Failure}
	}
	return reply, nil
}

func without(messages []hostMessage, n int) (rest []hostMessage) {
	for _, message := range messages {
		if message.N != n {
			rest = append(rest, message)
		}
	}
	return rest
}
