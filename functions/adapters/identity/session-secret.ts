import { createHash, randomBytes } from 'node:crypto';

/** 256 bits, in letters that a cookie takes. */
export const freshSecret = (): string => randomBytes(32).toString('base64url');

/** What a secret is known by where it is kept. It is no password: nobody guesses it, and so a plain hash is enough. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');
