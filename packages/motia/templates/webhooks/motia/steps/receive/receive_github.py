# #if python
# #if api
from datetime import datetime, timezone

# #if jobs
from motia import api, motia, response, verify_github

# #endif
# #if !jobs
from motia import api, response, verify_github

# #endif
from motia.events.delivery import Delivery
from motia.webhook_secrets import github_secret


@api(
    id="receive-github",
    description="Takes what GitHub sends, each once",
    method="POST",
    path="/webhooks/github",
    body_limit=25_000_000,  # GitHub sends no more than 25 MB
    schema={"headers": {"x-github-delivery": str, "x-github-event": str}, "body": dict},
)
async def receive_github(body, headers, raw_body, ctx):
    verify_github(headers, raw_body, github_secret)  # answers 401 unless GitHub has signed it

    delivery: Delivery = {
        "id": f"github-{headers['x-github-delivery']}",
        "sender": "github",
        "kind": headers["x-github-event"],
        "receivedAt": datetime.now(timezone.utc).isoformat(),
        "body": body,
    }
    if await ctx.state.get("deliveries", delivery["id"]):
        return {"id": delivery["id"], "seen": True}
    await ctx.state.set("deliveries", delivery["id"], {**delivery, "status": "received"})
    # #if jobs
    await motia.trigger("note-activity", delivery)
    # #endif
    return response(202, {"id": delivery["id"]})
