// #if script
// What the page does: it calls the project's own api steps, and nothing else.

const element = (id) => document.getElementById(id);

async function request(method, path, body) {
  const response = await fetch(path, {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error ?? `${method} ${path} answered ${response.status}`);
  return answer;
}
// #if api

async function showReplies() {
  const { replies } = await request('GET', '/replies');
  const items = replies.map(({ author, text, reply }) => {
    const quote = Object.assign(document.createElement('q'), { textContent: text });
    const item = document.createElement('li');
    item.append(quote, ` ${author}`, document.createElement('br'), reply);
    return item;
  });
  element('replies').replaceChildren(...items.reverse());
  return replies.length;
}

// The answer comes at once; the reply is written in the background.
async function awaitReply(before) {
  const giveUpAt = Date.now() + 30_000;
  while (Date.now() < giveUpAt) {
    if (await showReplies() > before) return;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  throw new Error('This takes long: look into the Workbench.');
}

element('note').addEventListener('submit', async (submitted) => {
  submitted.preventDefault();
  element('problem').textContent = '';
  try {
    const before = await showReplies();
    await request('POST', '/notes', Object.fromEntries(new FormData(submitted.target)));
    submitted.target.reset();
    await awaitReply(before);
  } catch (error) {
    element('problem').textContent = error.message;
  }
});

showReplies().catch((error) => { element('problem').textContent = error.message; });
// #endif
// #if ai

element('ask').addEventListener('submit', async (submitted) => {
  submitted.preventDefault();
  element('answer').textContent = '…';
  try {
    const question = new FormData(submitted.target).get('question');
    element('answer').textContent = (await request('POST', '/ask', { question })).answer;
  } catch (error) {
    element('answer').textContent = error.message;
  }
});
// #endif
