# #if python
# #if api
import os

# What the senders sign with. For trying it out there is one that everybody knows; in production nothing stands in for
# a secret that is missing, and the checks refuse whatever comes.
_fallback = None if os.environ.get("NODE_ENV") == "production" else "only-for-trying"

stripe_secret = os.environ.get("STRIPE_WEBHOOK_SECRET", _fallback)
github_secret = os.environ.get("GITHUB_WEBHOOK_SECRET", _fallback)
