import type { MiddlewareHandler } from 'hono';

/** For pages: nothing but our own style sheet and images, forms to ourselves, and no frame around us. */
const PAGE_POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/** The same, for a page that shows an email in a frame of ours. */
export const FRAMING_POLICY = `${PAGE_POLICY}; frame-src 'self'`;

/** The same, for a page whose forms lead on to another site of ours. */
export const formsTo = (origin: string): string => PAGE_POLICY.replace("form-action 'self'", `form-action 'self' ${origin}`);

/** For an email in a frame: it can run nothing, and its links open beside it. */
export const MAIL_POLICY =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src 'self' https:; style-src 'unsafe-inline'; frame-ancestors 'self'";

/**
 * For an email as a page of its own: its looks are style attributes, as all email programs need them. It can run nothing, and no form
 * of it leads anywhere.
 */
export const SENT_MAIL_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** For what its address names a version of. */
export const FOR_EVER = 'public, max-age=31536000, immutable';
/** Old for two minutes; then shown once more while it is fetched anew, and for a day where we cannot answer. */
export const FRESH = { 'Cache-Control': 'public, max-age=120, stale-while-revalidate=300, stale-if-error=86400' };
/** Pages that a personal link opens: kept by nobody, and found by nobody. */
export const PERSONAL = { 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex, nofollow' };

/** On every answer, whatever a route says of its own; without a word from the route nothing is cached. */
export const safeHeaders: MiddlewareHandler = async (c, next) => {
  await next();
  const { headers } = c.res;
  const frame = headers.get('Content-Security-Policy')?.includes("frame-ancestors 'self'") ? 'SAMEORIGIN' : 'DENY';
  const always = { 'Referrer-Policy': 'no-referrer', 'X-Content-Type-Options': 'nosniff', 'X-Frame-Options': frame };
  const unlessSaid = { 'Content-Security-Policy': PAGE_POLICY, 'Cache-Control': 'no-store' };
  for (const [name, value] of Object.entries(always)) c.res.headers.set(name, value);
  for (const [name, value] of Object.entries(unlessSaid)) if (!headers.has(name)) c.res.headers.set(name, value);
};
