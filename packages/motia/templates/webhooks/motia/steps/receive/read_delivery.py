# #if python
# #if api
from motia import HttpError, api


@api(
    id="read-delivery",
    description="What became of a webhook",
    method="GET",
    path="/deliveries/:id",
)
async def read_delivery(params, ctx):
    delivery = await ctx.state.get("deliveries", params["id"])
    if delivery is None:
        raise HttpError(404, f"There is no delivery {params['id']}")
    return delivery
