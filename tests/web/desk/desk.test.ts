import { describe, expect, test } from 'vitest';
import type { PublicationId } from '#core/publication/publication';
import { readPlan } from '#flow/publish/plan';
import { plainText } from '#tests/web/desk/page-text';
import { pressYes, readYes } from '#tests/web/desk/say-yes';
import { EVENT, POST, RULES, SITE, sampleNewsroom } from '#tests/web/sample-newsroom';

async function planOf({ world, time }: Awaited<ReturnType<typeof sampleNewsroom>>) {
  const planned = await readPlan(world, time.now, time.now.add({ hours: 48 }));
  return { publications: planned?.publications ?? [] };
}

const ALERT = 'alert-what-we-learned' as PublicationId;
const OURS = { 'Sec-Fetch-Site': 'same-origin' };

describe('the plan page', () => {
  test('the plan page says in plain words what goes out, when, to how many and where', async () => {
    const newsroom = await sampleNewsroom({ people: [{}, { frequency: 'events' }, { status: 'unsubscribed' }] });
    const html = await newsroom.page('/desk/plan');
    for (const phrase of [
      'Thursday 12 September 2019',
      '9am',
      'New post: What we learned',
      'Email to 1 person',
      'On X as @sample',
      'Planned',
    ])
      expect(html).toMatch(phrase);
  });

  test('the plan page shows the totals of what went out', async () => {
    const newsroom = await sampleNewsroom({ people: [{}, {}, {}] });
    await newsroom.moveTo('2019-09-12T09:00');
    await newsroom.moveTo('2019-09-19T08:30');
    const html = await newsroom.page('/desk/plan');
    expect(html.replaceAll('&#x3D;', '=')).toMatch('Sent to all 3 people.');
    expect(html).toMatch('It had nobody to go to.');
    expect(html).toMatch('It is on X.');
  });

  test('the plan page says when a late email really went out', async () => {
    const newsroom = await sampleNewsroom();
    await newsroom.world.switches.pause(ALERT, 'a typo');
    await newsroom.moveTo('2019-09-12T09:00');
    await newsroom.world.switches.resume(ALERT);
    await newsroom.moveTo('2019-09-12T09:36');
    await newsroom.moveTo('2019-09-12T09:40');
    const [, past = ''] = plainText(await newsroom.page('/desk/plan')).split('What has been');
    expect(past).toMatch(/New post: What we learned Email, Thursday 12 September 2019 at 9:38am Sent to 1 person\./);
    const page = plainText(await newsroom.page(`/desk/publications/${ALERT}`));
    expect(page).toContain('What became of it Sent to 1 person at 9:38am. The figures 1 planned: 1 accepted');
  });

  test('the plan page says first what is in its undo minutes', async () => {
    const newsroom = await sampleNewsroom();
    await newsroom.moveTo('2019-09-12T08:56');
    expect(plainText(await newsroom.page('/desk/plan'))).toMatch(
      /It is Thursday 12 September 2019 at 8:59am \(Europe\/London\)\. New post: What we learned and 1 more go out at 9am: you can still stop them\./,
    );
  });

  test('the plan page shows every problem of the content, with file and line', async () => {
    const newsroom = await sampleNewsroom({ files: { 'posts/bad.md': '---\nauthor: A\npublished: 2019-02-30\n---\n\nBody.\n' } });
    expect(plainText(await newsroom.page('/desk/plan'))).toMatch(/posts\/bad\.md Line \d+: /);
  });

  test('the plan page can be read, paused and resumed while the rules have a problem', async () => {
    const newsroom = await sampleNewsroom({ files: { 'newsroom.yaml': 'name: [' } });
    expect(plainText(await newsroom.page('/desk/plan'))).toMatch(/Please put this right .* newsroom\.yaml Line \d+:/);
    expect(plainText(await newsroom.page('/desk/'))).toMatch(
      /1 thing, about 5 minutes\. newsroom\.yaml line \d+ .* If you do nothing, nothing new is planned\./,
    );
    const answer = await newsroom.ask('/desk/pause', { method: 'POST', headers: OURS, body: new URLSearchParams({ reason: 'Wait' }) });
    expect(answer.status).toBe(303);
    expect(await newsroom.world.switches.read()).toEqual({ paused: 'Wait' });
  });
});

