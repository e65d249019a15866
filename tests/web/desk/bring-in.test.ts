import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { openOutside } from '#adapters/links/outside';
import { watchFeed } from '#flow/feed/watch-feed';
import { exported, JSON_FEED, rss, rssItem, WORDPRESS_JSON } from '#tests/core/feed/feeds';
import { plainText } from '#tests/web/desk/page-text';
import { phonePhotograph } from '#tests/web/desk/photograph';
import { OURS } from '#tests/web/desk/press';
import { SITE, sampleNewsroom } from '#tests/web/sample-newsroom';
import { desk } from '#web/desk/desk';

const TWO = rss(
  rssItem({ html: '<p>We talked.</p><form></form>' }),
  rssItem({ guid: 'https://site.example/?p=13', title: 'Second: "half" # way' }),
);

/** What breaks off on purpose is not shown as an error of the tests. */
const breaks = () => void vi.spyOn(console, 'error').mockReturnValue();
afterEach(() => void vi.restoreAllMocks());

/** A person at the desk, who has chosen this file. */
async function withFile(text: string) {
  const newsroom = await sampleNewsroom();
  const { world, page, uploads, ask } = newsroom;
  const html = await page('/desk/stories/bring-in');
  const back = /name="success_action_redirect" value="([^"]+)"/.exec(html)?.[1]?.replaceAll('&#x3D;', '=') ?? '';
  uploads.set(/name="key" value="(\w+)"/.exec(html)?.[1] ?? '', new TextEncoder().encode(text));
  const url = new URL(back).pathname;
  const ids = async () => [...(await page(url)).matchAll(/name="item" type="checkbox" value="(\w+)"/g)].map(([, id = '']) => id);
  const bring = async (items: readonly string[], fields: Record<string, string> = {}) => {
    const body = new URLSearchParams([...items.map((id) => ['item', id]), ...Object.entries(fields)]);
    const answer = await ask(url, { method: 'POST', headers: OURS, body });
    return { status: answer.status, to: answer.headers.get('Location') ?? '', html: await answer.text() };
  };
  const drafts = async () => (await world.drafts.all()).map(({ title, state, version }) => ({ title, state, version }));
  return { newsroom, world, page, url, ids, bring, drafts };
}

test('a file of another website is shown first, with what would be lost, and nothing comes in by that', async () => {
  const { page, url, drafts } = await withFile(TWO);
  const text = plainText(await page(url));
  expect(text).toContain('We found 2 stories.');
  expect(text).toContain('Thursday 5 September 2019, by Sam Example');
  expect(text).toContain('Not taken over: 1 form');
  expect(text).toContain('It has 1 picture.');
  expect(await drafts()).toEqual([]);
});

test('what is ticked becomes drafts with its words, and nothing of it goes out', async () => {
  const { newsroom, world, page, ids, bring, drafts } = await withFile(TWO);
  const [first = '', second = ''] = await ids();
  const { status, to } = await bring([first, second]);
  expect(status).toBe(303);
  expect(plainText(await page(to))).toContain('2 stories are in your drafts. Nothing goes out before you publish.');
  expect((await drafts()).map(({ title }) => title).sort()).toEqual(['Second: "half" # way', 'Talking first']);
  const form = await page(`/desk/stories/${(await world.drafts.all()).find(({ title }) => title.startsWith('Second'))?.draft}`);
  expect(form).toContain('value="Second: &quot;half&quot; # way"');
  expect(form).toContain('We **talked** first.');
  await newsroom.moveTo('2019-09-12T09:00');
  await newsroom.moveTo('2019-09-20T09:00');
  const out = [...newsroom.mails.map(({ message }) => new TextDecoder().decode(message)), ...newsroom.posts.map(({ text }) => text)];
  expect(out.filter((text) => /Talking first|Second:/.test(text))).toEqual([]);
  expect(out.length).toBeGreaterThan(0);
});

