# #if python
# #if jobs
from motia import event
from motia.events.delivery import Delivery


@event(
    id="send-receipt",
    description="Sends the receipt of a paid invoice",
    schema=Delivery,
)
async def send_receipt(id, body, ctx):
    # Whoever sends mail for you gets the key along, and so sends one, however often this is tried.
    to = body.get("data", {}).get("object", {}).get("customer_email", "the customer")
    print(f"🧾 receipt for {to} ({ctx.idempotency_key})")
    await ctx.state.patch("deliveries", id, {"status": "done"})
