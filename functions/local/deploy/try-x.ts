import { ApiRequestError, ApiResponseError, TwitterApi } from 'twitter-api-v2';
import type { XKeys, XTried } from '#local/deploy/step';

/** Asks X whose keys these are, by one read. Nothing is posted. */
export async function tryX(keys: XKeys): Promise<XTried> {
  try {
    const { data, headers } = await new TwitterApi(keys).v2.get('users/me', undefined, { fullResponse: true });
    const access = headers['x-access-level'];
    return { handle: data.data.username, mayWrite: access === undefined ? undefined : String(access).includes('write') };
  } catch (error) {
    if (error instanceof ApiResponseError)
      return { refused: `it answered ${error.code}${error.isAuthError ? ', which means wrong keys' : ''}.` };
    if (error instanceof ApiRequestError) return { refused: 'it cannot be reached from this computer.' };
    throw error;
  }
}
