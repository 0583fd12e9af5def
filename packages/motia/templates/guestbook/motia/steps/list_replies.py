# #if python
# #if api
from motia import api


@api(
    id="list-replies",
    description="The replies so far",
    method="GET",
    path="/replies",
)
async def list_replies(ctx):
    return {"replies": await ctx.state.get_group("replies")}
