import { createPublicKey, type JsonWebKey, verify } from 'node:crypto';
import { array, literal, looseObject, number, object, string, union, type ZodMiniType } from 'zod/mini';

/** The keys of an issuer, as it publishes them (RFC 7517). */
export const parseKeys = (value: unknown): JsonWebKey[] => keySet.parse(value).keys;

export type Claims = { sub: string; email: string; nonce: string; auth_time: number; iat: number; exp: number };
export type Expected = { issuer: string; client: string; nonce: string; keys: readonly JsonWebKey[]; nowSeconds: number };

const keySet = object({ keys: array(looseObject({ kid: string(), kty: string() })) });
// RS256 is all that Cognito signs with. No other is understood, and so none can be talked into: not `none`, and not HS256 with a public key as its secret.
const header = looseObject({ alg: literal('RS256'), kid: string() });
const claims = looseObject({
  iss: string(),
  aud: string(),
  token_use: literal('id'),
  sub: string(),
  email: string(),
  // An address that nobody has confirmed says nothing about who it is.
  email_verified: union([literal(true), literal('true')]),
  nonce: string(),
  auth_time: number(),
  iat: number(),
  exp: number(),
});

/** Seconds by which the issuer's clock may be ahead of ours. */
const SKEW_SECONDS = 60;

/**
 * The claims of an ID token (OpenID Connect Core 3.1.3.7), when every one of them and the signature are right. `now` is in seconds
 * since 1970. undefined: something is not right.
 */
export function readIdToken(token: string, expected: Expected): Claims | undefined {
  const [head = '', body = '', signature = '', ...rest] = token.split('.');
  if (rest.length > 0) return undefined;
  const kid = jsonIn(head, header)?.kid;
  const jwk = expected.keys.find((key) => key.kid === kid && key.kty === 'RSA');
  if (kid === undefined || jwk === undefined) return undefined;
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  if (!verify('RSA-SHA256', Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url'))) return undefined;
  const said = jsonIn(body, claims);
  if (!said || said.iss !== expected.issuer || said.aud !== expected.client || said.nonce !== expected.nonce) return undefined;
  if (
    said.exp <= expected.nowSeconds ||
    said.iat > expected.nowSeconds + SKEW_SECONDS ||
    said.auth_time > expected.nowSeconds + SKEW_SECONDS
  )
    return undefined;
  return said;
}

function jsonIn<T>(part: string, shape: ZodMiniType<T>): T | undefined {
  try {
    return shape.safeParse(JSON.parse(Buffer.from(part, 'base64url').toString())).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
