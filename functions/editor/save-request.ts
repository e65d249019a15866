// One save of the form: what is sent, and what its answer means.

/** What the form holds, field by field, without the version. */
export type Fields = readonly (readonly [name: string, value: string])[];

/**
 * `saved`: the desk holds these words as this version. `crossed`: somebody else saved first, and nothing was written. `signed-out`,
 * `gone`, `too-long`, `refused`: nothing was written. `offline`, `failed`: it may have been written or not.
 */
export type Answer =
  | { kind: 'saved'; version: number; savedAt: string }
  | { kind: 'crossed'; by: string; when: string }
  | { kind: 'signed-out' | 'gone' | 'too-long' | 'refused' | 'offline' | 'failed' };

/** An answer that takes longer is counted as none. */
const MAX_WAIT_MS = 20_000;
/** Browsers send at most 64 KiB after their page has gone. */
const MAX_KEEPALIVE_CHARACTERS = 60_000;

export function fieldsIn(form: HTMLFormElement): Fields {
  return [...new FormData(form)].flatMap(([name, value]) =>
    typeof value === 'string' && name !== 'version' ? [[name, value] as const] : [],
  );
}

/** Saves over the version that its writer saw. Only an answer that names the version counts as saved. */
export async function sendSave(url: string, fields: Fields, seen: string): Promise<Answer> {
  const body = new URLSearchParams([...fields.map(([name, value]) => [name, value]), ['version', seen], ['do', 'save']]).toString();
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { Accept: 'application/json', 'Content-Type': 'application/x-www-form-urlencoded' },
      body,
      redirect: 'error',
      keepalive: body.length < MAX_KEEPALIVE_CHARACTERS,
      signal: AbortSignal.timeout(MAX_WAIT_MS),
    });
    return await readAnswer(answer);
  } catch (error) {
    // A network that fails, a wait that ends, a proxy that answers with a page of its own.
    if (error instanceof TypeError || error instanceof DOMException) return { kind: 'offline' };
    if (error instanceof SyntaxError) return { kind: 'failed' };
    throw error;
  }
}

async function readAnswer(answer: Response): Promise<Answer> {
  switch (answer.status) {
    case 200: {
      const { version, savedAt } = await answer.json();
      return Number.isInteger(version) && typeof savedAt === 'string' ? { kind: 'saved', version, savedAt } : { kind: 'failed' };
    }
    case 409: {
      const { by, when } = await answer.json();
      return typeof by === 'string' && typeof when === 'string' ? { kind: 'crossed', by, when } : { kind: 'failed' };
    }
    case 401:
      return { kind: 'signed-out' };
    case 404:
      return { kind: 'gone' };
    // Also what the gateway says of a request that is too large for it.
    case 413:
      return { kind: 'too-long' };
    default:
      return { kind: answer.status < 500 ? 'refused' : 'failed' };
  }
}
