// The channel on descriptor 3: frames of messages, read one after another and written at once.
package motia

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"io"
	"os"
	"sync"
)

const maxFrame = 512 << 20

type object = map[string]any

// Everything that the host may say, in one shape.
type hostMessage struct {
	T          string
	V          int
	Root       string
	Files      []struct{ Source, Output string }
	Setup      string
	Routes     map[string][]string
	Strict     bool
	N          int
	RunId      string
	TraceId    string
	StepId     string
	Attempt    int
	Input      string
	DeadlineMs int64 `json:"deadline"`
	Chunks     int
	Q          int
	Value      json.RawMessage
	Failure    *Failure
	P          json.RawMessage
	GraceMs    int64
}

type channel struct {
	writing sync.Mutex
	reader  *bufio.Reader
	file    *os.File
}

func openChannel() *channel {
	file := os.NewFile(3, "channel")
	return &channel{file: file, reader: bufio.NewReaderSize(file, 1<<20)}
}

// Leaves the process before it returns.
func (c *channel) send(messages ...object) {
	body, _ := json.Marshal(messages)
	frame := append(binary.BigEndian.AppendUint32(nil, uint32(len(body))), body...)
	c.writing.Lock()
	defer c.writing.Unlock()
	_, _ = c.file.Write(frame) // whoever no longer listens has closed the channel, and that is noticed by reading
}

// The messages of the next frame; false when the channel has ended, or cannot be understood any more.
func (c *channel) read() (messages []hostMessage, ok bool) {
	header := make([]byte, 4)
	if _, err := io.ReadFull(c.reader, header); err != nil {
		return nil, false
	}
	length := binary.BigEndian.Uint32(header)
	if length > maxFrame {
		return nil, false
	}
	body := make([]byte, length)
	if _, err := io.ReadFull(c.reader, body); err != nil {
		return nil, false
	}
	return messages, json.Unmarshal(body, &messages) == nil
}

// Whether another whole frame has arrived.
func (c *channel) hasMore() bool {
	if c.reader.Buffered() < 4 {
		return false
	}
	header, _ := c.reader.Peek(4)
	return c.reader.Buffered() >= 4+int(binary.BigEndian.Uint32(header))
}
