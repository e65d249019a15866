// The desk as on AWS: behind its sign-in, with an issuer that is called over HTTP, and browsers that keep cookies.
import { cognitoAccounts } from '#adapters/identity/cognito-accounts';
import { oidcIssuer } from '#adapters/identity/oidc-issuer';
import { memoryColleagues } from '#local/memory/colleagues';
import { memorySessions } from '#local/memory/sessions';
import { startOidcStandIn } from '#local/stand-ins/oidc';
import { SITE, sampleNewsroom } from '#tests/web/sample-newsroom';
import { desk } from '#web/desk/desk';

export const OURS = { 'Sec-Fetch-Site': 'same-origin' };

/** `site`: the origin at which the desk is served, for a real browser. */
export async function signedInDesk(site = SITE, options: Parameters<typeof sampleNewsroom>[0] = {}) {
  const newsroom = await sampleNewsroom(options);
  const { world, time } = newsroom;
  const standIn = await startOidcStandIn({ now: () => time.now, client: 'desk', site });
  const sessions = memorySessions();
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const accounts = cognitoAccounts(standIn.config.pool, credentials);
  const app = desk(world, { issuer: oidcIssuer(standIn.config), sessions, accounts });

  /** A browser: keeps cookies as they are set, and sends them along. */
  const browser = () => {
    const cookies = new Map<string, string>();
    /** Each cookie as it was last set, with its attributes. */
    const set = new Map<string, string>();
    const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
      const headers = new Headers(init.headers);
      if (cookies.size > 0) headers.set('Cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
      const event = { requestContext: { timeEpoch: time.now.epochMilliseconds } };
      const answer = await app.request(`${site}${path}`, { ...init, headers }, { event });
      for (const line of answer.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        set.set(name, line);
        if (/Max-Age=0/.test(line)) cookies.delete(name);
        else cookies.set(name, value);
      }
      return answer;
    };
    /** Goes to the issuer, signs in there, and returns the path with which the browser comes back. */
    const sentOut = async (to = '/desk/'): Promise<string> => {
      const out = await ask(`/desk/sign-in?to=${encodeURIComponent(to)}`);
      const answer = await fetch(out.headers.get('location') ?? '', { redirect: 'manual' });
      const { origin, pathname, search } = new URL(answer.headers.get('location') ?? '');
      if (origin !== site) throw new Error(`The issuer leads to ${origin}, and not back to ${site}.`);
      return pathname + search;
    };
    return {
      cookies,
      set,
      ask,
      sentOut,
      signIn: async (to?: string) => ask(await sentOut(to)),
      post: (path: string, fields: Record<string, string> = {}, headers: Record<string, string> = OURS) =>
        ask(path, { method: 'POST', headers, body: new URLSearchParams(fields) }),
    };
  };
  const wait = (duration: { hours?: number; minutes?: number }) => {
    time.now = time.now.add(duration);
  };
  return { ...newsroom, app, standIn, sessions, accounts, noColleagues: memoryColleagues, browser, wait };
}
