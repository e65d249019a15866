// A picture on its way: to the bucket, to the desk, which looks at it there, and back as Markdown with its words.

/** `problem`: a whole sentence of the desk, about this field of its words if it is about one. `signed-out`, `unsent`: nothing was added. */
export type Failure = { problem: string; field: string } | { fault: 'signed-out' | 'unsent' };
/** `shown`: where the prepared picture can be seen. `next`: where its words go. */
export type Sent = { shown: string; next: string };

/** A large photograph over a slow line. */
const MAX_SENDING_MS = 300_000;
/** The desk prepares a large photograph in some seconds. */
const MAX_WAIT_MS = 40_000;

/** Sends a picture to the bucket and has the desk look at it. `draft`: the address of the draft. */
export async function sendPicture(draft: string, file: File): Promise<Sent | Failure> {
  const begun = await asked(`${draft}/picture/here`);
  if (isFailure(begun)) return begun;
  const { post, next } = begun;
  if (!isForm(post) || typeof next !== 'string') return { fault: 'unsent' };
  const form = new FormData();
  for (const { name, value } of post.fields) form.append(name, value);
  form.append('file', file);
  try {
    // The bucket's answer cannot be read: the desk says whether the file is there.
    await fetch(post.url, { method: 'POST', body: form, mode: 'no-cors', signal: AbortSignal.timeout(MAX_SENDING_MS) });
  } catch (error) {
    return unsent(error);
  }
  const looked = await asked(next);
  if (isFailure(looked)) return looked;
  return typeof looked.shown === 'string' ? { shown: looked.shown, next } : { fault: 'unsent' };
}

/** A picture with its words as Markdown. `agreed`: a line on until when the people in it agreed to be shown; empty: nobody is in it. */
export type WordedPicture = { markdown: string; agreed: string };

/** Sends the words of a picture. */
export async function sendWords(next: string, words: FormData): Promise<WordedPicture | Failure> {
  const fields = [...words].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []));
  const answer = await asked(next, { method: 'POST', body: new URLSearchParams(fields) });
  if (isFailure(answer)) return answer;
  const { markdown, agreed } = answer;
  return typeof markdown === 'string' && typeof agreed === 'string' ? { markdown, agreed } : { fault: 'unsent' };
}

type Said = Partial<Record<string, unknown>>;

async function asked(url: string, how: RequestInit = {}): Promise<Said | Failure> {
  try {
    const answer = await fetch(url, { ...how, redirect: 'error', signal: AbortSignal.timeout(MAX_WAIT_MS) });
    if (answer.status === 401) return { fault: 'signed-out' };
    const said: Said = answer.ok || answer.status === 422 ? await answer.json() : {};
    if (answer.ok) return said;
    return typeof said.problem === 'string' ? { problem: said.problem, field: String(said.field ?? '') } : { fault: 'unsent' };
  } catch (error) {
    return unsent(error);
  }
}

/** A network that fails, a wait that ends, a file that cannot be read any more, a proxy that answers with a page of its own. */
function unsent(error: unknown): Failure {
  if (error instanceof TypeError || error instanceof DOMException || error instanceof SyntaxError) return { fault: 'unsent' };
  throw error;
}

/** True for an answer that says why there is none. */
export function isFailure(answer: object): answer is Failure {
  return 'fault' in answer || 'problem' in answer;
}

function isForm(post: unknown): post is { url: string; fields: { name: string; value: string }[] } {
  return typeof post === 'object' && post !== null && 'url' in post && 'fields' in post && Array.isArray(post.fields);
}
