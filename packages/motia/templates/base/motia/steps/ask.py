# #if python
# #if ai
from motia import api
from motia.ai.provider import provider


@api(
    id="ask",
    description="Passes a question to a language model",
    method="POST",
    path="/ask",
    timeout=60_000,
    schema={"body": {"question": str}},
)
def ask(body):  # without async, since urllib blocks: it gets a thread
    answer = provider.ask(system="Answer in a sentence.", question=body["question"])
    return {"provider": provider.name, "answer": answer}
