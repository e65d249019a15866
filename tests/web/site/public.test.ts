import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { Parser } from 'htmlparser2';
import ICAL from 'ical.js';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { tagValues } from '#core/delivery/mail-tag';
import { sayYes } from '#tests/flow/say-yes';
import { EVENT, PIXEL, POST, RULES, sampleNewsroom } from '#tests/web/sample-newsroom';

describe('a story', () => {
  test('a story has no page, no calendar file and no place in the list before it is published', async () => {
    const newsroom = await sampleNewsroom({ at: '2019-09-12T08:59' });
    for (const path of ['/posts/what-we-learned', '/events/spring', '/events/spring.ics', '/events/what-we-learned', '/posts/spring']) {
      expect([path, (await newsroom.ask(path)).status]).toEqual([path, 404]);
    }
    expect(await newsroom.page('/posts')).not.toMatch('What we learned');
  });

  test('a story has its page from the minute of its publication, with all that it says', async () => {
    const newsroom = await sampleNewsroom({ at: '2019-09-12T09:00' });
    const html = await newsroom.page('/posts/what-we-learned');
    for (const phrase of [
      'What we learned',
      'By Ama Bright, Nurse',
      '12 September 2019',
      '<strong>how others do it</strong>',
      'Topics: <a href="/topics/medication">Medication</a>',
    ])
      expect(html).toMatch(phrase);
    expect(html).toMatch('<meta property="og:url" content="https://news.example.org/posts/what-we-learned">');
    expect(html).toMatch('<meta property="og:description" content="Three things that surprised us.">');
    expect(html.match(/<h1/g)).toHaveLength(1);
    expect(await newsroom.page('/posts')).toMatch('href="/posts/what-we-learned"');
  });

  test('a story’s page ends with the way to get our emails', async () => {
    const newsroom = await sampleNewsroom({ at: '2020-01-14T10:00' });
    for (const path of ['/posts/what-we-learned', '/events/spring'])
      expect(await newsroom.page(path)).toMatch(/<h2 [^>]*>Get our emails<\/h2>[\s\S]*href="\/subscribe"/);
  });

  test('a backdated story has its page too', async () => {
    const newsroom = await sampleNewsroom({ at: '2025-01-01T12:00' });
    expect((await newsroom.ask('/posts/what-we-learned')).status).toBe(200);
  });

  test('a story’s page shows its image, also when it is shared', async () => {
    const post = POST.replace('summary:', 'image: { src: a b.png, alt: "A < group > & more" }\nsummary:');
    const newsroom = await sampleNewsroom({ files: { 'posts/what-we-learned.md': post, 'images/a b.png': PIXEL }, at: '2019-09-13T09:00' });
    const html = await newsroom.page('/posts/what-we-learned');
    expect(html).toMatch('src="/images/a%20b.png" alt="A &lt; group &gt; &amp; more"');
    expect(html).toMatch('<meta property="og:image" content="https://news.example.org/images/a%20b.png">');
    const image = await newsroom.ask('/images/a%20b.png');
    expect(image.headers.get('Content-Type')).toBe('image/png');
    expect(image.headers.get('Cache-Control')).toMatch('public');
    // Opened as a page of its own, an image runs nothing and is what it says.
    expect(image.headers.get('Content-Security-Policy')).toMatch(/^sandbox; default-src 'none'; /);
    expect(image.headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(new Uint8Array(await image.arrayBuffer())).toEqual(PIXEL);
    expect((await newsroom.ask('/images/..%2Fnewsroom.yaml')).status).toBe(404);
    expect((await newsroom.ask('/images/none.png')).status).toBe(404);
  });
});

describe('an event', () => {
  test('an event page says when and where, and leads to booking and calendars', async () => {
    const newsroom = await sampleNewsroom({ at: '2020-01-14T10:00' });
    const html = await newsroom.page('/events/spring');
    for (const phrase of [
      'Thursday 26 March 2020, 9:30am to 4:30pm',
      'Bristol',
      'https://example.org/book',
      '/events/spring.ics',
      'calendar.google.com',
      'outlook.office.com',
    ])
      expect(html).toMatch(phrase);
  });

  test('an event page after the event offers neither booking nor calendars', async () => {
    const newsroom = await sampleNewsroom({ at: '2020-03-26T16:31' });
    const html = await newsroom.page('/events/spring');
    expect(html).toMatch('This event has taken place');
    expect(html).not.toMatch('example.org/book');
    expect(html).not.toMatch('spring.ics');
  });

  test.each([
    ['cancelled', 'This event is cancelled', 'CANCELLED'],
    ['postponed', 'This event is postponed', 'TENTATIVE'],
  ])('an event page of an event that is %s says so, and its calendar file is still served', async (status, sentence, calendarStatus) => {
    const newsroom = await sampleNewsroom({
      files: { 'events/spring.md': EVENT.replace('summary:', `status: ${status}\nsummary:`) },
      at: '2020-01-15T10:00',
    });
    const html = await newsroom.page('/events/spring');
    expect(html).toMatch(sentence);
    expect(html).not.toMatch('example.org/book');
    expect(await newsroom.page('/posts')).toMatch(new RegExp(`nhsuk-tag[^>]*>${status}`, 'i'));
    const file = await newsroom.ask('/events/spring.ics');
    expect(file.headers.get('Content-Type')).toMatch('text/calendar; charset=utf-8');
    expect(calendarOf(await file.text()).getFirstPropertyValue('status')).toBe(calendarStatus);
  });

  test('an event’s calendar file counts the change notices that readers got', async () => {
    const newsroom = await sampleNewsroom({ at: '2020-01-14T09:00' });
    await newsroom.moveTo('2020-01-14T10:00');
    expect(calendarOf(await newsroom.page('/events/spring.ics')).getFirstPropertyValue('sequence')).toBe(0);
    newsroom.files.set('events/spring.md', new TextEncoder().encode(EVENT.replace('venue: Bristol', 'venue: Bath')));
    await newsroom.moveTo('2020-01-20T10:00');
    const notice = (await newsroom.world.publications.all()).find(({ kind }) => kind === 'change');
    await sayYes(newsroom.world, notice?.id ?? '', newsroom.london('2020-01-20T10:00'));
    await newsroom.moveTo('2020-01-20T10:05');
    expect(newsroom.mails.some(({ tag }) => tagValues(tag).i.startsWith('change-'))).toBe(true);
    const event = calendarOf(await newsroom.page('/events/spring.ics'));
    expect([event.getFirstPropertyValue('sequence'), event.getFirstPropertyValue('location')]).toEqual([1, 'Bath']);
  });
});

describe('hostile text', () => {
  const vectors = [
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    '[x](javascript:alert(1))',
    '![x](javascript:alert(1))',
    '<a href="javascript:alert(1)">x</a>',
    '[x](data:text/html;base64,PHNjcmlwdD4=)',
    '{{constructor.constructor "alert(1)"}}',
    '<svg/onload=alert(1)>',
    "'; alert(1); '",
    '&lt;script&gt;alert(1)&lt;/script&gt;',
    '[x]: javascript:alert(1)\n\n[x]',
    '<iframe srcdoc="<script>alert(1)</script>">',
  ];

  test('hostile text is shown or dropped wherever it is written, and never run', async () => {
    const any = fc.oneof(
      fc.constantFrom(...vectors),
      fc.array(fc.constantFrom(...vectors, '\n', ' ', '`', '*', '<', '"', '(', ')')).map((parts) => parts.join('')),
    );
    await fc.assert(
      fc.asyncProperty(any, any, async (text, body) => {
        const quoted = JSON.stringify(text.replace(/\s+/g, ' ').trim() || 'x');
        const front = `---\ntitle: ${quoted}\nauthor: ${quoted}\nrole: ${quoted}\npublished: 2019-09-12T09:00\nsummary: ${quoted}\n---\n\n${body}\n\nEnd.\n`;
        const event = `---\ntitle: ${quoted}\nstarts: 2020-03-26T09:30\nends: 2020-03-26T16:30\nvenue: ${quoted}\npublished: 2019-09-12T09:00\nsummary: ${quoted}\n---\n\n${body}\n\nEnd.\n`;
        const files = {
          'posts/what-we-learned.md': front,
          'events/spring.md': event,
          'newsroom.yaml': RULES.replace('name: Sample Improvement Collaborative', `name: ${quoted}`),
        };
        const newsroom = await sampleNewsroom({ files, people: [{ name: text, organisation: text }], at: '2019-09-12T09:00' });
        const paths = [
          '/posts',
          '/posts/what-we-learned',
          '/events/spring',
          '/events',
          '/topics/medication',
          '/calendar',
          '/privacy',
          '/accessibility',
          '/desk/',
          '/desk/publications/alert-what-we-learned',
          `/posts/${encodeURIComponent(text)}`,
          `/search?q=${encodeURIComponent(text)}`,
        ];
        paths.push(`/p/${newsroom.world.tokens.sign('preferences', newsroom.anyone)}`, `/u/${encodeURIComponent(text)}`);
        for (const path of paths) expect([path, runnable(await newsroom.page(path))]).toEqual([path, []]);
      }),
      { numRuns: 40 },
    );
  });
});

describe('every answer of the site', () => {
  /** A path for each route of the site. Routes that are not named here are called with unknown ids. */
  const named = new Map([
    ['/posts/:slug', '/posts/what-we-learned'],
    ['/events/:slug', '/events/spring'],
    ['/events/:file{.+\\.ics}', '/events/spring.ics'],
    ['/topics/:topic', '/topics/medication'],
    ['/sent/:id', '/sent/alert-what-we-learned'],
    ['/search', '/search?q=learned'],
  ]);
  const KEEPS_OUT = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
  const MAIL_KEEPS_OUT =
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

  async function opened() {
    const newsroom = await sampleNewsroom();
    await newsroom.moveTo('2019-09-12T09:05');
    await newsroom.moveTo('2020-01-15T10:00');
    return newsroom;
  }

  test('every answer of the site has the headers against framing, sniffing and tracking', async () => {
    const newsroom = await opened();
    const token = newsroom.world.tokens.sign('unsubscribe', newsroom.anyone);
    const ways = newsroom.apps.public.routes.filter(({ method }) => method === 'GET').map(({ path }) => path);
    expect(ways).toEqual(expect.arrayContaining([...named.keys(), '/feed.xml', '/calendar.ics', '/sitemap.xml', '/robots.txt']));
    const paths = ways.map((way) => named.get(way) ?? way.replace(/:\w+(\{[^}]*\})?/g, 'nothing'));
    for (const path of [...paths, '/nowhere', `/u/${token}`, '/posts?page=99']) {
      const { headers } = await newsroom.ask(path);
      expect([path, headers.get('Content-Security-Policy')]).toEqual([path, path.startsWith('/sent/') ? MAIL_KEEPS_OUT : KEEPS_OUT]);
      expect([path, headers.get('Referrer-Policy'), headers.get('X-Content-Type-Options'), headers.get('X-Frame-Options')]).toEqual([
        path,
        'no-referrer',
        'nosniff',
        'DENY',
      ]);
      expect([path, headers.get('Cross-Origin-Opener-Policy'), headers.get('Cross-Origin-Resource-Policy')]).toEqual([
        path,
        'same-origin',
        headers.get('Content-Type')?.startsWith('image/') ? 'cross-origin' : 'same-origin',
      ]);
      expect([path, headers.get('Permissions-Policy')]).toEqual([path, expect.stringMatching(/camera=\(\).*geolocation=\(\)/)]);
      expect([path, headers.get('Cache-Control')]).toEqual([
        path,
        expect.stringMatching(/^(public, max-age=\d+(, [\w-]+=\d+)*|no-cache|no-store)$/),
      ]);
      expect(headers.get('Set-Cookie')).toBeNull();
    }
    expect((await newsroom.ask(`/u/${token}`)).headers.get('Cache-Control')).toBe('no-store');
    expect((await newsroom.ask('/nowhere')).headers.get('Cache-Control')).toBe('no-store');
  });

  test('the pictures of the site may be shown by an email program on the web, and its pages may not', async () => {
    const image = readFileSync(join(import.meta.dirname, '..', '..', '..', 'content', 'images', 'plan-do-study-act.png'));
    const newsroom = await sampleNewsroom({ files: { 'images/circle.png': image } });
    const policy = async (path: string) => (await newsroom.ask(path)).headers.get('Cross-Origin-Resource-Policy');
    expect([await policy('/images/circle.png'), await policy('/favicon.svg')]).toEqual(['cross-origin', 'cross-origin']);
    expect([await policy('/'), await policy('/desk/')]).toEqual(['same-origin', 'same-origin']);
  });

  test('security.txt names whom to write to about a weakness, and ends in less than a year', async () => {
    const newsroom = await sampleNewsroom();
    const answer = await newsroom.ask('/.well-known/security.txt');
    expect(answer.headers.get('Content-Type')).toMatch('text/plain');
    const text = await answer.text();
    expect(text).toMatch(/^Contact: mailto:team@example\.org$/m);
    const expires = Temporal.Instant.from(/^Expires: (.+)$/m.exec(text)?.[1] ?? '');
    const days = newsroom.time.now.until(expires).total('hours') / 24;
    expect([days > 150, days < 365]).toEqual([true, true]);
  });

  test.each(['/posts', '/events/spring', '/sent', '/sent/alert-what-we-learned', '/search?q=learned', '/feed.xml', '/calendar.ics'])(
    '%s is cached for minutes, and shown while it is fetched again',
    async (path) => {
      const newsroom = await opened();
      expect((await newsroom.ask(path)).headers.get('Cache-Control')).toBe(
        'public, max-age=120, stale-while-revalidate=300, stale-if-error=86400',
      );
    },
  );

  test('every page of the site has no script or style of its own', async () => {
    const newsroom = await sampleNewsroom({ at: '2020-01-15T10:00' });
    for (const path of [
      '/posts',
      '/posts/what-we-learned',
      '/events/spring',
      '/events',
      '/topics',
      '/topics/medication',
      '/search?q=learned',
      '/sent',
      '/calendar',
      '/privacy',
      '/accessibility',
      '/nowhere',
      '/desk/',
      '/desk/publications/alert-what-we-learned',
    ]) {
      const html = (await newsroom.page(path)).replace('<script type="application/ld+json">', '');
      expect([path, html.match(/<script|<style| style=| on[a-z]+=/g)]).toEqual([path, null]);
    }
  });

  test('every page of the site names the style sheet by its hash, which may be cached for ever', async () => {
    const newsroom = await sampleNewsroom();
    const [, url = ''] = /<link rel="stylesheet" href="([^"]+)"/.exec(await newsroom.page('/posts')) ?? [];
    const sheet = await newsroom.ask(url.replace('&#x3D;', '='));
    expect(sheet.headers.get('Cache-Control')).toMatch('immutable');
    const css = await sheet.text();
    expect(css).toMatch(/^:root\{--brand:#[0-9a-f]{6};/);
    expect(css.length).toBeLessThan(80_000);
    expect((await newsroom.ask('/assets/site.css?v=old')).headers.get('Cache-Control')).toBe('no-cache');
  });

  test('every page of the site names an icon that exists', async () => {
    const newsroom = await sampleNewsroom();
    expect(await newsroom.page('/posts')).toMatch('<link rel="icon" type="image/svg+xml" href="/favicon.svg">');
    const answer = await newsroom.ask('/favicon.svg');
    expect([answer.status, answer.headers.get('Content-Type'), await answer.text()]).toEqual([
      200,
      'image/svg+xml',
      expect.stringMatching('#005eb8'),
    ]);
  });

  test('every page of the site is plain words while the rules have a problem', async () => {
    const newsroom = await sampleNewsroom({ files: { 'newsroom.yaml': 'name: [' } });
    const answer = await newsroom.ask('/posts');
    expect([answer.status, await answer.text()]).toEqual([503, expect.stringMatching('We are mending this website')]);
  });
});

/** What a browser would run or fetch from elsewhere, as an independent parser finds it. */
function runnable(html: string): string[] {
  const found: string[] = [];
  const parser = new Parser({
    onopentag: (name, attributes) => {
      const isData = name === 'script' && attributes.type === 'application/ld+json' && Object.keys(attributes).length === 1;
      if (['script', 'style', 'object', 'embed', 'base', 'svg'].includes(name) && !isData) found.push(name);
      if (name === 'iframe' && attributes.srcdoc !== undefined) found.push('srcdoc');
      for (const [attribute, value] of Object.entries(attributes)) {
        if (/^on/i.test(attribute)) found.push(attribute);
        if (/^(href|src|action|formaction)$/.test(attribute) && /^\s*(javascript|data|vbscript):/i.test(value)) found.push(value);
      }
    },
  });
  parser.write(html);
  parser.end();
  return found;
}

function calendarOf(text: string): InstanceType<typeof ICAL.Component> {
  const event = new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent('vevent');
  if (!event) throw new Error('The calendar file has no event.');
  return event;
}
