# #if python
# #if jobs
from motia import event
from motia.events.delivery import Delivery


@event(
    id="book-payment",
    description="Books a paid invoice, in up to eight attempts",
    schema=Delivery,
    retry={"attempts": 8},
)
async def book_payment(id, body, ctx):
    cents = body.get("data", {}).get("object", {}).get("amount_paid", 0)

    # Committed together, so it is booked once, however often this is tried.
    await ctx.state.increment("accounts", "paid-cents", cents)
    await ctx.state.patch("deliveries", id, {"status": "booked", "cents": cents})
    return {"cents": cents}
