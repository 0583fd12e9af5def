# #if python
# #if jobs
from collections import Counter

from motia import cron


@cron(
    id="report-moods",
    description="Every morning: how the guests felt",
    schedule="0 8 * * *",
)
async def report_moods(ctx):
    replies = await ctx.state.get_group("replies")
    moods = dict(Counter(reply["mood"] for reply in replies))

    ctx.logger.info("moods so far", moods)
    return moods
