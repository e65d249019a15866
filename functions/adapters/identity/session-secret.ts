import { createHash, randomBytes } from 'node:crypto';

/** Returns 256 random bits, in characters that a cookie allows. */
export const freshSecret = (): string => randomBytes(32).toString('base64url');

/** Returns the hash under which a session is stored. The secret has 256 random bits, so it needs no slow password hash. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');
