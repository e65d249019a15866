import { createPublicKey, type JsonWebKey, verify } from 'node:crypto';
import { array, literal, looseObject, number, object, string, union, type ZodMiniType } from 'zod/mini';

/** Reads an issuer's key set as published (RFC 7517). @throws when the shape is wrong. */
export const parseKeys = (value: unknown): JsonWebKey[] => keySet.parse(value).keys;

export type Claims = { sub: string; email: string; nonce: string; auth_time: number; iat: number; exp: number };
export type Expected = { issuer: string; client: string; nonce: string; keys: readonly JsonWebKey[]; nowSeconds: number };

const keySet = object({ keys: array(looseObject({ kid: string(), kty: string() })) });
// Cognito signs with RS256 only. Accepting no other algorithm rules out `none`, and HS256 with the public key as its secret.
const header = looseObject({ alg: literal('RS256'), kid: string() });
const claims = looseObject({
  iss: string(),
  aud: string(),
  token_use: literal('id'),
  sub: string(),
  email: string(),
  // An unverified address does not prove who is signing in.
  email_verified: union([literal(true), literal('true')]),
  nonce: string(),
  auth_time: number(),
  iat: number(),
  exp: number(),
});

/** The issuer's clock may be this far ahead of ours. */
const SKEW_SECONDS = 60;

/**
 * Returns the claims of an ID token, or undefined when the signature or any claim is wrong (OpenID Connect Core 3.1.3.7).
 * `nowSeconds` counts from 1970.
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
