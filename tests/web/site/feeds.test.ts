import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wording } from '#core/story/wording';
import { EVENT, POST, SITE, sampleNewsroom } from '#tests/web/sample-newsroom';
import { childrenOf, type Element, readCalendar, readPage, readXml, textOf } from '#tests/web/site/read-feeds';

const FEED_PATHS = ['/feed.xml', '/feed.json', '/calendar.ics', '/events/spring.ics'];
const at = '2020-01-15T10:00';
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;

async function answers() {
  const newsroom = await sampleNewsroom({ at });
  return { newsroom, atom: readXml(await newsroom.page('/feed.xml')), json: JSON.parse(await newsroom.page('/feed.json')) };
}
const only = (element: Element, name: string) => {
  const [first, ...others] = childrenOf(element, name);
  if (!first || others.length > 0)
    throw new Error(`<${element.name}> has ${others.length + (first ? 1 : 0)} <${name}>, and must have one.`);
  return first;
};

describe('the Atom feed', () => {
  test('the Atom feed follows RFC 4287', async () => {
    const { newsroom, atom } = await answers();
    expect([atom.name, atom.attributes.xmlns]).toEqual(['feed', 'http://www.w3.org/2005/Atom']);
    const entries = childrenOf(atom, 'entry');
    expect(entries).toHaveLength(2);
    for (const element of [atom, ...entries]) {
      // RFC 4287, 4.1.1 and 4.1.2: exactly one each. An entry without an author has the feed's.
      expect(only(element, 'id').text).toMatch(/^https:\/\/news\.example\.org\//);
      expect(only(element, 'title').text).not.toBe('');
      expect(only(element, 'updated').text).toMatch(MOMENT);
      const links = childrenOf(element, 'link').map(({ attributes }) => attributes);
      expect(links.filter(({ rel }) => rel === 'alternate')).toHaveLength(1);
      for (const { href } of links) expect(URL.canParse(href ?? '')).toBe(true);
    }
    expect(textOf(only(atom, 'author'), 'name')).toBe('Sample Improvement Collaborative');
    expect(childrenOf(atom, 'link').find(({ attributes }) => attributes.rel === 'self')?.attributes.href).toBe(`${SITE}/feed.xml`);
    expect(new Set(entries.map((entry) => textOf(entry, 'id'))).size).toBe(entries.length);
    for (const entry of entries)
      expect([only(entry, 'content').attributes.type, textOf(entry, 'published')]).toEqual(['html', expect.stringMatching(MOMENT)]);
    const newest = entries.map((entry) => textOf(entry, 'updated') ?? '').toSorted();
    expect(textOf(atom, 'updated')).toBe(newest.at(-1));
    expect((await newsroom.ask('/feed.xml')).headers.get('Content-Type')).toBe('application/atom+xml; charset=utf-8');
  });

  test('the Atom feed has posts with authors and topics, and events with when and where', async () => {
    const { atom } = await answers();
    const [event, post] = childrenOf(atom, 'entry');
    if (!event || !post) throw new Error('The feed has two entries.');
    expect([textOf(post, 'id'), textOf(only(post, 'author'), 'name')]).toEqual([`${SITE}/posts/what-we-learned`, 'Ama Bright']);
    expect(only(post, 'category').attributes).toEqual({ term: 'medication', label: 'Medication' });
    expect(textOf(post, 'content')).toMatch('<strong>how others do it</strong>');
    expect(readPage(textOf(event, 'content') ?? '').texts).toMatch('Thursday 26 March 2020, 9:30am to 4:30pm, Bristol');
  });

  test('the Atom feed gives an event a new time and the same id when its facts change', async () => {
    const newsroom = await sampleNewsroom();
    await newsroom.moveTo('2020-01-14T10:05');
    const spring = async () =>
      childrenOf(readXml(await newsroom.page('/feed.xml')), 'entry').find((entry) => textOf(entry, 'title') === 'Spring session');
    const before = await spring();
    newsroom.files.set('events/spring.md', new TextEncoder().encode(EVENT.replace('venue: Bristol', 'venue: Bath')));
    await newsroom.moveTo('2020-01-20T10:00');
    const after = await spring();
    if (!before || !after) throw new Error('The event is in the feed.');
    expect([textOf(before, 'updated'), textOf(after, 'updated')]).toEqual(['2020-01-14T10:00:00Z', '2020-01-20T10:00:00Z']);
    expect(textOf(after, 'id')).toBe(textOf(before, 'id'));
  });
});

test('the JSON feed says the same as the Atom feed, by version 1.1', async () => {
  const { newsroom, atom, json } = await answers();
  expect(json).toMatchObject({
    version: 'https://jsonfeed.org/version/1.1',
    title: 'Sample Improvement Collaborative',
    home_page_url: `${SITE}/posts`,
    feed_url: `${SITE}/feed.json`,
  });
  const entries = childrenOf(atom, 'entry');
  expect(
    json.items.map(({ id, title, content_html, date_modified }: Record<string, string>) => [id, title, content_html, date_modified]),
  ).toEqual(entries.map((entry) => ['id', 'title', 'content', 'updated'].map((name) => textOf(entry, name))));
  expect(json.items[1]).toMatchObject({ authors: [{ name: 'Ama Bright' }], tags: ['Medication'], url: `${SITE}/posts/what-we-learned` });
  expect((await newsroom.ask('/feed.json')).headers.get('Content-Type')).toBe('application/feed+json; charset=utf-8');
});

test('the feeds have the newest 50 stories, and each page names both in its head', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 60 }, (_, i) => [`posts/post-${i}.md`, POST.replace('09:00', `10:${String(i).padStart(2, '0')}`)]),
  );
  const newsroom = await sampleNewsroom({ files, at: '2019-09-13T10:00' });
  const ids = childrenOf(readXml(await newsroom.page('/feed.xml')), 'entry').map((entry) => textOf(entry, 'id'));
  expect(ids).toEqual(Array.from({ length: 50 }, (_, i) => `${SITE}/posts/post-${59 - i}`));
  expect(JSON.parse(await newsroom.page('/feed.json')).items).toHaveLength(50);
  for (const path of ['/posts', '/posts/post-1', '/privacy'])
    expect((await newsroom.page(path)).match(/<link rel="alternate" type="application\/(atom\+xml|feed\+json)"/g)).toHaveLength(2);
});

