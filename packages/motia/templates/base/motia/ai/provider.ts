// #if typescript|multi
// #if ai
import { z } from 'zod';

/** Whoever answers: a language model, or for now a stand-in. */
export interface Provider {
  name: string;
  ask(request: { system: string; question: string; signal?: AbortSignal }): Promise<string>;
}

/**
 * THE ONE LINE TO CHANGE. `fake()` needs no key, and labels every answer FAKE. For a real model, put OPENAI_API_KEY
 * into .env and write `openai('gpt-4o-mini')` here, or the name of any other.
 */
export const provider: Provider = fake();

export function fake(): Provider {
  return {
    name: 'fake',
    async ask({ question }) {
      return `FAKE answer to "${question}". No model was asked: name one in motia/ai/provider.ts.`;
    }
  };
}

const Completion = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string() }) })).min(1)
});

/** Any server that speaks OpenAI's chat completions; for Ollama, say, `http://localhost:11434/v1`. */
export function openai(model: string, baseUrl = 'https://api.openai.com/v1'): Provider {
  return {
    name: model,
    async ask({ system, question, signal }) {
      const answer = await fetch(`${baseUrl}/chat/completions`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${process.env.OPENAI_API_KEY}`,
          'content-type': 'application/json'
        },
        body: JSON.stringify({
          model,
          messages: [
            { role: 'system', content: system },
            { role: 'user', content: question }
          ]
        }),
        signal
      });
      if (!answer.ok) throw new Error(`${baseUrl} answered ${answer.status}: ${await answer.text()}`);

      const { choices } = Completion.parse(await answer.json());
      return choices.map(({ message }) => message.content).join('\n');
    }
  };
}
