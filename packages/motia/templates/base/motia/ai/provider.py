# #if python
# #if ai
"""Whoever answers: a language model, or for now a stand-in."""

import json
import os
from urllib.request import Request, urlopen


class Fake:
    name = "fake"

    def ask(self, system: str, question: str) -> str:
        return f'FAKE answer to "{question}". No model was asked: name one in motia/ai/provider.py.'


class OpenAI:
    """Any server that speaks OpenAI's chat completions; for Ollama, say, http://localhost:11434/v1."""

    def __init__(self, model: str, base_url: str = "https://api.openai.com/v1") -> None:
        self.name = model
        self.url = f"{base_url}/chat/completions"

    def ask(self, system: str, question: str) -> str:
        messages = [{"role": "system", "content": system}, {"role": "user", "content": question}]
        headers = {
            "authorization": f"Bearer {os.environ.get('OPENAI_API_KEY')}",
            "content-type": "application/json",
        }
        body = json.dumps({"model": self.name, "messages": messages}).encode()
        with urlopen(Request(self.url, body, headers), timeout=60) as answer:
            completion = json.load(answer)
        return "\n".join(choice["message"]["content"] for choice in completion["choices"])


# THE ONE LINE TO CHANGE. Fake needs no key, and labels every answer FAKE. For a real model, put OPENAI_API_KEY
# into .env and write OpenAI("gpt-4o-mini") here, or the name of any other.
provider = Fake()