describe('a conditional request', () => {
  test.each(FEED_PATHS)('a conditional request for %s gets 304 until the content changes', async (path) => {
    const newsroom = await sampleNewsroom({ at });
    const first = await newsroom.ask(path);
    const tag = first.headers.get('ETag') ?? '';
    expect(tag).toMatch(/^W\/"[0-9a-f]+"$/);
    const again = await newsroom.ask(path, { headers: { 'If-None-Match': tag } });
    expect([again.status, await again.text(), again.headers.get('ETag')]).toEqual([304, '', tag]);
    expect(again.headers.get('Cache-Control')).toMatch('max-age=120');
    newsroom.files.set('events/spring.md', new TextEncoder().encode(EVENT.replace('what works', 'what helps')));
    const changed = await newsroom.ask(path, { headers: { 'If-None-Match': tag } });
    expect([changed.status, changed.headers.get('ETag') === tag]).toEqual([200, false]);
  });

  test.each(['/feed.xml', '/feed.json'])(
    'a conditional request for %s by date gets 304 too, and an ETag wins over a date',
    async (path) => {
      const newsroom = await sampleNewsroom({ at });
      const date = (await newsroom.ask(path)).headers.get('Last-Modified') ?? '';
      expect(date).toBe('Tue, 14 Jan 2020 10:00:00 GMT');
      expect((await newsroom.ask(path, { headers: { 'If-Modified-Since': date } })).status).toBe(304);
      expect((await newsroom.ask(path, { headers: { 'If-Modified-Since': 'Mon, 13 Jan 2020 10:00:00 GMT' } })).status).toBe(200);
      expect((await newsroom.ask(path, { headers: { 'If-Modified-Since': date, 'If-None-Match': '"other"' } })).status).toBe(200);
    },
  );
});

