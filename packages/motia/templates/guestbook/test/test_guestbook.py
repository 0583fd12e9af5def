# #if python|multi
# #if api|jobs
import unittest

from motia.steps.read_mood import read_mood
# #if python
# #if api
from motia.steps.take_note import take_note
# #endif
# #endif
from motia.testing import run_step

NOTE = {"author": "Ada", "text": "What a lovely day!"}


class GuestbookTest(unittest.TestCase):
    # #if python
    # #if api
    def test_takes_a_note_and_has_its_mood_read(self):
        run = run_step(take_note, {"body": NOTE})
        self.assertEqual(run.response.status, 202)
        self.assertEqual(run.triggers, [{"target": "read-mood", "payload": NOTE, "from": "take-note"}])

    # #endif
    # #endif
    def test_reads_the_mood_of_a_note(self):
        run = run_step(read_mood, NOTE)
        self.assertEqual(run.result, {"mood": "happy"})
        self.assertEqual(run.triggers[0]["payload"], {**NOTE, "mood": "happy"})


if __name__ == "__main__":
    unittest.main()
