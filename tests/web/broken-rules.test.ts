// What readers and the programme lead see while newsroom.yaml has a problem.
import { describe, expect, test } from 'vitest';
import { plainText } from '#tests/web/desk/page-text';
import { deployAt, POST, RULES, SITE, sampleNewsroom } from '#tests/web/sample-newsroom';

const SLIP = `${RULES}approval: yes\n`;
const LINE = RULES.split('\n').length;

/** A newsroom whose rules were good at 8am, and have had a slip since. */
async function withSlip(options: Parameters<typeof sampleNewsroom>[0] = {}) {
  const newsroom = await sampleNewsroom(options);
  await newsroom.moveTo('2019-09-12T08:00');
  newsroom.files.set('newsroom.yaml', new TextEncoder().encode(SLIP));
  return newsroom;
}

test('a sender at another domain is named on the desk before SES refuses it, and everything goes by the rules of before', async () => {
  const newsroom = await sampleNewsroom({ people: [{}] });
  deployAt(newsroom, { domain: 'example.org', site: SITE });
  await newsroom.moveTo('2019-09-12T08:00');
  newsroom.files.set('newsroom.yaml', new TextEncoder().encode(RULES.replace('news@example.org', 'news@other.example.org')));
  await newsroom.moveTo('2019-09-12T09:00');
  const said =
    'The sender’s address is not at example.org, from which this newsroom sends: news@other.example.org. Write one that ends with @example.org.';
  for (const path of ['/desk/', '/desk/plan', '/desk/rules']) expect(plainText(await newsroom.page(path))).toContain(said);
  expect(newsroom.mails.map(({ message }) => /^From: .*$/m.exec(Buffer.from(message).toString())?.[0])).toEqual([
    expect.stringContaining('<news@example.org>'),
  ]);
});

describe('a slip in the rules', () => {
  test.each([
    '/',
    '/posts',
    '/events',
    '/topics',
    '/calendar',
    '/feed.xml',
    '/feed.json',
    '/calendar.ics',
    '/sent',
    '/search',
    '/subscribe',
    '/privacy',
  ])('readers notice nothing of a slip in the rules: %s', async (path) => {
    const newsroom = await sampleNewsroom({ at: '2020-02-01T10:00' });
    await newsroom.moveTo('2020-02-01T10:00');
    const before = await newsroom.ask(path);
    newsroom.files.set('newsroom.yaml', new TextEncoder().encode(SLIP));
    const after = await newsroom.ask(path);
    expect(after.status).toBe(200);
    expect(await after.text()).toBe(await before.text());
  });

  test('the page to unsubscribe has the sender’s name while the rules have a slip', async () => {
    const newsroom = await withSlip();
    const token = newsroom.world.tokens.sign('unsubscribe', newsroom.anyone);
    expect(await newsroom.page(`/u/${token}`)).toContain('the Sample Improvement Collaborative');
  });

  test('a reader’s own page works while the rules have a slip', async () => {
    const newsroom = await withSlip();
    const token = newsroom.world.tokens.sign('preferences', newsroom.anyone, newsroom.time.now.add({ hours: 1 }));
    expect((await newsroom.ask(`/p/${token}`)).status).toBe(200);
  });

  test('the desk shows every publication and its preview while the rules have a slip, and says by which rules', async () => {
    const newsroom = await withSlip();
    const page = await newsroom.ask('/desk/publications/alert-what-we-learned');
    expect(page.status).toBe(200);
    expect(plainText(await page.text())).toContain('This goes by the rules as they were on Thursday 12 September 2019 at 8:02am.');
    expect((await newsroom.ask('/desk/publications/alert-what-we-learned/mail.html')).status).toBe(200);
  });

  test('the plan says first that the new rules are not in force, with file, line, remedy, and since when', async () => {
    const newsroom = await withSlip();
    const plan = plainText(await newsroom.page('/desk/plan'));
    expect(plan).toMatch(/The plan List Month Week Rehearse It is [^?]*? The new rules are not in force/);
    expect(plan).toContain('by the rules as they were on Thursday 12 September 2019 at 8:02am.');
    expect(plan).toContain(`newsroom.yaml line ${LINE}: “yes” is not understood here. Write one of: automatic, required.`);
    expect(plan).toContain('New post: What we learned');
  });

  test('the plan says which story has a problem too while the rules have a slip', async () => {
    const newsroom = await withSlip({ files: { 'posts/broken.md': POST.replace('author: Ama Bright\n', '') } });
    const plan = plainText(await newsroom.page('/desk/plan'));
    expect(plan).toContain('The new rules are not in force');
    expect(plan).toContain('posts/broken.md Line');
  });

  test('the plan is as before once the rules are right again', async () => {
    const newsroom = await withSlip();
    newsroom.files.set('newsroom.yaml', new TextEncoder().encode(RULES));
    expect(await newsroom.page('/desk/plan')).not.toContain('not in force');
  });

  test('a tick that finds good rules ends the old ones’ use in a process that has read both', async () => {
    const newsroom = await withSlip();
    await newsroom.page('/posts');
    newsroom.files.set(
      'newsroom.yaml',
      new TextEncoder().encode(RULES.replace('Sample Improvement Collaborative', 'Renamed Collaborative')),
    );
    expect(await newsroom.page('/posts')).toContain('Renamed Collaborative');
    newsroom.files.set('newsroom.yaml', new TextEncoder().encode(SLIP));
    expect(await newsroom.page('/posts')).toContain('Sample Improvement Collaborative');
  });

  test('a newsroom that never had good rules still says what is wrong', async () => {
    const newsroom = await sampleNewsroom({ files: { 'newsroom.yaml': SLIP } });
    expect((await newsroom.ask('/posts')).status).toBe(503);
    const plan = plainText(await newsroom.page('/desk/plan'));
    expect(plan).toContain('nothing new is planned until it is put right');
    expect(plan).toContain(`newsroom.yaml Line ${LINE}: “yes” is not understood here.`);
  });
});

