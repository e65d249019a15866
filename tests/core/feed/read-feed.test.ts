import { describe, expect, test } from 'vitest';
import { draftOfItem, type FeedItem, type FeedStory } from '#core/feed/feed-item';
import { readFeed } from '#core/feed/read-feed';
import { remotePictures } from '#core/feed/remote-pictures';
import type { Topic } from '#core/rules/rules';
import { ATOM, ATOM_OF_ELEMENTS, bytesOf, exported, JSON_FEED, rss, rssItem, WORDPRESS_JSON } from '#tests/core/feed/feeds';

const RULES = { name: 'Our Collaborative', topics: new Map([['medication' as Topic, 'Medication']]) };

function stories(text: string): { item: FeedItem; story: FeedStory }[] {
  const feed = readFeed(bytesOf(text));
  if ('problem' in feed) throw new Error(feed.problem);
  return feed.items.map((item) => ({ item, story: feed.storyOf(item, RULES) }));
}

/** Returns the milliseconds of CPU since now, which other work on the machine does not change. */
function stopwatch(): () => number {
  const began = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(began);
    return (user + system) / 1_000;
  };
}

/** The story that has this HTML on its page. */
const ofHtml = (html: string) => stories(rss(rssItem({ html })))[0]?.story;

test.each([
  ['RSS', rss(rssItem())],
  ['Atom', ATOM],
  ['Atom whose text is elements', ATOM_OF_ELEMENTS],
  ['JSON Feed', JSON_FEED],
  ['the JSON of WordPress', WORDPRESS_JSON],
  ['an export of WordPress', rss(exported())],
])('a story is the same one, with the same words, by %s', (_, text) => {
  const [{ item, story } = { item: undefined, story: undefined }, ...others] = stories(text);
  expect(others).toEqual([]);
  expect(item && draftOfItem(item)).toBe(draftOfItem({ origin: 'site.example/?p=12' }));
  expect(item?.published).toBe('2019-09-05T08:00:00Z');
  expect(story?.fields).toEqual({
    title: 'Talking first',
    author: 'Sam Example',
    summary: '',
    topics: ['medication'],
    body: 'We **talked** first.\n\n![A nurse & a chart](https://www.site.example/up/ward-300x200.jpg "In Bristol")',
    imageSrc: '',
    imageAlt: '',
    imageCaption: '',
  });
  expect(story?.lost).toEqual([]);
  expect([story?.pictures, story?.withoutAlt]).toEqual([1, 0]);
});

describe('an export of WordPress', () => {
  const library = `<item><title>q</title><wp:post_type>attachment</wp:post_type><wp:post_id>5</wp:post_id><wp:attachment_url>https://site.example/q.jpg</wp:attachment_url>
<wp:postmeta><wp:meta_key>_wp_attachment_image_alt</wp:meta_key><wp:meta_value>Two people at a table</wp:meta_value></wp:postmeta></item>`;

  test('the text of the old editor keeps its lines, and its shortcodes are read or named', () => {
    const html = `First line
second line [sic] [co-produced].

[caption id="x"]<img src="https://site.example/c.jpg" alt="A chart of steps"> Our steps[/caption]

[gallery ids="5,6"]
[embed]https://youtu.be/xyz[/embed]
[contact-form-7 id="3"] [su_box]Boxed words[/su_box]`;
    const [one] = stories(rss(library, exported({ html })));
    expect(one?.story.fields.body).toBe(`First line\\
second line \\[sic\\] \\[co-produced\\].

![A chart of steps](https://site.example/c.jpg "Our steps")

![Two people at a table](https://site.example/q.jpg)

https://youtu.be/xyz

Boxed words`);
    expect(one?.story.lost).toEqual([
      'a gallery whose pictures the file does not name',
      'the shortcode [contact-form-7]',
      'the shortcode [su_box]',
    ]);
  });

  test('the picture at the top comes from the library, with its alt text, and the author by name', () => {
    const names =
      '<wp:author><wp:author_login>Sam Example</wp:author_login><wp:author_display_name>Sam E. Example</wp:author_display_name></wp:author>';
    const top = '<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>5</wp:meta_value></wp:postmeta>';
    const [one] = stories(rss(names, library, exported({ html: '<p>Words</p>', more: top })));
    expect(one?.story.fields).toMatchObject({
      author: 'Sam E. Example',
      imageSrc: 'https://site.example/q.jpg',
      imageAlt: 'Two people at a table',
    });
  });

  test('a picture without words in the text has those that the library has for it', () => {
    const html = '<p>Words</p><img class="size-large wp-image-5" src="https://site.example/q-300x200.jpg" alt="">';
    const [one] = stories(rss(library, exported({ html })));
    expect(one?.story.fields.body).toContain('![Two people at a table](https://site.example/q-300x200.jpg)');
    expect([one?.story.pictures, one?.story.withoutAlt]).toEqual([1, 0]);
  });

  test('pages and files are counted, and what is private, in the bin or behind a password does not come in', () => {
    const hidden = [exported({ guid: 'a', status: 'private' }), exported({ guid: 'b', status: 'trash' })];
    const locked = exported({ guid: 'c', more: '<wp:post_password>x</wp:post_password>' });
    const feed = readFeed(bytesOf(rss(library, exported({ type: 'page' }), ...hidden, locked, exported({ guid: 'd', status: 'draft' }))));
    expect('items' in feed && feed.items.map(({ origin }) => origin)).toEqual(['site.example d']);
    expect('items' in feed && feed.leftOut).toEqual(['1 file of the media library', '1 page', '3 posts that are private or in the bin']);
  });
});

