import type { Outside } from '#ports';

/** What the function that fetches returns: a Lambda answers in JSON. `bytes`: in base64. */
export type FetchAnswer = { bytes: string; type: string; at: string } | { fault: string };

/**
 * Returns what the function does with its input, an address.
 * @throws for an input that is no text: nobody but the newsroom calls it.
 */
export function answerFetch(outside: Outside): (address: unknown) => Promise<FetchAnswer> {
  return async (address) => {
    if (typeof address !== 'string')
      throw new Error('Expected an address. Only the newsroom calls this function (functions/adapters/links/remote-outside.ts).');
    const fetched = await outside.fetch(address);
    return 'fault' in fetched ? fetched : { ...fetched, bytes: Buffer.from(fetched.bytes).toString('base64') };
  };
}
