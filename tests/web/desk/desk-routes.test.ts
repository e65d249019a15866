// The list comes from the desk's own routes, so that a new route cannot be forgotten.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Colleague, RIGHTS } from '#core/desk/colleagues';
import { plainText } from '#tests/web/desk/page-text';
import { OURS, signedInDesk } from '#tests/web/signed-in-desk';
import { NEEDED_RIGHTS } from '#web/desk/rights';

const opened = await signedInDesk();
afterAll(() => opened.standIn.stop());

/** Routes without sign-in. Adding one opens it to everyone. */
const FOR_EVERYONE = ['GET /desk/sign-in', 'GET /desk/signed-in', 'GET /desk/signed-out'];
/** Writes that need no fresh sign-in, because they only stop or show something, or change a draft. */
const AT_ONCE = [
  'POST /desk/import/list/alert-what-we-learned',
  'POST /desk/import/alert-what-we-learned/stop',
  'POST /desk/people/find',
  // They only say what a change of the rules would do.
  'POST /desk/rules/file',
  'POST /desk/rules/merge/alert-what-we-learned',
  'POST /desk/rules/part/alert-what-we-learned',
  'POST /desk/people/alert-what-we-learned/stop',
  'POST /desk/pause',
  'POST /desk/publications/alert-what-we-learned/cancel',
  'POST /desk/publications/alert-what-we-learned/pause',
  // A draft: nothing of it goes out.
  'POST /desk/stories/new',
  'POST /desk/stories/word/alert-what-we-learned',
  'POST /desk/stories/bring-in',
  'POST /desk/stories/edit',
  'POST /desk/stories/alert-what-we-learned',
  'POST /desk/stories/alert-what-we-learned/merge',
  'POST /desk/stories/alert-what-we-learned/mend',
  'POST /desk/stories/alert-what-we-learned/preview-parts',
  'POST /desk/stories/alert-what-we-learned/picture/top/alert-what-we-learned',
  'POST /desk/stories/alert-what-we-learned/picture/text/alert-what-we-learned',
  'POST /desk/stories/alert-what-we-learned/picture/here/alert-what-we-learned',
  'POST /desk/stories/alert-what-we-learned/delete',
  'POST /desk/stories/alert-what-we-learned/undelete',
  'POST /desk/stories/alert-what-we-learned/history/alert-what-we-learned/restore',
  'POST /desk/sign-out',
  'POST /desk/sign-out/everywhere',
];

/** The paths that a browser would ask for by a pattern such as `/a/:id/:action{b|c}`. */
function pathsOf(pattern: string): string[] {
  const [, before, choices, after] = /^(.*?)\/:[\w]+(?:\{([^}]*)\})?\??(.*)$/.exec(pattern) ?? [];
  if (before === undefined || after === undefined) return [pattern];
  const values = choices === undefined ? ['alert-what-we-learned'] : /^[\w|.-]+$/.test(choices) ? choices.split('|') : ['1'];
  return values.flatMap((value) => pathsOf(`${before}/${value}${after}`));
}

// Middleware is listed as `ALL /*`, and is no route.
const routes = [
  ...new Set(
    opened.app.routes.filter(({ path }) => path !== '/*').flatMap(({ method, path }) => pathsOf(path).map((one) => `${method} ${one}`)),
  ),
];
const closed = routes.filter((route) => !FOR_EVERYONE.includes(route));
const writes = closed.filter((route) => !route.startsWith('GET '));

/** The right that the table names for a route as a browser asks for it. */
const neededOf = new Map(
  Object.entries(NEEDED_RIGHTS).flatMap(([route, right]) => {
    const [method = '', pattern = ''] = route.split(' ');
    return pathsOf(pattern).map((path): [string, typeof right] => [`${method} ${path}`, right]);
  }),
);
/** Lets these people in, and nobody else. */
async function letIn(...people: Colleague[]): Promise<void> {
  const { version = 0 } = (await opened.world.colleagues.read()) ?? {};
  await opened.world.colleagues.replace({ version, people });
}
const ADA: Colleague = { address: 'ada@example.org', name: 'Ada', rights: RIGHTS };

const asked = (route: string, browser = opened.browser(), headers: Record<string, string> = OURS) => {
  const [method = '', path = ''] = route.replace('ALL ', 'POST ').split(' ');
  return browser.ask(path, { method, headers });
};

test('the list of desk routes is complete, and the open routes are on it', () => {
  expect(routes.length).toBeGreaterThan(15);
  expect(routes).toEqual(expect.arrayContaining([...FOR_EVERYONE, ...AT_ONCE]));
});

describe('a stranger', () => {
  test.each(closed)('a stranger who asks for %s gets the sign-in page and nothing else', async (route) => {
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
  ])('a stranger who asks for %s, which is no route, gets a 401 too', async (route) => expect((await asked(route)).status).toBe(401));
});

