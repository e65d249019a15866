import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sampleNewsroom } from '#tests/web/sample-newsroom';
import { signedInDesk } from '#tests/web/signed-in-desk';

const ALERT = '/desk/publications/alert-what-we-learned';

let opened: Awaited<ReturnType<typeof signedInDesk>>;
beforeAll(async () => {
  opened = await signedInDesk();
});
afterAll(() => opened.standIn.stop());
beforeEach(() => {
  opened.standIn.behaviour.person = { sub: 'person-1', email: 'jo@example.org' };
  opened.standIn.behaviour.fault = (draft) => draft;
});

/** Expects what the desk shows a stranger: the way to sign in, and nothing of its own. */
async function expectSignInPage(answer: Response, heading = 'Sign in'): Promise<void> {
  expect(answer.status).toBe(401);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  const html = await answer.text();
  expect(html).toMatch(`<h1>${heading}</h1>`);
  expect(html).not.toMatch('What we learned');
}

describe('signing in', () => {
  test('signing in leads by the issuer to the page that was asked for', async () => {
    const jo = opened.browser();
    const first = await jo.ask(ALERT);
    expect(await first.clone().text()).toMatch(`href="/desk/sign-in?to&#x3D;${encodeURIComponent(ALERT)}"`);
    await expectSignInPage(first);
    const back = await jo.signIn(ALERT);
    expect([back.status, back.headers.get('location')]).toEqual([303, ALERT]);
    expect((await jo.ask(ALERT)).status).toBe(200);
  });

  test('signing in gives the browser one secret cookie: HttpOnly, Secure, SameSite, of this host only', async () => {
    const jo = opened.browser();
    const path = await jo.sentOut();
    expect(jo.set.get('__Host-signing-in')).toMatch(/; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    await jo.ask(path);
    expect(jo.set.get('__Host-session')).toMatch(/^__Host-session=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    expect([...jo.cookies.keys()]).toEqual(['__Host-session']);
  });

  test('signing in never takes a browser to another site afterwards', async () => {
    for (const to of [
      'https://evil.example',
      '//evil.example',
      '/desk/\\evil.example',
      '/desk',
      'javascript:alert(1)',
      '/posts',
      '/desk/\r\nx: y',
    ]) {
      expect((await opened.browser().signIn(to)).headers.get('location')).toBe('/desk/');
    }
  });

  test('signing in puts the person’s name on their decisions', async () => {
    const jo = opened.browser();
    await jo.signIn();
    await jo.post(`${ALERT}/cancel`);
    const { cancelled } = await opened.world.switches.read('alert-what-we-learned' as never);
    expect(cancelled?.by).toBe('jo@example.org');
  });
});

describe('a sign-in is refused', () => {
  test('a sign-in is refused when the same return link is used twice', async () => {
    const jo = opened.browser();
    const path = await jo.sentOut();
    expect((await jo.ask(path)).status).toBe(303);
    jo.cookies.clear();
    await expectSignInPage(await jo.ask(path), 'We could not sign you in');
    await expectSignInPage(await jo.ask('/desk/'));
  });

  test('a sign-in is refused with a return link of someone else, so that no one gets another person’s session unawares', async () => {
    const [jo, eve] = [opened.browser(), opened.browser()];
    const eves = await eve.sentOut();
    await expectSignInPage(await jo.ask(eves), 'We could not sign you in');
    await jo.sentOut();
    await expectSignInPage(await jo.ask(eves), 'We could not sign you in');
    expect(jo.cookies.size).toBe(0);
  });

  test('a session planted in the browser before the sign-in is worthless', async () => {
    const jo = opened.browser();
    jo.cookies.set('__Host-session', 'planted');
    await jo.signIn();
    expect(jo.cookies.get('__Host-session')).not.toBe('planted');
    const eve = opened.browser();
    eve.cookies.set('__Host-session', 'planted');
    await expectSignInPage(await eve.ask('/desk/'));
  });

  test('a session from before a new sign-in is worthless', async () => {
    const jo = opened.browser();
    await jo.signIn();
    const before = jo.cookies.get('__Host-session') ?? '';
    await jo.signIn();
    const thief = opened.browser();
    thief.cookies.set('__Host-session', before);
    await expectSignInPage(await thief.ask('/desk/'));
    expect((await jo.ask('/desk/')).status).toBe(200);
  });

  test('a session cookie without the __Host- prefix, which other hosts can set, is refused', async () => {
    const jo = opened.browser();
    await jo.signIn();
    const eve = opened.browser();
    eve.cookies.set('session', jo.cookies.get('__Host-session') ?? '');
    await expectSignInPage(await eve.ask('/desk/'));
  });

  test('a sign-in with any wrong token is refused, always with the same answer', async () => {
    const faults = [{ nonce: 'another' }, { aud: 'another' }, { exp: 0 }, { email_verified: false }, { iss: 'https://example.org' }];
    const said = new Set<string>();
    for (const fault of faults) {
      const jo = opened.browser();
      opened.standIn.behaviour.fault = (draft) => ({ ...draft, claims: { ...draft.claims, ...fault } });
      said.add(await (await jo.signIn()).text());
      expect(jo.cookies.size).toBe(0);
    }
    said.add(await (await opened.browser().ask('/desk/signed-in?error=access_denied&error_description=User+does+not+exist')).text());
    expect(said.size).toBe(1);
  });
});

describe('a session', () => {
  test('a session ends after two hours without use, and lasts while it is used', async () => {
    const jo = opened.browser();
    await jo.signIn();
    for (let i = 0; i < 5; i += 1) {
      opened.wait({ hours: 1, minutes: 59 });
      expect((await jo.ask('/desk/')).status).toBe(200);
    }
    opened.wait({ hours: 2 });
    await expectSignInPage(await jo.ask('/desk/'));
    expect(jo.cookies.size).toBe(0);
  });

  test('a session ends after twelve hours, however much it is used', async () => {
    const jo = opened.browser();
    await jo.signIn();
    for (let i = 0; i < 11; i += 1) {
      opened.wait({ hours: 1 });
      expect((await jo.ask('/desk/')).status).toBe(200);
    }
    opened.wait({ hours: 1 });
    await expectSignInPage(await jo.ask('/desk/'));
  });

  test('a session counts from when the person authenticated, even if the issuer remembers them', async () => {
    const jo = opened.browser();
    opened.standIn.behaviour.fault = (draft) => ({
      ...draft,
      claims: { ...draft.claims, auth_time: Number(draft.claims.auth_time) - 13 * 3600 },
    });
    await jo.signIn();
    await expectSignInPage(await jo.ask('/desk/'));
  });

  test('a session that has ended is deleted at the next sign-in', async () => {
    const jo = opened.browser();
    await jo.signIn();
    const secret = jo.cookies.get('__Host-session') ?? '';
    opened.wait({ hours: 3 });
    expect(await opened.sessions.find(secret)).toBeDefined();
    await opened.browser().signIn();
    expect(await opened.sessions.find(secret)).toBeUndefined();
  });

  test('a session of one person never shows another', async () => {
    const [jo, sam] = [opened.browser(), opened.browser()];
    await jo.signIn();
    opened.standIn.behaviour.person = { sub: 'person-2', email: 'sam@example.org' };
    await sam.signIn();
    expect(await (await jo.ask('/desk/account')).text()).toMatch('jo@example.org');
    expect(await (await sam.ask('/desk/account')).text()).toMatch('sam@example.org');
  });
});

describe('signing out', () => {
  test('signing out ends the session here and at the issuer, and returns to a page that says so', async () => {
    const jo = opened.browser();
    await jo.signIn();
    const secret = jo.cookies.get('__Host-session') ?? '';
    const answer = await jo.post('/desk/sign-out');
    expect(answer.status).toBe(303);
    const signedOut = await fetch(answer.headers.get('location') ?? '', { redirect: 'manual' });
    expect(new URL(signedOut.headers.get('location') ?? '').pathname).toBe('/desk/signed-out');
    expect(await (await jo.ask('/desk/signed-out')).text()).toMatch('You are signed out');
    expect(jo.cookies.size).toBe(0);
    jo.cookies.set('__Host-session', secret);
    await expectSignInPage(await jo.ask('/desk/'));
  });

  test('signing out everywhere ends all sessions of that person, and of no other', async () => {
    const [here, there, sam] = [opened.browser(), opened.browser(), opened.browser()];
    await here.signIn();
    await there.signIn();
    opened.standIn.behaviour.person = { sub: 'person-2', email: 'sam@example.org' };
    await sam.signIn();
    expect((await here.post('/desk/sign-out/everywhere')).status).toBe(303);
    await expectSignInPage(await here.ask('/desk/'));
    await expectSignInPage(await there.ask('/desk/'));
    expect((await sam.ask('/desk/')).status).toBe(200);
  });

  test('signing out is the only form whose page’s policy lets it lead to the issuer', async () => {
    const jo = opened.browser();
    await jo.signIn();
    const policy = async (path: string) => (await jo.ask(path)).headers.get('content-security-policy');
    expect(await policy('/desk/account')).toMatch(`form-action 'self' ${opened.standIn.config.host};`);
    expect(await policy('/desk/')).toMatch("form-action 'self';");
  });
});

describe('half an hour after signing in', () => {
  test('half an hour after signing in, a form that sends or changes needs a new sign-in, and does nothing before', async () => {
    const jo = opened.browser();
    await jo.signIn();
    await jo.post('/desk/pause', { reason: 'Wait' });
    opened.wait({ minutes: 31 });
    const answer = await jo.post('/desk/resume');
    await expectSignInPage(answer, 'Please sign in again');
    expect(await opened.world.switches.read()).toEqual({ paused: 'Wait' });
    await jo.signIn();
    expect((await jo.post('/desk/resume')).status).toBe(303);
    expect(await opened.world.switches.read()).toEqual({});
  });

  test.each([
    [`${ALERT}/approve`, ALERT],
    [`${ALERT}/held/again`, ALERT],
    ['/desk/people/0123/erase', '/desk/people/0123'],
    ['/desk/people/export', '/desk/people'],
    ['/desk/import/1/begin', '/desk/import/1'],
    ['/desk/resume', '/desk/'],
  ])('half an hour after signing in, the form %s leads back to its own page after a new sign-in', async (path, page) => {
    const jo = opened.browser();
    await jo.signIn();
    opened.wait({ minutes: 31 });
    expect(await (await jo.post(path)).text()).toMatch(`href="/desk/sign-in?to&#x3D;${encodeURIComponent(page)}"`);
  });

  test('half an hour after signing in, a form that only stops something still works at once', async () => {
    const jo = opened.browser();
    await jo.signIn();
    opened.wait({ minutes: 31 });
    expect((await jo.post('/desk/pause', { reason: 'Stop' })).status).toBe(303);
    expect(await opened.world.switches.read()).toEqual({ paused: 'Stop' });
    await opened.world.switches.resume('everything');
  });
});

test('a form sent after its session has ended changes nothing, and says so', async () => {
  const answer = await opened.browser().post('/desk/pause', { reason: 'Wait' });
  expect(await answer.clone().text()).toMatch('nothing has changed');
  await expectSignInPage(answer);
  expect(await opened.world.switches.read()).toEqual({});
});

test('the desk on one machine has no sign-in, no cookie and no sign-out, and says so', async () => {
  const newsroom = await sampleNewsroom();
  expect(await newsroom.page('/desk/account')).toMatch('Nobody signs in here.');
  for (const path of ['/desk/sign-in', '/desk/signed-in', '/desk/signed-out']) {
    const answer = await newsroom.ask(path);
    expect([path, answer.status, answer.headers.getSetCookie()]).toEqual([path, 404, []]);
  }
});
