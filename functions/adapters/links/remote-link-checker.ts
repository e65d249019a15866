// Has the function `check-links` ask other sites. The desk may read people's details, and so makes no such request itself.
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { array, enum as oneOf, string, tuple } from 'zod/mini';
import type { LinkAnswers } from '#adapters/links/answer-links';
import { askedOf } from '#adapters/links/link-checker';
import { unlogged } from '#adapters/unlogged';
import { LINK_STATES, type LinkChecker } from '#ports';

/** The function answers within 3 s of its start, and a start takes up to a second. Its page waits no longer than this. */
const DEADLINE_MS = 5_000;

const answers = array(tuple([string(), oneOf(LINK_STATES)]));

/** Opens a checker that calls this function. What the function does not answer, or not in time, nobody can tell. */
export function remoteLinkChecker(functionName: string, deadlineMs: number = DEADLINE_MS): LinkChecker {
  // One try: a second would make the page wait twice as long, for a note that is useful but not needed.
  const client = unlogged(new LambdaClient({ maxAttempts: 1 }));
  const invoke = async (urls: readonly string[]): Promise<LinkAnswers> => {
    const command = new InvokeCommand({ FunctionName: functionName, Payload: Buffer.from(JSON.stringify(urls)) });
    const { FunctionError, Payload } = await client.send(command, { abortSignal: AbortSignal.timeout(deadlineMs) });
    if (FunctionError !== undefined || Payload === undefined) throw new Error(`The function ${functionName} failed. Its log says why.`);
    return answers.parse(JSON.parse(Payload.transformToString()));
  };
  return {
    async check(urls) {
      const asked = askedOf(urls);
      if (asked.length === 0) return new Map();
      try {
        return new Map(await invoke(asked));
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        // The alarms of the function tell of it. A page of the desk never fails because of a link.
        return new Map(asked.map((url) => [url, 'unknown']));
      }
    },
  };
}
