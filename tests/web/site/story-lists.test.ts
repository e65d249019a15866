import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { durationText, RETENTION } from '#core/rules/retention';
import { EVENT, PIXEL, POST, RULES, sampleNewsroom } from '#tests/web/sample-newsroom';
import { readPage } from '#tests/web/site/read-feeds';

const at = '2020-01-15T10:00';

/** Posts of one day, a minute apart, and events of one month, a day apart. */
function many(posts: number, events: number): Record<string, string> {
  const two = (number: number) => String(number).padStart(2, '0');
  const written = Array.from({ length: posts }, (_, i) => [
    `posts/post-${i}.md`,
    POST.replace('What we learned', `Post ${i}`).replace('T09:00', `T1${Math.floor(i / 60)}:${two(i % 60)}`),
  ]);
  const eventFiles = Array.from({ length: events }, (_, i) => [
    `events/event-${i}.md`,
    EVENT.replaceAll('2020-03-26', `2019-10-${two(1 + i)}`).replace('2020-01-14T10:00', '2019-09-01T09:00'),
  ]);
  return Object.fromEntries([...written, ...eventFiles]);
}
const storiesIn = (html: string) =>
  [...html.matchAll(/<h[23] class="nhsuk-heading-s"><a href="\/(?:posts|events)\/([^"]+)"/g)].map(([, name]) => name);

describe('the story list', () => {
  test('the story list has pages of 20 posts, with the coming events on the first alone', async () => {
    const newsroom = await sampleNewsroom({ files: many(45, 0), at });
    const pages = await Promise.all(['/posts', '/posts?page=2', '/posts?page=3'].map((path) => newsroom.page(path)));
    expect(pages.map((html) => storiesIn(html).length)).toEqual([21, 20, 6]);
    expect(pages.map((html) => html.includes('Coming events'))).toEqual([true, false, false]);
    expect(new Set(pages.flatMap(storiesIn)).size).toBe(47);
    expect(pages[1]).toMatch('Page 2 of 3');
    expect(pages[1]).toMatch('<a href="/posts" rel="prev">');
    expect(pages[1]).toMatch(/<a href="\/posts\?page(=|&#x3D;)3" rel="next">/);
    expect(pages[2]).not.toMatch('rel="next"');
    expect(pages[1]).toMatch('<title>Posts and events (page 2)');
  });

  test('the story list leads with the picture of the newest post, which stands in it once', async () => {
    const pictured = POST.replace('summary:', 'image: { src: a.png, alt: A group }\nsummary:').replace('2019-09-12', '2020-01-10');
    const newsroom = await sampleNewsroom({ files: { ...many(45, 0), 'posts/newest.md': pictured, 'images/a.png': PIXEL }, at });
    const [first, second] = [await newsroom.page('/posts'), await newsroom.page('/posts?page=2')];
    expect(first).toMatch(/<img class="lead__image" src="\/images\/a.png" alt=""[\s\S]*<a href="\/posts\/newest">/);
    expect(first.match(/href="\/posts\/newest"/g)).toHaveLength(1);
    expect(first).toMatch('Earlier posts');
    expect(second).not.toMatch('lead__image');
  });

  test('an event in a list has its date as a block, crossed out when it does not take place', async () => {
    const dateOf = async (event: string) => {
      const newsroom = await sampleNewsroom({ files: { 'events/spring.md': event }, at });
      return /<p class="date-block[\s\S]*?<\/p>/.exec(await newsroom.page('/events'))?.[0];
    };
    const block = 'aria-hidden="true"><span>Thursday</span><strong>26</strong><span>March</span><span>2020</span></p>';
    expect(await dateOf(EVENT)).toBe(`<p class="date-block" ${block}`);
    const cancelled = EVENT.replace('venue:', 'status: cancelled\nvenue:');
    expect(await dateOf(cancelled)).toBe(`<p class="date-block date-block--off" ${block}`);
  });

  test('the list of events has coming events first, then the latest', async () => {
    const newsroom = await sampleNewsroom({ files: many(0, 25), at });
    expect(storiesIn(await newsroom.page('/events')).slice(0, 3)).toEqual(['spring', 'event-24', 'event-23']);
    expect(storiesIn(await newsroom.page('/events?page=2'))).toHaveLength(6);
    expect(await newsroom.page('/posts')).toMatch('href="/events"');
  });

  test.each(['0', '-1', '4', '1.5', 'x', '', '1e1', '9999999999', '<b>'])('the lists of the site have no page "%s"', async (page) => {
    const newsroom = await sampleNewsroom({ files: many(45, 0), at });
    for (const path of ['/posts', '/events', '/topics/medication', '/sent', '/search'])
      expect([path, (await newsroom.ask(`${path}?page=${encodeURIComponent(page)}`)).status]).toEqual([path, 404]);
  });
});

describe('topics', () => {
  test('the topics page has the topics of the rules, each with its stories', async () => {
    const newsroom = await sampleNewsroom({ at });
    const html = await newsroom.page('/topics');
    expect(html).toMatch('<a href="/topics/medication">Medication</a> <span class="quiet">1 post or event</span>');
    expect(html).toMatch('<a href="/topics/leadership">Leadership</a> <span class="quiet">nothing yet</span>');
    expect(storiesIn(await newsroom.page('/topics/medication'))).toEqual(['what-we-learned']);
    expect(await newsroom.page('/topics/leadership')).toMatch('There is nothing about this topic yet');
    expect((await newsroom.ask('/topics/cooking')).status).toBe(404);
  });
});