describe('the content policy', () => {
  const browser = opened.browser();
  let draft: string;
  beforeAll(async () => {
    await browser.signIn();
    draft = (await browser.post('/desk/stories/new', { kind: 'post' })).headers.get('Location') ?? '';
  });
  test('only the forms of a story and of the look may run a script, one of ours, and may talk to nobody but the desk and the bucket', async () => {
    const allowing: string[] = [];
    for (const route of closed.filter((one) => one.startsWith('GET '))) {
      const path = route
        .replace('GET ', '')
        .replace('/desk/stories/alert-what-we-learned', draft)
        .replace('part/alert-what-we-learned', 'part/look');
      const policy = (await browser.ask(path)).headers.get('Content-Security-Policy') ?? '';
      expect([path, policy]).toEqual([path, expect.stringMatching(/default-src 'none'/)]);
      expect(policy).not.toMatch(/allow-scripts|unsafe-eval|script-src (?!'self')/);
      if (/script-src|connect-src/.test(policy)) allowing.push(`${path}: ${policy}`);
    }
    const policy =
      "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; " +
      "frame-src 'self'; script-src 'self'";
    expect(allowing.toSorted()).toEqual([
      `/desk/rules/part/look: ${policy}`,
      `${draft}: ${policy}; connect-src 'self' https://uploads.example.org`,
    ]);
  });
});

describe('a person whose session has ended', () => {
  const browser = opened.browser();
  beforeAll(async () => {
    await browser.signIn();
    opened.wait({ hours: 2 });
  });
  const late = browser.cookies;
  test.each(closed)('a person whose session has ended and who asks for %s gets the sign-in page', async (route) => {
    const again = opened.browser();
    for (const [name, value] of late) again.cookies.set(name, value);
    expect((await asked(route, again)).status).toBe(401);
  });
});

describe('a person who signed in half an hour ago', () => {
  const browser = opened.browser();
  beforeAll(async () => {
    await browser.signIn();
    opened.wait({ minutes: 30 });
  });
  test.each(writes.filter((route) => !AT_ONCE.includes(route)))(
    'a person who signed in half an hour ago and sends %s must sign in again',
    async (route) => {
      const answer = await asked(route, browser);
      expect([answer.status, /<h1>(.*)<\/h1>/.exec(await answer.text())?.[1]]).toEqual([401, 'Please sign in again']);
    },
  );
});

describe('a form of another site', () => {
  const browser = opened.browser();
  beforeAll(async () => {
    await browser.signIn();
  });
  test.each(writes)('a form of another site that sends %s with the session cookie is refused', async (route) => {
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

describe('the table of rights', () => {
  test('the table of rights names each form of the desk, and nothing that is no part of it', () => {
    expect(writes.filter((route) => !neededOf.has(route))).toEqual([]);
    expect([...neededOf.keys()].filter((route) => !closed.includes(route))).toEqual([]);
  });
});

describe('a colleague without the right', () => {
  const browser = opened.browser();
  beforeAll(() => browser.signIn());
  afterAll(() => letIn(ADA, { address: 'jo@example.org', name: 'Jo', rights: RIGHTS }));

  test.each([...neededOf].filter(([, right]) => right !== 'everyone'))(
    'a colleague without the right for %s is refused, and the page says who may',
    async (route, right) => {
      await letIn(ADA, { address: 'jo@example.org', name: 'Jo', rights: RIGHTS.filter((one) => one !== right) });
      const before = JSON.stringify(await opened.world.audit.page(undefined, 5));
      const answer = await asked(route, browser);
      const page = plainText(await answer.text());
      expect([answer.status, page]).toEqual([403, expect.stringMatching(/Only colleagues who .* can do this\. Ask Ada\./)]);
      expect(JSON.stringify(await opened.world.audit.page(undefined, 5))).toBe(before);
    },
  );

  test('a colleague without any right opens the other pages and can pause, and sees no reader on any of them', async () => {
    await letIn(ADA, { address: 'jo@example.org', name: 'Jo', rights: [] });
    // It has gone out, so that the desk has something to say of its readers.
    await opened.moveTo('2019-09-12T09:00');
    expect(opened.mails).toHaveLength(1);
    const shown: string[] = [];
    for (const route of closed.filter((one) => one.startsWith('GET '))) {
      const answer = await asked(route, browser);
      if ((await answer.text()).includes('@avon.example.org')) shown.push(route);
    }
    expect(shown).toEqual([]);
    expect((await browser.ask('/desk/plan')).status).toBe(200);
    expect((await browser.post('/desk/pause', { reason: 'Wait' })).status).toBe(303);
    await opened.world.switches.resume('everything');
  });
});