describe('no story comes in twice', () => {
  test('brought in again, from two windows, or by another feed of the site, it stays the same draft with what was written in it', async () => {
    const { newsroom, world, page, url, ids, bring, drafts } = await withFile(rss(rssItem()));
    const [first = ''] = await ids();
    await Promise.all([bring([first]), bring([first])]);
    const [{ draft = '' } = {}] = await world.drafts.all();
    const version = /name="version" value="(\d+)"/.exec(await page(`/desk/stories/${draft}`))?.[1] ?? '';
    const body = new URLSearchParams({ version, title: 'My title', body: 'My words' });
    await newsroom.ask(`/desk/stories/${draft}`, { method: 'POST', headers: OURS, body });
    await bring([first]);
    expect(await drafts()).toEqual([{ title: 'My title', state: 'open', version: 2 }]);
    expect(await ids()).toEqual([]);
    const text = plainText(await page(url));
    expect(text.slice(text.indexOf('Here already'))).toContain('My title In your drafts');
    // The same story by WordPress's own export.
    newsroom.uploads.set(url.slice(url.lastIndexOf('/') + 1), new TextEncoder().encode(rss(exported())));
    expect(await bring([first])).toMatchObject({ status: 303 });
    expect(await drafts()).toEqual([{ title: 'My title', state: 'open', version: 2 }]);
  });

  test('broken off at any write, and pressed again, each is there once', async () => {
    breaks();
    for (let fails = 1; fails <= 2; fails += 1)
      for (const isWritten of [false, true]) {
        const { world, ids, bring, drafts } = await withFile(TWO);
        const items = await ids();
        const { save } = world.drafts;
        let calls = 0;
        world.drafts.save = async (version) => {
          calls += 1;
          if (calls !== fails) return save(version);
          if (isWritten) await save(version);
          throw new Error('The connection broke.');
        };
        expect((await bring(items)).status).toBe(500);
        expect(await bring(items)).toMatchObject({ status: 303 });
        expect((await drafts()).map(({ version }) => version)).toEqual([1, 1]);
      }
  });

  test('a story that was deleted here, and one with the title and day of one of ours, do not come in', async () => {
    const { newsroom, world, page, url, ids, bring } = await withFile(TWO);
    const [first = ''] = await ids();
    await bring([first]);
    await newsroom.ask(`/desk/stories/${first}/delete`, { method: 'POST', headers: OURS });
    expect(await ids()).toHaveLength(1);
    expect(plainText(await page(url))).toContain('It came in, and was deleted');
    await bring([first]);
    expect((await world.drafts.newest(first as never))?.state).toBe('deleted');
    newsroom.files.set(
      'posts/talk.md',
      new TextEncoder().encode('---\ntitle: Talking first\nauthor: Sam\npublished: 2019-09-05T12:00\n---\n\nWords\n'),
    );
    expect(await ids()).toEqual([]);
    expect(plainText(await page(url))).toContain('Here as posts/talk.md, with this title and day');
  });
});

