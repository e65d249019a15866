import { asked } from '#adapters/doctor/asked';
import { askBluesky, parseBlueskyKeys } from '#adapters/social/bluesky-channel';
import { askX, parseXKeys } from '#adapters/social/x-channel';
import type { Answer, OutsideFindings, SecretFound } from '#core/doctor/findings';

const PATIENCE = { idle: 5_000, total: 8_000 };
const X_KEYS = ['appKey', 'appSecret', 'accessToken', 'accessSecret'];

const NOT_YET: Answer<never> = { is: 'not-asked', why: 'Its keys have not been filled in.' };
const NO_BLUESKY: Answer<never> = { is: 'not-asked', why: 'No app password for Bluesky is stored, so nothing is posted there.' };

/** Asks the social accounts who we are, with the keys of this secret. It posts nothing. */
export async function socialProbe(
  readSecret: () => Promise<string>,
  loopbackPort: number | undefined,
): Promise<Pick<OutsideFindings, 'socialKeys' | 'x' | 'bluesky'>> {
  const secret = await asked(async () => jsonOf(await readSecret()));
  if (secret.is !== 'found') return { socialKeys: secret, x: secret, bluesky: secret };
  const socialKeys = filledIn(secret.found);
  const isUsable = socialKeys.filled && socialKeys.wrong === undefined;
  const [x, bluesky] = await Promise.all([
    isUsable ? asked(() => askX({ readKeys: async () => parseXKeys(secret.found), loopbackPort, timeoutMs: PATIENCE })) : NOT_YET,
    askIfStored(secret.found),
  ]);
  return { socialKeys: { is: 'found', found: socialKeys }, x, bluesky };
}

async function askIfStored(secret: unknown): Promise<OutsideFindings['bluesky']> {
  const keys = await asked(async () => parseBlueskyKeys(secret));
  if (keys.is !== 'found' || keys.found === undefined) return NO_BLUESKY;
  const { found } = keys;
  return asked(() => askBluesky(found, PATIENCE.total));
}

/** The placeholder of a new secret is no JSON. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function filledIn(secret: unknown): SecretFound {
  const given = new Map(Object.entries(typeof secret === 'object' && secret !== null ? secret : {}));
  const missing = X_KEYS.filter((name) => typeof given.get(name) !== 'string' || given.get(name) === '');
  if (missing.length === X_KEYS.length) return { filled: false };
  return { filled: true, ...(missing.length > 0 && { wrong: `${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} missing.` }) };
}