test('the calendar is served inline, and its page links to it by every way of subscribing', async () => {
  const newsroom = await sampleNewsroom({ at });
  const { headers } = await newsroom.ask('/calendar.ics');
  expect([headers.get('Content-Type'), headers.get('Content-Disposition')]).toEqual(['text/calendar; charset=utf-8; method=PUBLISH', null]);
  expect(readCalendar(await newsroom.page('/calendar.ics')).events.map(({ starts }) => starts)).toEqual(['2020-03-26T09:30Z']);
  const html = await newsroom.page('/calendar');
  for (const phrase of ['href="webcal://news.example.org/calendar.ics"', 'calendar.google.com', 'outlook.office.com', 'Spring session'])
    expect(html).toMatch(phrase);
});

test('the sitemap has each public page, and robots.txt excludes personal ones', async () => {
  const newsroom = await sampleNewsroom({ at });
  const map = readXml(await newsroom.page('/sitemap.xml'));
  expect([map.name, map.attributes.xmlns]).toEqual(['urlset', 'http://www.sitemaps.org/schemas/sitemap/0.9']);
  const pages = childrenOf(map, 'url').map((url) => (textOf(url, 'loc') ?? '').slice(SITE.length));
  expect(pages).toEqual(
    expect.arrayContaining(['/posts', '/posts/what-we-learned', '/events/spring', '/topics/medication', '/accessibility']),
  );
  for (const path of pages) expect([path, (await newsroom.ask(path)).status]).toEqual([path, 200]);
  const robots = await newsroom.page('/robots.txt');
  for (const path of ['/u/', '/p/', '/c/']) expect(robots).toMatch(`Disallow: ${path}\n`);
  expect(robots).toMatch(`Sitemap: ${SITE}/sitemap.xml`);
});

test('any text of a story is unchanged in page, data, feeds and calendars', { timeout: 60_000 }, async () => {
  const odd = fc.constantFrom(
    ']]>',
    '</script>',
    '<!--',
    '"\'',
    '&amp;',
    'שלום',
    'é',
    'e\u0301',
    '👩🏽‍⚕️',
    '𝔘',
    '\\n',
    ';,',
    '{{x}}',
    '\u00a0',
    '漢字',
  );
  const part = fc.oneof(odd, fc.string({ unit: 'grapheme', maxLength: 12 }));
  const query = fc.array(part, { minLength: 1, maxLength: 6 }).map((parts) => `x${parts.join('')}x`);
  // Signs of Markdown and HTML leave their words when they are typed as they are, so each sign is typed as its code.
  const typed = (words: string) => words.replaceAll(/[^\p{L}\p{M}\p{N}\s]/gu, (sign) => `&#${sign.codePointAt(0)};`);
  const plain = wording({ sealed: false });
  // Characters that the editor's files may not hold are refused when they are read: other tests cover that.
  const text = query.filter(
    (each) =>
      each.length < 140 &&
      !/\p{Cc}|\p{Cs}|[\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/u.test(each) &&
      plain(typed(each)).faults.length === 0,
  );
  await fc.assert(
    fc.asyncProperty(text, text, async (title, summary) => {
      const retitled = (story: string) =>
        story
          .replace(/title: .*/, () => `title: ${JSON.stringify(typed(title))}`)
          .replace(/summary: .*/, () => `summary: ${JSON.stringify(typed(summary))}`);
      const spring = retitled(EVENT).replace('venue: Bristol', () => `venue: ${JSON.stringify(typed(summary))}`);
      const newsroom = await sampleNewsroom({ files: { 'posts/what-we-learned.md': retitled(POST), 'events/spring.md': spring }, at });
      for (const path of ['/posts/what-we-learned', '/events/spring']) {
        const { heading, data } = readPage(await newsroom.page(path));
        expect([path, heading, data]).toEqual([path, title, [expect.objectContaining({ description: summary })]]);
      }
      for (const entry of childrenOf(readXml(await newsroom.page('/feed.xml')), 'entry'))
        expect([textOf(entry, 'title'), textOf(entry, 'summary')]).toEqual([title, summary]);
      for (const item of JSON.parse(await newsroom.page('/feed.json')).items) expect([item.title, item.summary]).toEqual([title, summary]);
      for (const path of ['/calendar.ics', '/events/spring.ics']) {
        const [event] = readCalendar(await newsroom.page(path)).events;
        expect([path, event?.value('summary'), event?.value('location')]).toEqual([path, title, summary]);
        expect(event?.value('description').startsWith(summary)).toBe(true);
      }
    }),
    { numRuns: 60 },
  );
});
