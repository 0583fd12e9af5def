# #if python|multi
# #if api|jobs
import re

from motia import event, motia

HAPPY = {"beautiful", "good", "great", "happy", "love", "lovely", "nice", "thanks", "wonderful"}
SAD = {"bad", "broken", "cold", "lost", "lonely", "rain", "sad", "sorry", "tired"}


@event(
    id="read-mood",
    description="Guesses the mood of a note, and asks for a reply",
    schema={"author": str, "text": str},
)
async def read_mood(author, text):
    words = set(re.findall(r"\w+", text.lower()))
    score = len(words & HAPPY) - len(words & SAD)
    mood = "happy" if score > 0 else "sad" if score < 0 else "calm"

    # #if multi
    # That step is in Ruby: write_reply.rb. The call is the same in every language.
    # #endif
    await motia.trigger("write-reply", {"author": author, "text": text, "mood": mood})
    return {"mood": mood}
