# #if python
# #if api|jobs
from motia import event

REPLIES = {
    "happy": "You made our day!",
    "calm": "It was good to have you here.",
    "sad": "We hope that tomorrow is kinder to you.",
}


@event(
    id="write-reply",
    description="Replies to a note as its mood asks for",
    schema={"author": str, "text": str, "mood": str},
)
async def write_reply(author, text, mood, ctx):
    reply = f"Dear {author}, thank you for your note. {REPLIES[mood]}"
    await ctx.state.set("replies", ctx.run_id, {"author": author, "text": text, "mood": mood, "reply": reply})

    print(f"💌 {reply}")
    return {"reply": reply}