describe('a slip in a story', () => {
  const BROKEN = POST.replace('author: Ama Bright', 'autor: Ama Bright').replace('What we learned', 'What we never said');

  test('a story that went out keeps its page as it was sent, in lists and feeds too, while its file has a slip', async () => {
    const newsroom = await sampleNewsroom();
    await newsroom.moveTo('2019-09-12T09:00');
    newsroom.files.set('posts/what-we-learned.md', new TextEncoder().encode(BROKEN));
    const page = await newsroom.ask('/posts/what-we-learned');
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('What we learned');
    for (const path of ['/posts', '/feed.xml', '/topics/medication', '/search?q=learned'])
      expect(await newsroom.page(path)).toContain('What we learned');
    expect(plainText(await newsroom.page('/desk/plan'))).toContain('its page shows it as it was then');
  });

  test('the text of a story with a slip is nowhere on the site, and the new text comes once it is right', async () => {
    const newsroom = await sampleNewsroom();
    await newsroom.moveTo('2019-09-12T09:00');
    newsroom.files.set('posts/what-we-learned.md', new TextEncoder().encode(BROKEN));
    expect(await newsroom.page('/posts/what-we-learned')).not.toContain('never said');
    newsroom.files.set('posts/what-we-learned.md', new TextEncoder().encode(BROKEN.replace('autor', 'author')));
    expect(await newsroom.page('/posts/what-we-learned')).toContain('What we never said');
  });

  test('a story that never went out has no page while its file has a slip', async () => {
    const newsroom = await sampleNewsroom();
    await newsroom.moveTo('2019-09-12T08:00');
    newsroom.files.set('posts/what-we-learned.md', new TextEncoder().encode(BROKEN));
    newsroom.time.now = newsroom.london('2019-09-12T10:00');
    expect((await newsroom.ask('/posts/what-we-learned')).status).toBe(404);
  });

  test('a file that is taken away takes its page away', async () => {
    const newsroom = await sampleNewsroom();
    await newsroom.moveTo('2019-09-12T09:00');
    newsroom.files.delete('posts/what-we-learned.md');
    expect((await newsroom.ask('/posts/what-we-learned')).status).toBe(404);
  });
});