test.each<[string, string, string, string[]]>([
  ['a script', '<p>Hi</p><script>alert(1)</script>', 'Hi', ['1 script']],
  [
    'a handler on a picture',
    '<p>Hi <img src="https://a.example/p.png" alt="A big chart" onerror="alert(1)"></p>',
    'Hi\n\n![A big chart](https://a.example/p.png)',
    [],
  ],
  ['a style', '<style>p{display:none}</style><p style="position:fixed">Hi</p>', 'Hi', []],
  ['a link that runs a script', '<p><a href="javascript:alert(1)">Hi</a></p>', 'Hi', ['1 link that leads nowhere']],
  [
    'a picture that is its own page',
    '<p>Hi</p><img alt="A big chart" src="data:image/svg+xml,<svg onload=alert(1)>">',
    'Hi',
    ['1 picture without an address'],
  ],
  ['two forms', '<p>Hi</p><form action="/"><input name="a"></form><form><button>Go</button></form>', 'Hi', ['2 forms']],
  [
    'a video of YouTube',
    '<p>Hi</p><iframe src="https://www.youtube.com/embed/abc" title="Our talk"></iframe>',
    'Hi\n\n[Our talk](https://www.youtube.com/watch?v=abc)',
    ['1 embedded page (a link now)'],
  ],
  [
    'a frame without a web address',
    '<p>Hi</p><iframe srcdoc="<script>alert(1)</script>"></iframe>',
    'Hi',
    ['1 embedded part without an address'],
  ],
  ['a pixel that counts readers', '<p>Hi<img src="https://t.example/p.gif" width="1" height="1"></p>', 'Hi', []],
  ['a block that only WordPress can draw', '<p>Hi</p><!-- wp:latest-posts {"a":1} /-->', 'Hi', ['the block “latest-posts”']],
  ['a shortcode and its text', '<p>[box]Hi[/box]</p>', 'Hi', ['the shortcode [box]']],
  ['text that looks like ours', '<p>![x](y) # no **bold** {{name}}</p>', '!\\[x\\](y) # no \\*\\*bold\\*\\* {{name}}', []],
  ['signs of private use', '<p>Hi \ue1000\ue101</p>', 'Hi 0', []],
  [
    'a lazy picture that stands twice',
    '<img data-src="https://a.example/p.png" src="data:," alt="A big chart"><noscript><img src="https://a.example/p.png"></noscript>',
    '![A big chart](https://a.example/p.png)',
    [],
  ],
  [
    'a line that WordPress adds',
    '<p>Hi</p><p>The post <a href="https://a.example/x/">Hi</a> appeared first on <a href="https://a.example">Site</a>.</p>',
    'Hi',
    [],
  ],
  ['an address with brackets', '<img src="/a (1).png" alt="A big chart">', '![A big chart](https://www.site.example/a%20%281%29.png)', []],
])('of %s only the words stay, and what is lost is named', (_, html, body, lost) => {
  expect(ofHtml(html)?.fields.body).toBe(body);
  expect(ofHtml(html)?.lost).toEqual(lost);
});

