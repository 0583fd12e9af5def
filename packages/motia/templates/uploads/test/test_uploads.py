# #if python
# #if api|jobs
"""The steps, each by itself: nothing is sent, nothing is stored."""

# #if jobs
import tempfile
# #endif
import unittest

# #if jobs
from motia.steps.background.count_words import count_words
# #endif
# #if api
from motia.steps.documents.receive_document import receive_document
# #endif
from motia.testing import run_step


class UploadsTest(unittest.TestCase):
    # #if api
    def test_takes_a_document(self):
        file = {"name": "words.txt", "type": "text/plain", "size": 13, "path": "/tmp/words"}
        run = run_step(receive_document, {"body": {"document": file}})
        self.assertEqual(run.response.status, 202)
        self.assertEqual(run.state["documents"][run.result["id"]]["status"], "received")

    # #endif
    # #if jobs
    def test_counts_the_words_of_a_document(self):
        with tempfile.NamedTemporaryFile() as document:
            document.write(b"one two\nthree")
            document.flush()
            file = {"name": "words.txt", "type": "text/plain", "size": 13, "path": document.name}
            run = run_step(count_words, {"id": "d1", "file": file})
        self.assertEqual(run.result["words"], 3)
        self.assertEqual(run.state["documents"]["d1"]["status"], "done")

    # #endif

if __name__ == "__main__":
    unittest.main()