describe('every page of the desk', () => {
  const PAGES = ['/desk/plan', '/desk/people', '/desk/import', '/desk/audit', '/desk/departures', '/desk/account', '/desk/no-such-page'];

  test('every page of the desk leads to the pause of everything, and says so while all is paused', async () => {
    const newsroom = await sampleNewsroom();
    const stop = (label: string) => `<a class="masthead__stop" href="/desk/pause">${label}</a>`;
    for (const path of PAGES)
      expect([path, await (await newsroom.ask(path)).text()]).toEqual([path, expect.stringContaining(stop('Pause everything'))]);
    expect(await newsroom.page('/desk/pause')).toMatch('No email and no post goes out');
    await newsroom.world.switches.pause('everything', 'A wrong date');
    for (const path of PAGES)
      expect([path, await (await newsroom.ask(path)).text()]).toEqual([path, expect.stringContaining(stop('Everything is paused'))]);
    expect(await newsroom.page('/desk/pause')).toMatch(/The reason: A wrong date[\s\S]*Let everything go on/);
  });

  test('every page of the desk says that readers do not see it, and no page of the site says so', async () => {
    const newsroom = await sampleNewsroom();
    for (const path of PAGES)
      expect([path, await (await newsroom.ask(path)).text()]).toEqual([path, expect.stringContaining('Readers do not see it.')]);
    expect(await newsroom.page('/posts')).not.toMatch('Readers do not see it.');
  });
});

describe('a preview', () => {
  test('a preview is the email that goes out, byte for byte except for the reader’s placeholders', async () => {
    const newsroom = await sampleNewsroom({ people: [{ name: 'Sam' }] });
    await newsroom.moveTo('2019-09-12T08:50');
    const before = await newsroom.page(`/desk/publications/${ALERT}`);
    expect(before).toMatch('What we learned');
    const html = await newsroom.page(`/desk/publications/${ALERT}/mail.html`);
    await newsroom.moveTo('2019-09-12T09:00');
    expect(await newsroom.page(`/desk/publications/${ALERT}/mail.html`)).toBe(html);
    const sent = new TextDecoder().decode(newsroom.mails[0]?.message);
    const body = /<h1[\s\S]*<\/h1>/.exec(html)?.[0] ?? 'no heading';
    expect(sent.replace(/\r\n/g, '\n')).toContain(body);
  });

  test('a preview of a change notice says what is new, as the email will', async () => {
    const newsroom = await sampleNewsroom({ at: '2020-01-14T09:50' });
    await newsroom.moveTo('2020-01-14T10:00');
    newsroom.files.set('events/spring.md', new TextEncoder().encode(EVENT.replace('venue: Bristol', 'venue: Bath')));
    const { publications } = await planOf(newsroom);
    const change = publications.find(({ kind }) => kind === 'change');
    const html = await newsroom.page(`/desk/publications/${change?.id}`);
    expect(html).toMatch('New place: Spring session');
    expect(html).toMatch('It was to be: Bristol');
  });

  test('a preview of a begun publication shows what was sealed, whatever is edited afterwards', async () => {
    const newsroom = await sampleNewsroom();
    await newsroom.moveTo('2019-09-12T09:00');
    const before = await newsroom.page(`/desk/publications/${ALERT}/mail.html`);
    newsroom.files.delete('posts/what-we-learned.md');
    expect(await newsroom.page(`/desk/publications/${ALERT}/mail.html`)).toBe(before);
    expect(await newsroom.page('/desk/publications/x-what-we-learned')).toMatch('Three things that surprised us.');
  });

  test('a preview of an email is in a frame that runs no script', async () => {
    const newsroom = await sampleNewsroom();
    const page = await newsroom.ask(`/desk/publications/${ALERT}`);
    expect(page.headers.get('Content-Security-Policy')).toMatch("frame-src 'self'");
    expect(await page.text()).toMatch(/<iframe[^>]+sandbox="allow-popups allow-popups-to-escape-sandbox"/);
    const { headers } = await newsroom.ask(`/desk/publications/${ALERT}/mail.html`);
    expect(headers.get('Content-Security-Policy')).toMatch(
      /^sandbox [^;]*; default-src 'none'; img-src 'self' https:; style-src 'unsafe-inline'/,
    );
    expect(headers.get('Content-Security-Policy')).not.toMatch('allow-scripts');
    expect(headers.get('X-Frame-Options')).toBe('SAMEORIGIN');
  });

  test('a preview says how many people get it by organisation, and what a post on X weighs and costs', async () => {
    const newsroom = await sampleNewsroom({ people: [{}, { organisation: undefined as never }] });
    const email = await newsroom.page(`/desk/publications/${ALERT}`);
    expect(email).toMatch(/2 people/);
    expect(email).toMatch(/Avon<\/td><td[^>]*>1</);
    const social = await newsroom.page('/desk/publications/x-what-we-learned');
    expect(social).toMatch(/\d+ of 280 characters/);
    expect(social).toMatch('$0.20');
  });

  test('a preview of a publication that is not on the plan is a 404', async () => {
    const newsroom = await sampleNewsroom();
    expect((await newsroom.ask('/desk/publications/alert-nothing')).status).toBe(404);
    expect((await newsroom.ask('/desk/publications/alert-nothing/mail.html')).status).toBe(404);
  });
});