test('a gallery becomes its pictures, one below the other, and that is said', () => {
  const html =
    '<figure class="wp-block-gallery"><figure><img src="/1.jpg" alt="The first"></figure><figure><img src="/2.jpg" alt=""></figure><figcaption>Both</figcaption></figure>';
  const story = ofHtml(html);
  expect(story?.fields.body).toBe('![The first](https://www.site.example/1.jpg)\n\n![](https://www.site.example/2.jpg)\n\nBoth');
  expect(story?.lost).toEqual(['1 gallery (its pictures stand one below the other)']);
  expect([story?.pictures, story?.withoutAlt]).toEqual([2, 1]);
});

test('a feed that has only the beginning of a text, no author, or a topic that we do not have says so', () => {
  const text = rss(
    '<item><title>Hello</title><guid>1</guid><category>News</category><description>The beginning [&amp;hellip;]</description></item>',
  );
  const [one] = stories(text);
  expect(one?.story.fields.author).toBe('Our Collaborative');
  expect(one?.story.lost).toEqual([
    'the rest of its text: the feed has only the beginning',
    'its author, whom the feed does not name',
    'the category “News”',
  ]);
});

test.each([
  ['Thu, 05 Sep 2019 08:00:00 +0000', '2019-09-05T08:00:00Z'],
  ['5 Sep 2019 08:00 GMT', '2019-09-05T08:00:00Z'],
  ['Thu, 05 Sep 2019 08:00:00 EDT', '2019-09-05T12:00:00Z'],
  ['2019-09-05T09:00:00+01:00', '2019-09-05T08:00:00Z'],
  ['2019-09-05', '2019-09-05T00:00:00Z'],
  ['31 Feb 2019 08:00 GMT', undefined],
  ['0000-00-00 00:00:00', undefined],
  ['yesterday', undefined],
])('the time “%s” of a feed is understood, or there is none', (date, time) => {
  expect(stories(rss(rssItem({ date })))[0]?.item.published).toBe(time);
});

test('a title is plain words on one line, whatever stands in it', () => {
  const title = (written: string) => stories(rss(rssItem({ title: written })))[0]?.story.fields.title;
  expect(title('What&amp;#8217;s &lt;em&gt;new&lt;/em&gt;')).toBe('What’s new');
  expect(title('x\n---\ndraft: false\u0007\u202e')).toBe('x --- draft: false');
  expect(title('<![CDATA[<script>alert(1)</script>]]>')).toBe('');
});

