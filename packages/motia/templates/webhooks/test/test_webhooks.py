# #if python
# #if api|jobs
"""The steps, each by itself: nothing is sent, nothing is stored."""

# #if api
import hashlib
import hmac
import json
# #endif
import unittest

# #if api
from motia import HttpError
# #endif
# #if jobs
from motia.steps.handle.book_payment import book_payment
# #endif
# #if api
from motia.steps.receive.receive_github import receive_github
# #endif
from motia.testing import run_step
# #if api
from motia.webhook_secrets import github_secret


def to_request(secret):
    """As GitHub sends it."""
    body = {"repository": {"full_name": "me/shop"}, "sender": {"login": "me"}}
    raw = json.dumps(body, separators=(",", ":")).encode()
    signature = hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()
    headers = {
        "x-github-delivery": "1",
        "x-github-event": "push",
        "x-hub-signature-256": f"sha256={signature}",
    }
    return {"body": body, "headers": headers}
# #endif


class WebhooksTest(unittest.TestCase):
    # #if api
    def test_takes_what_github_has_signed_once(self):
        first = run_step(receive_github, to_request(github_secret))
        self.assertEqual(first.response.status, 202)

        again = run_step(receive_github, to_request(github_secret), state=first.state)
        self.assertEqual(again.result, {"id": "github-1", "seen": True})

    def test_refuses_what_somebody_else_has_signed(self):
        with self.assertRaises(HttpError) as refused:
            run_step(receive_github, to_request("a guess"))
        self.assertEqual(refused.exception.status, 401)

    # #endif
    # #if jobs
    def test_books_what_was_paid(self):
        delivery = {
            "id": "stripe-1",
            "sender": "stripe",
            "kind": "invoice.paid",
            "receivedAt": "2026-01-01T00:00:00Z",
            "body": {"data": {"object": {"amount_paid": 4200}}},
        }
        run = run_step(book_payment, delivery, state={"accounts": {"paid-cents": 800}})
        self.assertEqual(run.state["accounts"], {"paid-cents": 5000})

    # #endif

if __name__ == "__main__":
    unittest.main()
