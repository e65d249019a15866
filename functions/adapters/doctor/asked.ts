import type { Answer } from '#core/doctor/findings';

/** Asks, and never throws: what gives no answer proves nothing, and has its reason. */
export async function asked<T>(ask: () => Promise<T>): Promise<Answer<T>> {
  try {
    return { is: 'found', found: await ask() };
  } catch (error) {
    return { is: 'unknown', why: whyNot(error) };
  }
}

/** Names the kind of a failure, and nothing of what was sent. */
function whyNot(error: unknown): string {
  const { name = '', code = '' } = (error ?? {}) as { name?: string; code?: unknown };
  const kind = typeof code === 'string' && code !== '' ? code : name;
  if (/AccessDenied|NotAuthorized|Unauthorized/i.test(name)) return 'AWS does not let the doctor ask this: the right to it is missing.';
  if (/Credentials|UnrecognizedClient|InvalidClientToken|ExpiredToken/i.test(name))
    return 'AWS does not know whoever asks: sign in to AWS anew.';
  if (/Throttl|TooManyRequests|LimitExceeded/i.test(name)) return 'AWS was too busy to answer.';
  if (/Timeout|Abort|ETIMEOUT|ETIMEDOUT|ESERVFAIL|ECONN|ENOTFOUND|EAI_AGAIN/i.test(`${name} ${kind}`))
    return `There was no answer (${kind}).`;
  if (/NotFound|NonExistent|DoesNotExist/i.test(name)) return `It does not exist at AWS (${name}).`;
  return `The answer was of no use (${kind || 'no reason was given'}).`;
}
