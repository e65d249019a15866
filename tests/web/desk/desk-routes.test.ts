// Made from the desk's own list of routes, so that a new one cannot be forgotten.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OURS, signedInDesk } from '#tests/web/signed-in-desk';

const opened = await signedInDesk();
afterAll(() => opened.standIn.stop());

/** What is there for everyone. Whoever adds to it lets the world in. */
const FOR_EVERYONE = ['GET /desk/sign-in', 'GET /desk/signed-in', 'GET /desk/signed-out'];
/** What is done at once, however long ago she signed in: it only stops something, or only shows something. */
const AT_ONCE = [
  'POST /desk/import',
  'POST /desk/import/alert-what-we-learned/stop',
  'POST /desk/people/find',
  'POST /desk/people/alert-what-we-learned/stop',
  'POST /desk/pause',
  'POST /desk/publications/alert-what-we-learned/cancel',
  'POST /desk/publications/alert-what-we-learned/pause',
  'POST /desk/sign-out',
  'POST /desk/sign-out/everywhere',
];

/** `/a/:id/:action{b|c}` as the paths that a browser would ask for. */
function pathsOf(pattern: string): string[] {
  const [, before, choices, after] = /^(.*?)\/:[\w]+(?:\{([^}]*)\})?\??(.*)$/.exec(pattern) ?? [];
  if (before === undefined || after === undefined) return [pattern];
  const values = choices === undefined ? ['alert-what-we-learned'] : /^[\w|-]+$/.test(choices) ? choices.split('|') : ['1'];
  return values.flatMap((value) => pathsOf(`${before}/${value}${after}`));
}

// What stands before all routes is listed as `ALL /*`, and is no route.
const routes = [
  ...new Set(
    opened.app.routes.filter(({ path }) => path !== '/*').flatMap(({ method, path }) => pathsOf(path).map((one) => `${method} ${one}`)),
  ),
];
const closed = routes.filter((route) => !FOR_EVERYONE.includes(route));
const writes = closed.filter((route) => !route.startsWith('GET '));

const asked = (route: string, browser = opened.browser(), headers: Record<string, string> = OURS) => {
  const [method = '', path = ''] = route.replace('ALL ', 'POST ').split(' ');
  return browser.ask(path, { method, headers });
};

test('the list is the desk’s, and what is there for everyone is on it', () => {
  expect(routes.length).toBeGreaterThan(15);
  expect(routes).toEqual(expect.arrayContaining([...FOR_EVERYONE, ...AT_ONCE]));
});

describe('a stranger', () => {
  test.each(closed)('who asks for %s is shown the way to sign in, and nothing else', async (route) => {
    const answer = await asked(route);
    expect([answer.status, /<h1>(.*)<\/h1>/.exec(await answer.text())?.[1]]).toEqual([401, 'Sign in']);
  });

  test.each([
    'GET /desk/nowhere',
    'PUT /desk/',
    'DELETE /desk/pause',
    'PATCH /desk/pause',
    'OPTIONS /desk/',
    'HEAD /desk/',
    'GET /desk/signed-in/',
    'GET /DESK/',
    'POST /desk/sign-in',
  ])('who asks for %s, which is no route, learns nothing either', async (route) => expect((await asked(route)).status).toBe(401));
});

describe('somebody whose session is over', () => {
  const browser = opened.browser();
  beforeAll(async () => {
    await browser.signIn();
    opened.wait({ hours: 2 });
  });
  const late = browser.cookies;
  test.each(closed)('who asks for %s is shown the way to sign in', async (route) => {
    const again = opened.browser();
    for (const [name, value] of late) again.cookies.set(name, value);
    expect((await asked(route, again)).status).toBe(401);
  });
});

describe('somebody who signed in half an hour ago', () => {
  const browser = opened.browser();
  beforeAll(async () => {
    await browser.signIn();
    opened.wait({ minutes: 30 });
  });
  test.each(writes.filter((route) => !AT_ONCE.includes(route)))('and sends %s is asked once more who it is', async (route) => {
    const answer = await asked(route, browser);
    expect([answer.status, /<h1>(.*)<\/h1>/.exec(await answer.text())?.[1]]).toEqual([401, 'Please sign in again']);
  });
});

describe('a form of another site', () => {
  const browser = opened.browser();
  beforeAll(async () => {
    await browser.signIn();
  });
  test.each(writes)('that sends %s with her cookie is refused', async (route) => {
    for (const headers of [
      {},
      { Origin: 'https://evil.example' },
      { Origin: 'null' },
      { 'Sec-Fetch-Site': 'cross-site' },
      { 'Sec-Fetch-Site': 'same-site' },
    ])
      expect((await asked(route, browser, headers)).status).toBe(403);
  });
});
