# #if python
# #if api
from datetime import datetime, timezone

# #if jobs
from motia import api, motia, response, verify_stripe

# #endif
# #if !jobs
from motia import api, response, verify_stripe

# #endif
from motia.events.delivery import Delivery
from motia.webhook_secrets import stripe_secret


@api(
    id="receive-stripe",
    description="Takes what Stripe sends, each once",
    method="POST",
    path="/webhooks/stripe",
    schema={"body": {"id": str, "type": str}},
)
async def receive_stripe(body, headers, raw_body, ctx):
    verify_stripe(headers, raw_body, stripe_secret)  # answers 401 unless Stripe has signed it

    delivery: Delivery = {
        "id": f"stripe-{body['id']}",
        "sender": "stripe",
        "kind": body["type"],
        "receivedAt": datetime.now(timezone.utc).isoformat(),
        "body": body,
    }
    # Senders repeat what they got no answer to. Of two at a time one is committed; the other runs again, and sees it.
    if await ctx.state.get("deliveries", delivery["id"]):
        return {"id": delivery["id"], "seen": True}
    await ctx.state.set("deliveries", delivery["id"], {**delivery, "status": "received"})
    # #if jobs
    if delivery["kind"] == "invoice.paid":
        await motia.trigger("settle-invoice", delivery)
    # #endif
    return response(202, {"id": delivery["id"]})
