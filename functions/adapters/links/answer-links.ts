import type { LinkChecker, LinkState } from '#ports';

/** What the function that asks other sites returns: the addresses that it looked at, and what it found. */
export type LinkAnswers = [url: string, state: LinkState][];

/**
 * Returns what the function does with its input, a list of addresses. How many it asks, and how long each may be, is the checker's rule.
 * @throws for an input that is no list of texts: nobody but the desk calls it.
 */
export function answerLinks(links: LinkChecker): (urls: unknown) => Promise<LinkAnswers> {
  return async (urls) => {
    if (!Array.isArray(urls) || !urls.every((url) => typeof url === 'string'))
      throw new Error('Expected a list of addresses. Only the desk calls this function (functions/adapters/links/remote-link-checker.ts).');
    return [...(await links.check(urls))];
  };
}
