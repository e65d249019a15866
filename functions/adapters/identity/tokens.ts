import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import { object, optional, record, string } from 'zod/mini';
import { subscriberId } from '#adapters/identity/subscriber-id';
import type { SubscriberId } from '#core/subscriber/subscriber';
import type { TokenPurpose, Tokens } from '#ports';

/**
 * The keys that sign links and make subscriber ids. `keys` has every key that still verifies, by its short name; `current` names the
 * one that signs. To rotate: add a key, name it current, and keep the old one while its links are in inboxes.
 * `list` names the list of subscribers: a link of another list does not verify here, even with the same keys.
 */
export type TokenKeys = { pepper: string; keys: Record<string, string>; current: string; list?: string | undefined };

const secret = object({ pepper: string(), keys: record(string(), string()), current: string(), list: optional(string()) });

/** Reads the secret as it is stored. @throws when a part is missing. */
export function parseTokenKeys(value: unknown): TokenKeys {
  return secret.parse(value);
}

const PURPOSE_CODES: Record<TokenPurpose, string> = {
  unsubscribe: 'u',
  preferences: 'p',
  fresh: 'f',
  confirm: 'c',
  undo: 'b',
  challenge: 'q',
};
const HOUR_MS = 3_600_000;
/** 128 bits cannot be guessed, and keep a link short enough for one line of plain text. */
const MAC_BYTES = 16;

/**
 * Opens the signing and verifying of link tokens. A token is base64url of
 * `1.<key name>.<purpose code>.<subscriber>.<hour of expiry, base 36, or empty>` and its MAC: about 84 characters. A confirmation also
 * names its form, `.<form>`: about 107. The same reader, purpose, expiry and form give the same token, and a token verifies for its own
 * purpose only.
 * @throws when a key has fewer than 32 characters or an invalid name, or when the current key is missing.
 */
export function openTokens({ pepper, keys, current, list = 'newsroom' }: TokenKeys): Tokens & { idOf(address: string): SubscriberId } {
  const secrets = new Map(Object.entries(keys).map(([name, key]) => [checkedName(name), createSecretKey(checkedKey(name, key), 'utf8')]));
  if (!secrets.has(current)) throw new Error(`The current token key "${current}" is not among the keys. Name one that is.`);
  checkedKey('pepper', pepper);
  const mac = (name: string, text: string): Buffer => {
    const key = secrets.get(name);
    // An unknown key name costs the same time as a known one, and its MAC never matches.
    return createHmac('sha256', key ?? fallback)
      .update(`${list}\n${text}`)
      .digest()
      .subarray(0, MAC_BYTES);
  };
  const fallback = createSecretKey(createHmac('sha256', pepper).update('no such key').digest());
  return {
    sign(purpose, subscriber, until, form) {
      const end = until === undefined ? '' : Math.ceil(until.epochMilliseconds / HOUR_MS).toString(36);
      const text = `1.${current}.${PURPOSE_CODES[purpose]}.${subscriber}.${end}${form === undefined ? '' : `.${form}`}`;
      return Buffer.concat([Buffer.from(text), mac(current, text)]).toString('base64url');
    },
    verify(purpose, token, now) {
      const bytes = Buffer.from(token, 'base64url');
      // The same bytes can be spelled in several ways in base64. Only ours is valid.
      if (bytes.length <= MAC_BYTES || bytes.toString('base64url') !== token) return undefined;
      const text = bytes.subarray(0, -MAC_BYTES).toString('latin1');
      const [version, name = '', purposeCode, subscriber, end = '', form, ...rest] = text.split('.');
      const right = timingSafeEqual(bytes.subarray(-MAC_BYTES), mac(name, text));
      if (!right || !secrets.has(name) || version !== '1' || purposeCode !== PURPOSE_CODES[purpose] || !subscriber || rest.length > 0)
        return undefined;
      const expired = end !== '' && now.epochMilliseconds > Number.parseInt(end, 36) * HOUR_MS;
      return { subscriber: subscriber as SubscriberId, expired, ...(form === undefined ? {} : { form }) };
    },
    idOf: (address) => subscriberId(pepper, address),
  };
}

function checkedName(name: string): string {
  if (!/^[A-Za-z0-9-]{1,12}$/.test(name))
    throw new Error(`The token key name "${name}" does not fit into a link: use at most 12 letters, digits and hyphens.`);
  return name;
}

function checkedKey(name: string, key: string): string {
  if (key.length < 32) throw new Error(`The token secret "${name}" has ${key.length} characters: it needs at least 32 random ones.`);
  return key;
}