describe('search', () => {
  test('the search page shows what has all the words, and says how many', async () => {
    const newsroom = await sampleNewsroom({ files: many(25, 0), at });
    const html = await newsroom.page('/search?q=SURPRISED+others');
    expect(html).toMatch('26 results for “<bdi>SURPRISED others</bdi>”');
    expect(storiesIn(html)).toHaveLength(20);
    expect(html).toMatch(/href="\/search\?q(=|&#x3D;)SURPRISED%20others&amp;page(=|&#x3D;)2"/);
    expect(storiesIn(await newsroom.page('/search?q=SURPRISED+others&page=2'))).toHaveLength(6);
    expect(storiesIn(await newsroom.page('/search?q=spring'))).toEqual(['spring']);
  });

  test('the search page does not find what is not yet published', async () => {
    const newsroom = await sampleNewsroom({ at: '2019-09-12T08:59' });
    expect(storiesIn(await newsroom.page('/search?q=learned'))).toEqual([]);
  });

  test('the search page says what to do without a query, and without a result', async () => {
    const newsroom = await sampleNewsroom({ at });
    expect(await newsroom.page('/search')).toMatch('We look in titles, texts, topics and names of authors');
    const none = await newsroom.page('/search?q=zebra');
    expect(none).toMatch('Nothing found for “<bdi>zebra</bdi>”');
    expect(none).toMatch('check the spelling');
    for (const html of [await newsroom.page('/search'), none]) expect(html).toMatch('href="/topics/medication"');
    expect(none).toMatch('<meta name="robots" content="noindex, nofollow">');
  });

  test('the search page shows any query as it was typed, cut at 200 characters', async () => {
    const newsroom = await sampleNewsroom({ at });
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 300 }), async (query) => {
        const shown = [...query.replace(/\s+/gu, ' ').trim()].slice(0, 200).join('');
        const answer = await newsroom.ask(`/search?q=${encodeURIComponent(query)}`);
        expect(answer.status).toBe(200);
        expect(readPage(await answer.text()).texts).toMatch(shown === '' ? 'We look in titles' : `“${shown}”`);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the pages about the site', () => {
  const HOST = 'host:\n  name: Example NHS Trust\n  postal_address: 2 Host Road, Exeter\n  data_protection: dpo@example.org\n';

  test('the privacy page names whom to write to, how long details are kept, and whom to complain to', async () => {
    const newsroom = await sampleNewsroom({ files: { 'newsroom.yaml': RULES + HOST } });
    const html = await newsroom.page('/privacy');
    const times = Object.values(RETENTION).map((time) => `${durationText(time)}`);
    for (const phrase of ['Example NHS Trust', '2 Host Road', 'dpo@example.org', 'team@example.org', 'ico.org.uk', ...times])
      expect([phrase, html.includes(phrase)]).toEqual([phrase, true]);
  });

  test('the privacy and accessibility pages are complete without a host in the rules', async () => {
    const newsroom = await sampleNewsroom();
    for (const path of ['/privacy', '/accessibility']) expect(await newsroom.page(path)).not.toMatch(/hosted|data protection officer/);
  });

  test('the accessibility page has the parts that the regulations ask for', async () => {
    const newsroom = await sampleNewsroom({ files: { 'newsroom.yaml': RULES + HOST } });
    const html = await newsroom.page('/accessibility');
    for (const phrase of [
      'Accessibility statement for news<wbr>.example<wbr>.org',
      'hosted by Example NHS Trust',
      '(No. 2) Accessibility Regulations 2018',
      'partially compliant',
      'version 2.2',
      'Equality and Human Rights Commission',
      'equalityadvisoryservice.com',
      'team@example.org',
      /This statement was prepared on \d+ \w+ \d{4}/,
    ])
      expect(html).toMatch(phrase);
  });

  test('the pages about the site and the feeds are one link away from each page, and the menu leads to all parts', async () => {
    const newsroom = await sampleNewsroom({ at });
    const html = await newsroom.page('/posts/what-we-learned');
    for (const path of [
      '/posts',
      '/topics',
      '/calendar',
      '/sent',
      '/search',
      '/subscribe',
      '/accessibility',
      '/privacy',
      '/feed.xml',
      '/feed.json',
    ])
      expect(html).toMatch(`href="${path}"`);
  });
});

test('an image on a page has its alt text and its caption', async () => {
  const image = 'image:\n  src: cycle.png\n  alt: A <> circle\n  caption: Plan & do\n';
  const pixel = Uint8Array.from(atob('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'), (character) => character.charCodeAt(0));
  const files = { 'posts/what-we-learned.md': POST.replace('summary:', `${image}summary:`), 'images/cycle.png': pixel };
  const html = await (await sampleNewsroom({ files, at })).page('/posts/what-we-learned');
  expect(html).toMatch('alt="A &lt;&gt; circle"');
  expect(html).toMatch('<figcaption class="quiet">Plan &amp; do</figcaption>');
});