describe('into the archive', () => {
  const OLD = [
    rssItem({ guid: 'a', title: 'Long ago', html: '<p>We talked.</p>', date: 'Thu, 03 Sep 2015 08:00:00 +0000' }),
    // Newer than what counts as backdated: only the line in its file keeps it from going out.
    rssItem({ guid: 'b', title: 'Yesterday', html: '<p>We listened.</p>', date: 'Wed, 11 Sep 2019 08:00:00 +0000' }),
    rssItem({ guid: 'c', title: 'Without a day', html: '<p>We wrote.</p>', date: 'some day' }),
  ];
  const files = (newsroom: { files: Map<string, Uint8Array> }) =>
    [...newsroom.files.keys()].filter((file) => /-(?:long-ago|yesterday|without-a-day)/.test(file));

  /** A newsroom that is open, with a digest, and a person who puts this file into the archive. */
  async function archived(text: string) {
    const opened = await withFile(text);
    await opened.newsroom.moveTo('2019-09-12T08:10');
    const archive = async (items: readonly string[]) => {
      const body = new URLSearchParams(items.map((id) => ['item', id]));
      const answer = await opened.newsroom.ask(`${opened.url}/archive`, { method: 'POST', headers: OURS, body });
      const to = answer.headers.get('Location');
      return { status: answer.status, text: plainText(to === null ? await answer.text() : await opened.page(to)) };
    };
    return { ...opened, archive };
  }

  test('a story has its page with its old date at once, and no email, post or digest has it, now or later', async () => {
    const { newsroom, page, ids, archive } = await archived(rss(...OLD));
    const { text } = await archive(await ids());
    expect(text).toContain('2 stories are in the archive: on the website, and nothing of it is sent or posted.');
    expect(text).toContain('“Without a day” is not in the archive yet. "published"');
    expect(files(newsroom).sort()).toEqual(['posts/2015-09-03-long-ago.md', 'posts/2019-09-11-yesterday.md']);
    expect(new TextDecoder().decode(newsroom.files.get('posts/2015-09-03-long-ago.md'))).toBe(
      '---\ntitle: Long ago\nauthor: Sam Example\npublished: 2015-09-03T09:00\ntopics: [medication]\narchive: true\n---\n\nWe talked.\n',
    );
    for (const time of ['2019-09-12T08:30', '2019-09-12T09:00', '2019-09-19T08:30', '2019-10-10T08:30']) await newsroom.moveTo(time);
    expect(plainText(await page('/posts/2015-09-03-long-ago'))).toContain('We talked.');
    expect(plainText(await page('/posts/2019-09-11-yesterday'))).toContain('We listened.');
    const out = [...newsroom.mails.map(({ message }) => new TextDecoder().decode(message)), ...newsroom.posts.map((post) => post.text)];
    expect(out.length).toBeGreaterThan(0);
    expect(out.filter((one) => /Long ago|Yesterday|Without a day/.test(one))).toEqual([]);
    const ids_ = (await newsroom.world.publications.all()).filter(({ stories }) => stories.some((one) => /long-ago|yesterday/.test(one)));
    expect(ids_).toEqual([]);
    const edit = await newsroom.ask('/desk/stories/edit', {
      method: 'POST',
      headers: OURS,
      body: new URLSearchParams({ file: 'posts/2019-09-11-yesterday.md' }),
    });
    expect(plainText(await page(`${edit.headers.get('Location')}/check`))).toContain(
      'Nothing goes out of it, because it is in the archive.',
    );
    for (const path of ['/desk/plan?days=year', '/desk/']) expect(plainText(await page(path))).not.toMatch(/Long ago|Yesterday|long-ago/);
    const { entries } = await newsroom.world.audit.page(undefined, 5);
    expect(entries[0]).toMatchObject({ did: 'archived-stories', why: '3 stories of The site' });
  });

  test('what could not go into the archive stays a draft, and goes there by the next press, once it is put right', async () => {
    const { newsroom, world, page, url, ids, archive } = await archived(rss(OLD[2] ?? ''));
    const [id = ''] = await ids();
    await archive([id]);
    expect(files(newsroom)).toEqual([]);
    expect(plainText(await page(url))).toContain('1 story came in for the archive and could not be put there yet.');
    const fields = { 'published-day': '1', 'published-month': '2', 'published-year': '2012', 'published-time': '9am' };
    const version = String((await world.drafts.newest(id as never))?.version);
    await newsroom.ask(`/desk/stories/${id}`, { method: 'POST', headers: OURS, body: new URLSearchParams({ version, ...fields }) });
    expect((await archive([])).text).toContain('1 story is in the archive');
    expect(files(newsroom)).toEqual(['posts/2012-02-01-without-a-day.md']);
  });

  test('broken off at any write, and pressed again, each story has one file, and the plan has nothing of it', async () => {
    breaks();
    // The first version of two drafts; and for each its file's name, its file, and that it is published.
    for (let nth = 1; nth <= 8; nth += 1)
      for (const isWritten of [false, true]) {
        const { newsroom, world, ids, archive } = await archived(rss(...OLD.slice(0, 2)));
        const items = await ids();
        const { drafts, content } = world;
        const [saveDraft, saveFile] = [drafts.save, content.save];
        let calls = 0;
        const broken = async <T>(work: () => Promise<T>): Promise<T> => {
          calls += 1;
          if (calls !== nth) return work();
          if (isWritten) await work();
          throw new Error('The connection broke.');
        };
        drafts.save = (version) => broken(() => saveDraft(version));
        content.save = (...given) => broken(() => saveFile(...given));
        const { status } = await archive(items);
        expect([nth, status]).toEqual([nth, 500]);
        await archive(items);
        await Promise.all([archive(items), archive(items)]);
        expect(files(newsroom).sort()).toEqual(['posts/2015-09-03-long-ago.md', 'posts/2019-09-11-yesterday.md']);
        expect((await drafts.all()).map(({ state }) => state)).toEqual(['published', 'published']);
      }
  });
});

test.each([
  ['no file', undefined, 'The file is not here, or no more'],
  ['an entity bomb', '<!DOCTYPE a [<!ENTITY b "c">]><rss></rss>', 'declares a document type'],
  ['a page', '<html></html>', 'This is a page of a website, and no feed.'],
])('%s is answered with one sentence, and no draft is made', async (_, text, sentence) => {
  const { newsroom, page, url, drafts } = await withFile(text ?? '');
  if (text === undefined) newsroom.uploads.clear();
  expect(plainText(await page(url))).toContain(sentence);
  expect((await newsroom.ask(url, { method: 'POST', headers: OURS, body: new URLSearchParams({ item: 'a' }) })).status).toBe(422);
  expect(await drafts()).toEqual([]);
});

