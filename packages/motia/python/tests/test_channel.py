"""Frames and ids."""

import socket
import struct
import threading
import unittest

import package_path  # noqa: F401

from motia_worker.channel import Channel, FrameReader, ProtocolError
from motia_worker.ids import create_id_source


def frame(body: str) -> bytes:
    data = body.encode()
    return struct.pack(">I", len(data)) + data


class FrameReaderTest(unittest.TestCase):
    def test_frames_may_come_in_any_pieces(self) -> None:
        data = frame('[1,{"a":"한글"}]') + frame("[]") + frame("[2]")
        for size in (1, 2, 3, 5, 7, 100):
            reader = FrameReader()
            found = []
            for start in range(0, len(data), size):
                found += reader.feed(data[start : start + size])
            self.assertEqual(found, [1, {"a": "한글"}, 2])

    def test_what_is_no_frame_is_refused(self) -> None:
        for data in (
            frame("{}"),
            frame("x"),
            frame("[" * 100_000),
            b"\x7f\xff\xff\xff",
            struct.pack(">I", 2) + b"\xff\xfe",
        ):
            with self.assertRaises(ProtocolError):
                FrameReader().feed(data)


class ChannelTest(unittest.TestCase):
    def test_threads_may_send_at_once_and_more_than_the_socket_takes(self) -> None:
        ours, theirs = socket.socketpair()
        channel = Channel(ours)
        ours.setblocking(False)
        text = '"{}"'.format("x" * 50_000)
        received = []

        def read() -> None:
            reader = FrameReader()
            while len(received) < 80:
                received.extend(reader.feed(theirs.recv(1 << 16)))

        reading = threading.Thread(target=read)
        reading.start()

        def send() -> None:
            for _ in range(10):
                channel.send(text)
                channel.flush()

        senders = [threading.Thread(target=send) for _ in range(8)]
        for sender in senders:
            sender.start()
        for sender in senders:
            sender.join()
        channel.drain(10)
        reading.join(10)
        self.assertEqual((len(received), set(map(len, received))), (80, {50_000}))
        ours.close()
        theirs.close()

    def test_half_a_surrogate_pair_is_sent_as_an_escape(self) -> None:
        ours, theirs = socket.socketpair()
        channel = Channel(ours)
        channel.send('"a\ud83e"')
        channel.flush()
        self.assertEqual(FrameReader().feed(theirs.recv(100)), ["a\ud83e"])
        ours.close()
        theirs.close()


class IdsTest(unittest.TestCase):
    def test_ids_rise_and_are_version_7(self) -> None:
        new_id = create_id_source(lambda: 1_700_000_000.123)
        ids = [new_id() for _ in range(10_000)]
        self.assertEqual(ids, sorted(ids))
        self.assertEqual(len(set(ids)), 10_000)
        self.assertTrue(all(len(one) == 32 and one[12] == "7" and one[16] == "8" for one in ids))
        self.assertEqual(int(ids[0][:12], 16), 1_700_000_000_123)
        self.assertEqual(int(ids[4096][:12], 16), 1_700_000_000_124)


if __name__ == "__main__":
    unittest.main()
