// Has the function `fetch-outside` fetch a file of another site. Who calls it may write stories, and so makes no such request itself.
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { object, string, union } from 'zod/mini';
import type { FetchAnswer } from '#adapters/links/answer-fetch';
import { unlogged } from '#adapters/unlogged';
import type { Outside } from '#ports';

/** The function answers within 8 s of its start, and a start takes up to a second. */
const DEADLINE_MS = 10_000;

const answer = union([object({ bytes: string(), type: string(), at: string() }), object({ fault: string() })]);

/** Opens a fetcher that calls this function. */
export function remoteOutside(functionName: string, deadlineMs: number = DEADLINE_MS): Outside {
  const client = unlogged(new LambdaClient({ maxAttempts: 1 }));
  const invoke = async (address: string): Promise<FetchAnswer> => {
    const command = new InvokeCommand({ FunctionName: functionName, Payload: Buffer.from(JSON.stringify(address)) });
    const { FunctionError, Payload } = await client.send(command, { abortSignal: AbortSignal.timeout(deadlineMs) });
    if (FunctionError !== undefined || Payload === undefined) throw new Error(`The function ${functionName} failed. Its log says why.`);
    return answer.parse(JSON.parse(Payload.transformToString()));
  };
  return {
    async fetch(address) {
      try {
        const fetched = await invoke(address);
        return 'fault' in fetched ? fetched : { ...fetched, bytes: new Uint8Array(Buffer.from(fetched.bytes, 'base64')) };
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        // The alarms of the function tell of it.
        return { fault: 'The website could not be asked just now. Try again later, or choose a file of it.' };
      }
    },
  };
}