test('nothing ticked is answered with one sentence, and so is a story that no draft can hold', async () => {
  const { page, ids, bring, drafts } = await withFile(rss(rssItem({ html: `<p>${'語 '.repeat(140_000)}</p>` })));
  expect(plainText((await bring([])).html)).toContain('Tick the stories that should come in.');
  expect((await bring(['0000000000000000'])).status).toBe(422);
  expect(plainText(await page((await bring(await ids())).to))).toContain('1 story is too long to be a story here, and did not come in.');
  expect(await drafts()).toEqual([]);
});

test('a file of a thousand stories shows the newest two hundred, and the next ones when those are in', async () => {
  const items = Array.from({ length: 450 }, (_, i) =>
    rssItem({ guid: String(i), title: `Story ${i}`, html: '<p>Words</p>', date: new Date(1e12 + i * 864e5).toUTCString() }),
  );
  const { page, url, ids, bring } = await withFile(rss(...items));
  const before = await page(url);
  expect(plainText(before)).toContain('250 older stories are shown when these are in.');
  const shown = await ids();
  expect(shown).toHaveLength(200);
  expect(before).toContain('>Story 449<');
  await bring(shown);
  expect(await page(url)).toContain('>Story 249<');
});

describe('by the address of a website', () => {
  let pages: Record<string, string | Uint8Array> = {};
  const asked: string[] = [];
  const site = createServer((request, response) => {
    asked.push(request.url ?? '');
    const page = pages[(request.url ?? '').replace(/\?.*$/, '')];
    response.writeHead(page === undefined ? 404 : 200, { 'Content-Type': 'text/html' }).end(page);
  });
  beforeAll(() => new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve)));
  afterAll(() => void site.close());

  /** What she sees when she gives this address. */
  async function given(address: string, itsPages: Record<string, string | Uint8Array>) {
    pages = itsPages;
    asked.length = 0;
    const newsroom = await sampleNewsroom();
    const { port } = site.address() as AddressInfo;
    const outside = openOutside({ addressesOf: async () => ['93.184.216.34'], through: () => ({ address: '127.0.0.1', port }) });
    const app = desk(newsroom.world, 'none', { outside });
    const now = { event: { requestContext: { timeEpoch: newsroom.time.now.epochMilliseconds } } };
    const ask = async (path: string, init: RequestInit = {}) => app.request(`${SITE}${path}`, init, now);
    const answer = await ask('/desk/stories/bring-in', { method: 'POST', headers: OURS, body: new URLSearchParams({ address }) });
    const to = answer.headers.get('Location');
    const text = plainText(await (to === null ? answer : await ask(to)).text());
    const page = to?.replace(/\?.*$/, '') ?? '';
    const ids = [...(await (await ask(to ?? '/desk/stories')).text()).matchAll(/name="item" type="checkbox" value="(\w+)"/g)];
    const press = async (items: readonly string[], path = page, fields: Record<string, string> = {}) => {
      const body = new URLSearchParams([...items.map((id) => ['item', id]), ...Object.entries(fields)]);
      const pressed = await ask(path, { method: 'POST', headers: OURS, body });
      const next = pressed.headers.get('Location');
      return { status: pressed.status, text: plainText(await (next === null ? pressed : await ask(next)).text()) };
    };
    return { newsroom, status: answer.status, to: page, text, ids: ids.map(([, id = '']) => id), press };
  }
  const head = (...links: string[]) => `<!doctype html><html><head>${links.join('')}</head><body>Hello</body></html>`;
  const FEED = '<link rel="alternate" type="application/rss+xml" title="Feed" href="/feed/">';
  const COMMENTS = '<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed/">';
  const API = '<link rel="https://api.w.org/" href="http://www.site.example.com/wp-json/">';

  test('the feed is found by the page of the site, and WordPress is asked for more than its feed has', async () => {
    const wordpress = await given('http://www.site.example.com', {
      '/': head(COMMENTS, FEED, API),
      '/wp-json/wp/v2/posts': WORDPRESS_JSON,
    });
    expect(wordpress.status).toBe(303);
    expect(wordpress.text).toContain('We found 1 story.');
    expect(asked[1]).toContain('/wp-json/wp/v2/posts?per_page=50&_embed=author');
    const feed = await given('http://www.site.example.com', { '/': head(COMMENTS, FEED, API), '/feed/': TWO });
    expect(feed.text).toContain('We found 2 stories.');
    expect(asked.map((path) => path.replace(/\?.*$/, ''))).toEqual(['/', '/wp-json/wp/v2/posts', '/feed/']);
    expect((await given('http://www.site.example.com/feed.json', { '/feed.json': JSON_FEED })).text).toContain('We found 1 story.');
    expect(await feed.newsroom.world.drafts.all()).toEqual([]);
  });

  test.each<[string, string, Record<string, string>, string]>([
    ['a page without a feed', 'http://www.site.example.com', { '/': head() }, 'The page names no feed.'],
    [
      'a page whose feed is gone',
      'http://www.site.example.com',
      { '/': head(FEED) },
      'The website has nothing at this address (error 404).',
    ],
    [
      'a page whose feed is a trap',
      'http://www.site.example.com',
      { '/': head(FEED.replace('/feed/', 'http://169.254.169.254/')) },
      '169.254.169.254 is not asked',
    ],
    ['an address inside a network', 'http://10.0.0.1/feed', {}, '10.0.0.1 is not asked'],
    ['a word', 'our website', {}, 'The address is none of a website.'],
    ['nothing', ' ', {}, 'Write the address of the website'],
  ])('%s is answered with one sentence beside what she typed, and nothing is kept', async (_, address, itsPages, sentence) => {
    const { newsroom, status, text } = await given(address, itsPages);
    expect(status).toBe(422);
    expect(text).toContain(sentence);
    expect(newsroom.uploads.size).toBe(0);
  });

  test('a website is looked at every day from a press on, and until one; Home tells what came in', async () => {
    const { newsroom, to, text, press } = await given('http://www.site.example.com/feed', { '/feed': TWO });
    const { world, page } = newsroom;
    expect(text).toContain('Look every day at this website');
    expect((await press([], `${to}/watch`, { address: 'not an address' })).status).toBe(422);
    expect(await world.feedWatch.read()).toBeUndefined();
    const begun = await press([], `${to}/watch`, { address: 'http://www.site.example.com/feed' });
    expect(begun.text).toContain('We look at http://www.site.example.com/feed once a day.');
    // What a person has seen and not ticked does not come in by itself.
    expect((await world.feedWatch.read())?.seen).toHaveLength(2);
    const outside = async (at: string) => ({
      bytes: new TextEncoder().encode(rss(rssItem({ guid: 'new', title: 'New today', html: '<p>Words</p>' }))),
      type: '',
      at,
    });
    await watchFeed(world, { fetch: outside }, newsroom.london('2019-09-13T09:00'));
    expect(plainText(await page('/desk/'))).toMatch(
      /1 story came in from the website They are drafts: nothing of them goes out before you publish\. New today/,
    );
    const down = async () => ({ fault: 'The website answers with an error (503).' });
    for (const time of ['2019-09-14T10:00', '2019-09-15T10:00']) await watchFeed(world, { fetch: down }, newsroom.london(time));
    expect(plainText(await page('/desk/'))).not.toContain('The website cannot be read');
    newsroom.time.now = newsroom.london('2019-09-15T10:00');
    expect(plainText(await page('/desk/'))).toContain(
      'We could read http://www.site.example.com/feed last on Friday 13 September 2019 at 9am, so its new stories do not come in. The website answers with an error (503).',
    );
    expect(plainText(await page('/desk/stories/bring-in'))).not.toContain('Looked at every day');
    expect((await press([], '/desk/stories/bring-in/every-day/stop')).text).toContain('We do not look at the website any more.');
    expect((await world.feedWatch.read())?.address).toBe('');
    const [{ draft = '' } = {}] = await world.drafts.all();
    await newsroom.ask(`/desk/stories/${draft}`, {
      method: 'POST',
      headers: OURS,
      body: new URLSearchParams({ version: '1', title: 'Looked over' }),
    });
    expect(plainText(await page('/desk/'))).not.toContain('came in from the website');
  });

  test('a desk that asks no other site has no field for one, and a form without it is answered with a sentence', async () => {
    const { page, ask } = await sampleNewsroom();
    expect(await page('/desk/stories/bring-in')).not.toContain('name="address"');
    const answer = await ask('/desk/stories/bring-in', {
      method: 'POST',
      headers: OURS,
      body: new URLSearchParams({ address: 'https://a.example' }),
    });
    expect([answer.status, plainText(await answer.text())]).toEqual([422, expect.stringContaining('This desk asks no other website.')]);
  });

  describe('pictures', () => {
    const STORY = rss(
      rssItem({
        html: `<p>Words</p><img src="http://www.site.example.com/ward.jpg" alt="A ward by night"><img src="http://www.site.example.com/gone.jpg" alt="A chart">
<img src="http://169.254.169.254/latest/meta-data/" alt="A trap"><img src="http://www.site.example.com/page.jpg" alt="A page">`,
      }),
    );
    const files = (newsroom: { files: Map<string, Uint8Array> }) => [...newsroom.files.keys()].filter((file) => file.startsWith('images/'));
    const textOf = async ({ world }: Awaited<ReturnType<typeof given>>['newsroom'], id = '') =>
      (await world.drafts.newest(id as never))?.text ?? '';

    test('a picture comes in small, without the place where it was taken, with its alt text; one that cannot come is named, and the story stays a draft', async () => {
      const site = { '/feed': STORY, '/ward.jpg': await phonePhotograph(), '/page.jpg': '<html></html>' };
      const { newsroom, ids, press } = await given('http://www.site.example.com/feed', site);
      const { status, text } = await press(ids);
      expect(status).toBe(422);
      expect(text).toContain('1 story is in your drafts. Nothing goes out before you publish. 1 picture is in.');
      expect(text).toContain(
        'A picture of “Talking first” is not in: http://www.site.example.com/gone.jpg. The website has nothing at this address',
      );
      expect(text).toContain('http://169.254.169.254/latest/meta-data/. 169.254.169.254 is not asked');
      expect(text).toContain('http://www.site.example.com/page.jpg. The picture');
      expect(text).toContain('3 pictures are still on the other site');
      const [file = ''] = files(newsroom);
      const { exif, width } = await sharp(newsroom.files.get(file)).metadata();
      expect([exif, width, newsroom.files.get(file)?.length ?? 1e9]).toEqual([
        undefined,
        1200,
        expect.toSatisfy((size: number) => size <= 200_000),
      ]);
      const draft = await textOf(newsroom, ids[0]);
      expect(draft).toContain(`![A ward by night](${file.slice('images/'.length)})`);
      expect(draft).toContain('![A chart](http://www.site.example.com/gone.jpg)');
      const check = await newsroom.page(`/desk/stories/${ids[0]}/check`);
      expect(plainText(check)).toContain('is on another site');
      expect(check).not.toContain('>Publish<');
    });

    test('fetched again, what is here is not asked for, and what has come meanwhile is in', async () => {
      const itsPages: Record<string, string | Uint8Array> = { '/feed': STORY, '/ward.jpg': await phonePhotograph() };
      const { newsroom, ids, press, to } = await given('http://www.site.example.com/feed', itsPages);
      await press(ids);
      itsPages['/gone.jpg'] = await phonePhotograph(400, 300);
      asked.length = 0;
      expect((await press([], `${to}/pictures`)).text).toContain('1 picture is in.');
      expect(asked).toEqual(['/gone.jpg', '/page.jpg']);
      expect(files(newsroom)).toHaveLength(2);
    });

    test('broken off at any write, and fetched again, each picture is there once and the words are whole', async () => {
      breaks();
      for (const port of ['addImage', 'save'] as const)
        for (const isWritten of [false, true]) {
          const { newsroom, ids, press, to } = await given('http://www.site.example.com/feed', {
            '/feed': STORY,
            '/ward.jpg': await phonePhotograph(400, 300),
          });
          const { content, drafts } = newsroom.world;
          const [add, save] = [content.addImage, drafts.save];
          let calls = 0;
          const broken = async (work: () => Promise<unknown>) => {
            calls += 1;
            if (isWritten) await work();
            throw new Error('The connection broke.');
          };
          // The first save is that of the story itself.
          if (port === 'addImage') content.addImage = (...given) => broken(() => add(...given)) as never;
          else drafts.save = (version) => (version.version === 1 ? save(version) : (broken(() => save(version)) as never));
          expect((await press(ids)).status).toBe(500);
          expect(calls).toBe(1);
          Object.assign(content, { addImage: add });
          Object.assign(drafts, { save });
          await press([], `${to}/pictures`);
          expect(files(newsroom)).toHaveLength(1);
          expect((await textOf(newsroom, ids[0])).match(/A ward by night\]\(talking-first-/g)).toHaveLength(1);
          expect((await newsroom.world.drafts.newest(ids[0] as never))?.version).toBe(2);
        }
    });
  });
});
