# #if python
# #if jobs
from motia import event, motia
from motia.events.delivery import Delivery


@event(
    id="settle-invoice",
    description="Books what was paid, then sends the receipt",
    schema=Delivery,
)
async def settle_invoice(payload):
    booked = await motia.trigger("book-payment", payload)
    await motia.trigger("send-receipt", payload, after=booked)