describe('a publication that waits for approval', () => {
  test('a publication that waits for approval goes out once it is approved on the desk, and not before', async () => {
    const newsroom = await sampleNewsroom({ files: { 'newsroom.yaml': `${RULES}approval: required\n` } });
    await newsroom.moveTo('2019-09-12T09:00');
    expect(newsroom.mails).toHaveLength(0);
    expect(await newsroom.page('/desk/plan')).toMatch('Needs your yes');
    expect(await newsroom.page(`/desk/publications/${ALERT}`)).toMatch('Yes, let it go out');
    const answer = await pressYes(newsroom, ALERT, await readYes(newsroom, ALERT));
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, `/desk/publications/${ALERT}`]);
    await newsroom.moveTo('2019-09-12T09:10');
    expect(newsroom.mails).toHaveLength(1);
    expect(await newsroom.page(`/desk/publications/${ALERT}`)).toMatch('Approved by');
  });
});

describe('a yes to what a page showed', () => {
  const strict = { 'newsroom.yaml': `${RULES}approval: required\n` };

  test('a yes to what a page showed is refused when it has changed by the press: the page says what was and what is now', async () => {
    const newsroom = await sampleNewsroom({ files: strict });
    const seen = await readYes(newsroom, ALERT);
    newsroom.files.set('posts/what-we-learned.md', new TextEncoder().encode(POST.replace('What we learned', 'What we forgot')));
    const answer = await pressYes(newsroom, ALERT, seen);
    expect(answer.status).toBe(409);
    const page = plainText(await answer.text());
    expect(page).toContain('It changed while you were reading, so your yes does not count.');
    expect(page).toMatch(/The subject +Was: What we learned +Is now: What we forgot/);
    expect(await newsroom.world.switches.read(ALERT)).toEqual({});
    await newsroom.moveTo('2019-09-12T09:00');
    expect(newsroom.mails).toHaveLength(0);
  });

  test('a yes to what a page showed no longer counts after a change: plan and page say so, with what was and what is now', async () => {
    const newsroom = await sampleNewsroom({ files: strict });
    await pressYes(newsroom, ALERT, await readYes(newsroom, ALERT));
    newsroom.files.set('posts/what-we-learned.md', new TextEncoder().encode(POST.replace('What we learned', 'What we forgot')));
    await newsroom.moveTo('2019-09-12T09:00');
    expect(newsroom.mails).toHaveLength(0);
    const why =
      'It changed after the programme lead said yes: the stories, the subject and the text. Please look at it, and say yes again.';
    expect(plainText(await newsroom.page('/desk/plan'))).toContain(why);
    const page = plainText(await newsroom.page(`/desk/publications/${ALERT}`));
    expect(page).toContain(why);
    expect(page).toMatch(/The subject +Was: What we learned +Is now: What we forgot/);
    expect(page).toContain('This yes does not count any more.');
    await pressYes(newsroom, ALERT, await readYes(newsroom, ALERT));
    await newsroom.moveTo('2019-09-12T09:10');
    expect(newsroom.mails).toHaveLength(1);
  });

  test('a yes is asked for with its reason, on the plan and on the page, before the time has come', async () => {
    const newsroom = await sampleNewsroom({
      files: { 'posts/what-we-learned.md': POST.replace('What we learned', 'DRAFT please do not send') },
    });
    const why = 'It waits for someone to say yes, because “DRAFT” looks as if it were not finished.';
    for (const page of ['/desk/plan', `/desk/publications/${ALERT}`]) expect(plainText(await newsroom.page(page))).toContain(why);
  });

  test('a yes stands below the preview, so that it comes after looking', async () => {
    const newsroom = await sampleNewsroom({ files: strict });
    const page = await newsroom.page(`/desk/publications/${ALERT}`);
    expect(page.indexOf('Yes, let it go out')).toBeGreaterThan(page.indexOf('As plain text'));
  });
});

