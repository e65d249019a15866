import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export type OAuthKeys = { appKey: string; appSecret: string; accessToken: string; accessSecret: string };

/**
 * True when the request has an OAuth 1.0a signature (RFC 5849) by these keys, for `https://` and its own Host header. The body is not
 * checked: only form bodies are signed.
 */
export function isSigned(request: IncomingMessage, keys: OAuthKeys): boolean {
  const authorization = request.headers.authorization ?? '';
  if (!authorization.startsWith('OAuth ')) return false;
  const fields = [...authorization.matchAll(/(oauth_\w+)="([^"]*)"/g)].map(([, name = '', value = '']): [string, string] => [
    name,
    decodeURIComponent(value),
  ]);
  const given = new Map(fields);
  if (given.get('oauth_consumer_key') !== keys.appKey || given.get('oauth_token') !== keys.accessToken) return false;
  if (given.get('oauth_signature_method') !== 'HMAC-SHA1') return false;
  const url = new URL(request.url ?? '/', `https://${request.headers.host}`);
  const parameters = [...url.searchParams, ...fields.filter(([name]) => name !== 'oauth_signature')]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&');
  const base = [request.method ?? '', url.origin + url.pathname, parameters].map(encode).join('&');
  const right = createHmac('sha1', `${encode(keys.appSecret)}&${encode(keys.accessSecret)}`)
    .update(base)
    .digest();
  const signature = Buffer.from(given.get('oauth_signature') ?? '', 'base64');
  return signature.length === right.length && timingSafeEqual(signature, right);
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