describe('a hostile file does nothing, and one sentence says why it is not read', () => {
  const laughs = `<!DOCTYPE lolz [<!ENTITY lol "lol">${Array.from({ length: 9 }, (_, i) => `<!ENTITY lol${i + 1} "${`&lol${i || ''};`.repeat(10)}">`).join('')}]>`;
  test.each<[string, string | Uint8Array, RegExp]>([
    [
      'an entity bomb',
      `<?xml version="1.0"?>${laughs}<rss><channel><item><guid>1</guid><title>&lol9;</title></item></channel></rss>`,
      /declares a document type/,
    ],
    [
      'an entity that reads a file',
      `<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><guid>1</guid><title>&x;</title></item></channel></rss>`,
      /declares/,
    ],
    ['a document type elsewhere', `<!doctype rss SYSTEM "http://evil.example/d.dtd"><rss><channel></channel></rss>`, /declares/],
    ['elements without end', `<rss><channel>${'<a>'.repeat(100_000)}`, /nested deeper/],
    ['lists without end', '['.repeat(2_000_000), /broken/],
    ['nested lists', `${'['.repeat(200_000)}${']'.repeat(200_000)}`, /no feed/],
    ['31 MB', new Uint8Array(31_000_000).fill(32), /more than 30 MB/],
    ['10,000 stories', rss(...Array.from({ length: 10_000 }, (_, i) => `<item><guid>${i}</guid></item>`)), /more than 4,000 stories/],
    ['a page', '<!doctype html><html><body>Hello</body></html>', /a page of a website/],
    ['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 1, 2), /no feed/],
    ['other JSON', '{"a": 1}', /no feed/],
    ['half of a feed of JSON', JSON_FEED.slice(0, 100), /broken/],
    ['nothing', '', /no feed/],
    ['an empty feed', rss(), /no story/],
    ['stories without a name', rss('<item><title>Who am I?</title></item>'), /no story/],
  ])('%s', (_, file, sentence) => {
    const cpuMs = stopwatch();
    const read = readFeed(typeof file === 'string' ? bytesOf(file) : file);
    expect('problem' in read && read.problem).toMatch(sentence);
    expect(cpuMs()).toBeLessThan(3_000);
  });

  test('a title, an author and categories without measure are cut, and of what is lost twelve things are named', () => {
    const many = Array.from({ length: 500 }, (_, i) => `<category>${'x'.repeat(5_000)}${i}</category>`).join('');
    const [one] = stories(
      rss(`<item><guid>1</guid><title>${'x'.repeat(2_000_000)}</title><dc:creator>${'y'.repeat(90_000)}</dc:creator>${many}</item>`),
    );
    const { title, author } = one?.story.fields ?? { title: '', author: '' };
    expect([title.length, author.length]).toEqual([301, 201]);
    const named = stories(rss(rssItem({ html: Array.from({ length: 40 }, (_, i) => `[a_${i}]`).join(' ') })))[0]?.story.lost;
    expect([named?.length, named?.at(-1)]).toEqual([13, '28 more things']);
  });

  test('a picture’s words that begin again and again and never end are read in seconds', () => {
    const cpuMs = stopwatch();
    expect(remotePictures({ text: `---\ntitle: x\n---\n\n${'!['.repeat(150_000)}`, kind: 'post' })).toEqual([]);
    expect(cpuMs()).toBeLessThan(6_000);
  });

  test('codes that nobody declared stay as they are written', () => {
    expect(stories(rss(rssItem({ title: '&lol; &amp;' })))[0]?.story.fields.title).toBe('&lol; &');
  });

  test('a text that is far too long is not read, which is said, and the others are', () => {
    const [long, other] = stories(rss(rssItem({ guid: 'a', html: `<p>${'x'.repeat(300_000)}` }), rssItem({ guid: 'b' })));
    expect(long?.story.lost).toEqual(['its text, which is longer than a story may be']);
    expect(other?.story.fields.body).toContain('We **talked**');
  });

  test.each(['<div>', '[caption', '<!-- wp:x ', '[a ', '[caption]<img src=x>', '<ul><li>'])(
    'a text of %s again and again is read in seconds',
    (beginning) => {
      const cpuMs = stopwatch();
      ofHtml(`${beginning.repeat(290_000 / beginning.length)}Deep down`);
      expect(cpuMs()).toBeLessThan(6_000);
    },
  );
});

test('a file in an old encoding, and one with a byte order mark, are read by what they declare', () => {
  const latin = Uint8Array.from(rss(rssItem({ title: 'Caf\u00e9' })).replace('UTF-8', 'ISO-8859-1'), (sign) => sign.charCodeAt(0));
  const read = readFeed(latin);
  expect('items' in read && read.items[0]?.title).toBe('Café');
  const marked = readFeed(bytesOf(`\ufeff${JSON_FEED}`));
  expect('items' in marked && marked.items).toHaveLength(1);
});

test('two sites that number their stories have each a draft of its own, and one story has one draft, with its address or a number', () => {
  const item = (guid: string, link: string) => rss(`<item>${guid}<title>Hello</title><link>${link}</link></item>`);
  const ids = [
    item('<guid>1</guid>', 'https://a.example/1'),
    item('<guid>1</guid>', 'https://b.example/1'),
    item('', 'https://a.example/1'),
  ].map((text) => stories(text)[0]?.item.origin);
  expect(ids).toEqual(['a.example 1', 'b.example 1', 'a.example/1']);
});

test('a story that stands twice in a feed is read once', () => {
  expect(stories(rss(rssItem(), rssItem({ title: 'Again', guid: 'http://site.example/?p=12' })))).toHaveLength(1);
});