describe('a pause', () => {
  test('a pause of one publication, or of everything, holds it back until it is lifted', async () => {
    const newsroom = await sampleNewsroom();
    const say = (path: string, reason = '') => newsroom.ask(path, { method: 'POST', headers: OURS, body: new URLSearchParams({ reason }) });
    await say(`/desk/publications/${ALERT}/pause`, 'A  name\n is wrong');
    expect(await newsroom.page(`/desk/publications/${ALERT}`)).toMatch('A name is wrong');
    await say('/desk/pause');
    expect(await newsroom.page('/desk/plan')).toMatch('No reason was given');
    await newsroom.moveTo('2019-09-12T09:00');
    expect([newsroom.mails.length, newsroom.posts.length]).toEqual([0, 0]);
    await say('/desk/resume');
    await newsroom.moveTo('2019-09-12T09:10');
    expect([newsroom.mails.length, newsroom.posts.length]).toEqual([0, 1]);
    await say(`/desk/publications/${ALERT}/resume`);
    await newsroom.moveTo('2019-09-12T09:20');
    expect(newsroom.mails.length).toBe(1);
  });
});

describe('each write of the desk', async () => {
  const { apps } = await sampleNewsroom();
  const writes = apps.desk.routes
    .filter(({ method, path }) => method !== 'GET' && method !== 'ALL' && !path.endsWith('*'))
    .flatMap(({ method, path }) => {
      const values = /:\w+\{([^}]+)\}/.exec(path)?.[1]?.split('|') ?? [''];
      return values.map((value) => ({
        method,
        path: path
          .replace(/:\w+\{[^}]+\}/, value)
          .replace(':id', ALERT)
          .replace(':version', '1')
          .replace(':upload', 'a'),
      }));
    });

  test('each write of the desk is in the table of routes', () => {
    expect(writes.map(({ path }) => path).sort()).toEqual([
      '/desk/departures/keep',
      '/desk/departures/left',
      `/desk/import/${ALERT}/begin`,
      `/desk/import/${ALERT}/stop`,
      '/desk/import/list/a',
      '/desk/pause',
      `/desk/people/${ALERT}/ask-again`,
      `/desk/people/${ALERT}/confirmation`,
      `/desk/people/${ALERT}/correct`,
      `/desk/people/${ALERT}/erase`,
      `/desk/people/${ALERT}/link`,
      `/desk/people/${ALERT}/stop`,
      '/desk/people/export',
      '/desk/people/find',
      `/desk/publications/${ALERT}/approve`,
      `/desk/publications/${ALERT}/cancel`,
      `/desk/publications/${ALERT}/digest`,
      `/desk/publications/${ALERT}/held-post/again`,
      `/desk/publications/${ALERT}/held-post/there`,
      `/desk/publications/${ALERT}/held/again`,
      `/desk/publications/${ALERT}/held/sent`,
      `/desk/publications/${ALERT}/looked`,
      `/desk/publications/${ALERT}/move`,
      `/desk/publications/${ALERT}/move/yes`,
      `/desk/publications/${ALERT}/pause`,
      `/desk/publications/${ALERT}/people/export`,
      `/desk/publications/${ALERT}/resume`,
      `/desk/publications/${ALERT}/test`,
      `/desk/publications/${ALERT}/uncancel`,
      '/desk/resume',
      '/desk/resume/bluesky',
      '/desk/resume/email',
      '/desk/resume/x',
      '/desk/rules/file',
      '/desk/rules/logo/a',
      `/desk/rules/merge/${ALERT}`,
      `/desk/rules/part/${ALERT}`,
      '/desk/rules/save',
      `/desk/stories/${ALERT}`,
      `/desk/stories/${ALERT}/delete`,
      `/desk/stories/${ALERT}/delete-story`,
      `/desk/stories/${ALERT}/history/1/restore`,
      `/desk/stories/${ALERT}/mend`,
      `/desk/stories/${ALERT}/merge`,
      `/desk/stories/${ALERT}/picture/here/a`,
      `/desk/stories/${ALERT}/picture/text/a`,
      `/desk/stories/${ALERT}/picture/top/a`,
      `/desk/stories/${ALERT}/preview-parts`,
      `/desk/stories/${ALERT}/publish`,
      `/desk/stories/${ALERT}/test`,
      `/desk/stories/${ALERT}/undelete`,
      '/desk/stories/bring-in',
      '/desk/stories/bring-in/a',
      '/desk/stories/bring-in/a/archive',
      '/desk/stories/bring-in/a/pictures',
      '/desk/stories/bring-in/a/watch',
      '/desk/stories/bring-in/every-day/stop',
      '/desk/stories/edit',
      '/desk/stories/new',
      '/desk/stories/word/a',
      '/desk/yes',
    ]);
  });

  test.each(writes)('each write of the desk is refused when it comes from another site: $path', async ({ method, path }) => {
    const newsroom = await sampleNewsroom();
    const { world } = newsroom;
    const state = async () =>
      JSON.stringify([
        await world.switches.read(ALERT),
        await world.switches.read(),
        [...(await world.switches.overrides())],
        await world.audit.page(undefined, 10),
        await world.imports.latest(),
        await world.drafts.all(),
      ]);
    const before = await state();
    const foreign: Record<string, string>[] = [
      {},
      { Origin: 'https://evil.example' },
      { Origin: 'null' },
      { Origin: `${SITE}.evil.example` },
      { 'Sec-Fetch-Site': 'cross-site', Origin: SITE },
      { 'Sec-Fetch-Site': 'same-site', Origin: SITE },
      { 'Sec-Fetch-Site': 'none' },
    ];
    for (const headers of foreign) expect([headers, (await newsroom.ask(path, { method, headers })).status]).toEqual([headers, 403]);
    expect(await state()).toBe(before);
  });

  test.each(writes)('each write of the desk is answered when it comes from the desk: $path', async ({ method, path }) => {
    const newsroom = await sampleNewsroom();
    // Writes about the plan redirect to a page, but for a yes without what it is for, and a move without a time. People and import
    // forms without fields, or of an unknown person or story, answer 404 or 422.
    const answers = /^\/desk\/(people|import|stories)/.test(path)
      ? [200, 303, 404, 422]
      : [path.endsWith('/approve') ? 409 : /\/move/.test(path) ? 422 : /\/digest$/.test(path) ? 404 : 303];
    for (const headers of [OURS, { ...OURS, Origin: 'null' }, { Origin: SITE }] as Record<string, string>[]) {
      expect(answers).toContain((await newsroom.ask(path, { method, headers })).status);
    }
  });

  test('each write of the desk changes nothing by GET, HEAD or OPTIONS', async () => {
    const newsroom = await sampleNewsroom();
    for (const { path } of writes) for (const method of ['GET', 'HEAD', 'OPTIONS']) await newsroom.ask(path, { method, headers: OURS });
    expect([await newsroom.world.switches.read(ALERT), await newsroom.world.switches.read()]).toEqual([{}, {}]);
    expect(await newsroom.world.audit.page(undefined, 10)).toEqual({ entries: [] });
  });
});
