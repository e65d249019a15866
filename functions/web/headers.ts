import type { MiddlewareHandler } from 'hono';

/** The policy of our pages: only our own style sheet and images, forms to ourselves, and no frame around us. */
const PAGE_POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/** The policy of a page that shows an email in a frame of ours. */
export const FRAMING_POLICY = `${PAGE_POLICY}; frame-src 'self'`;

/**
 * Returns the policy of the form of a story: it runs a script of ours, which saves, shows a preview, and sends pictures to this
 * origin.
 */
export const editorPolicy = (picturesTo: string): string => `${FRAMING_POLICY}; script-src 'self'; connect-src 'self' ${picturesTo}`;

/** The policy of the form of the look: its script changes what its frames show, and talks to nobody. */
export const LOOK_POLICY = `${FRAMING_POLICY}; script-src 'self'`;

/** The policy of a page of ours in a frame of ours: it runs no script, and its links open in another window. */
export const FRAMED_PAGE_POLICY = `sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox; ${PAGE_POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")}`;

/** Returns the policy of a page whose forms lead on to another site of ours. */
export const formsTo = (origin: string): string => PAGE_POLICY.replace("form-action 'self'", `form-action 'self' ${origin}`);

/**
 * The policy of a frame that the form's script fills with an email or a page. It runs no script. The form may look into it, to keep the
 * place that its reader has scrolled to.
 */
export const LIVE_FRAME_POLICY =
  "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src 'self' https:; " +
  "style-src 'self' 'unsafe-inline'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'";

/** The policy of an email in a frame: it runs no script, and its links open in another window. */
export const MAIL_POLICY =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src 'self' https:; style-src 'unsafe-inline'; frame-ancestors 'self'";

/**
 * The policy of an email as a page of its own: style attributes are allowed, because email programs need them. It runs no script, and no
 * form of it leads anywhere.
 */
export const SENT_MAIL_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/**
 * The policy of an image that is opened as a page of its own: an SVG can hold a script or a link, and something else can be called an
 * image. Its own styles and embedded pictures are shown. The same is in cdk/site.ts.
 */
export const IMAGE_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

/** For an address that names a version of its content. */
export const FOR_EVER = 'public, max-age=31536000, immutable';
/** Fresh for two minutes. After that it is shown once more while it is fetched again, and for a day while we cannot answer. */
export const FRESH = { 'Cache-Control': 'public, max-age=120, stale-while-revalidate=300, stale-if-error=86400' };
/** For pages behind a personal link: not cached, and not indexed. */
export const PERSONAL = { 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex, nofollow' };

/** Features of browsers that no page of ours uses, so that nothing in a page may use them. */
const NOT_USED = [
  'accelerometer',
  'browsing-topics',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'usb',
];
const PERMISSIONS = NOT_USED.map((feature) => `${feature}=()`).join(', ');

/** Adds the security headers to every answer. A route without a cache header is not cached. */
export const safeHeaders: MiddlewareHandler = async (c, next) => {
  await next();
  const { headers } = c.res;
  const frame = headers.get('Content-Security-Policy')?.includes("frame-ancestors 'self'") ? 'SAMEORIGIN' : 'DENY';
  const always = {
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': frame,
    'Cross-Origin-Opener-Policy': 'same-origin',
    // Email programs on the web show our pictures in their own pages.
    'Cross-Origin-Resource-Policy': headers.get('Content-Type')?.startsWith('image/') ? 'cross-origin' : 'same-origin',
    'Permissions-Policy': PERMISSIONS,
  };
  const unlessSaid = { 'Content-Security-Policy': PAGE_POLICY, 'Cache-Control': 'no-store' };
  for (const [name, value] of Object.entries(always)) c.res.headers.set(name, value);
  for (const [name, value] of Object.entries(unlessSaid)) if (!headers.has(name)) c.res.headers.set(name, value);
};
