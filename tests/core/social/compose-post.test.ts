import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import twitter from 'twitter-text';
import { expect, test } from 'vitest';
import type { EventChange, Publication, PublicationId } from '#core/publication/publication';
import { composeSocialPost, type SocialPost } from '#core/social/compose-post';
import { weigh } from '#core/social/x-length';
import type { BlogPost, LearningEvent, Slug, Story } from '#core/story/story';
import { sampleRules } from '#tests/core/samples';

const rules = sampleRules({
  x: { handle: 'IQMentalHealth', hashtags: ['QualityImprovement', 'MentalHealth', 'NHS'] },
  social: { slots: [], monthlyBudgetUsd: 10 },
});

const common = { published: Temporal.PlainDateTime.from('2020-01-14T10:00'), topics: [], body: 'Text.' };

function blogPost(changes: Partial<BlogPost> = {}): BlogPost {
  return {
    ...common,
    kind: 'post',
    slug: '2019-09-12-introducing-the-collaborative' as Slug,
    file: 'posts/2019-09-12-introducing-the-collaborative.md',
    title: 'Introducing the collaborative',
    author: 'Jo Smith',
    summary: 'Eleven trusts work together on safer care.',
    ...changes,
  };
}

function event(changes: Partial<LearningEvent> = {}): LearningEvent {
  return {
    ...common,
    kind: 'event',
    slug: '2020-03-26-learning-session' as Slug,
    file: 'events/2020-03-26-learning-session.md',
    title: 'Learning session: sharing what we have learned from deaths',
    summary: 'A day for member trusts to present their improvement work.',
    starts: Temporal.PlainDateTime.from('2020-03-26T09:30'),
    ends: Temporal.PlainDateTime.from('2020-03-26T16:30'),
    venue: 'Bristol',
    registration: 'https://example.org/register',
    status: 'confirmed',
    ...changes,
  };
}

type PostOptions = { before?: string; change?: EventChange; sequence?: number; on?: string };

function compose(story: Story, options: PostOptions = {}) {
  const { on = '2020-01-14', ...rest } = options;
  const at = Temporal.PlainDate.from(on).toZonedDateTime({ timeZone: rules.timezone, plainTime: '09:00' });
  const publication: Publication = {
    id: 'x-a' as PublicationId,
    kind: 'social',
    channel: 'x',
    due: at,
    stories: [story.slug],
    decision: 'go',
    ...rest,
  };
  return composeSocialPost({ publication, story, rules, at });
}

const text = (story: Story, options?: PostOptions) => compose(story, options).parts[0]!.text;
const says = ({ findings }: SocialPost) => findings.map(({ sentence }) => sentence);
const POST_LINK = 'https://news.example.org/posts/2019-09-12-introducing-the-collaborative';
const EVENT_LINK = 'https://news.example.org/events/2020-03-26-learning-session';

test('a social post about a blog post has author, title, summary and link, without a card', () => {
  const post = compose(blogPost());
  for (const part of ['Jo Smith', 'Introducing the collaborative', 'Eleven trusts work together on safer care.', POST_LINK])
    expect(post.parts[0]!.text).toContain(part);
  expect(post.parts[0]!.text).toMatch(/\n\n#QualityImprovement #MentalHealth$/);
  expect(post).toMatchObject({ links: [POST_LINK], findings: [], priceMilliUsd: 200 });
  expect(post.weight).toEqual([weigh(post.parts[0]!.text).weight]);
});

test('a social post that announces an event says when and where', () => {
  const announced = text(event());
  for (const part of [
    'Learning session: sharing',
    'Thursday 26 March 2020, 9:30am to 4:30pm\nBristol',
    'A day for member trusts',
    EVENT_LINK,
  ])
    expect(announced).toContain(part);
  const { venue, ...nowhere } = event();
  expect(text({ ...nowhere, online: 'https://teams.example.org/a' })).toContain('4:30pm\nOnline\n');
  expect(text(event({ online: 'https://teams.example.org/a' }))).toContain('4:30pm\nBristol, and online\n');
  expect(text(nowhere)).toContain('4:30pm\n\n');
});

test('a summary in a social post is never cut after a word such as “the” or “with”', () => {
  const summary = 'A day to show what all of us have tried on our wards, with the people who are new to it, and for those that lead it. ';
  for (let characters = 10; characters < 130; characters += 3) {
    const [line = ''] = /^.*…$/m.exec(text(event({ venue: 'x'.repeat(characters), summary: summary.repeat(3) }))) ?? [];
    expect(line).not.toMatch(/\b(?:the|to|with|have|who|are|and|for|that|of)…$/);
  }
});

test('a summary in a social post is cut at a whole sentence, rather than a word or two into the next', () => {
  const summary =
    'Four trusts now ask bereaved families for their questions first. Here is what that changes for everybody who works with them.';
  for (let characters = 1; characters < 130; characters += 3) {
    const postText = text(event({ venue: 'x'.repeat(characters), title: 'y '.repeat(45), summary }));
    expect(postText).not.toMatch(/first\. Here( is)?…/);
    if (/questions first/.test(postText) && !postText.includes('Here is what')) expect(postText).toMatch(/questions first\.$/m);
  }
});

test.each([
  ['2020-02-27', '28d', '4 weeks to go'],
  ['2020-03-19', '7d', 'One week to go'],
  ['2020-03-20', '7d', '6 days to go'],
  ['2020-03-25', '1d', 'Tomorrow'],
  ['2020-03-26', '1d', 'Today'],
])('a social post that reminds on %s counts the days from there', (on, before, expected) => {
  expect(text(event(), { on, before })).toMatch(new RegExp(`^${expected}[.:,]`));
});

test('a social post counts days in the rules’ zone, whatever zone the moment is written in', () => {
  const at = Temporal.ZonedDateTime.from('2020-03-25T23:30:00+00:00[Europe/London]').withTimeZone('Asia/Tokyo');
  const publication: Publication = {
    id: 'x-a' as PublicationId,
    kind: 'social',
    channel: 'x',
    due: at,
    stories: [],
    decision: 'go',
    before: '1d',
  };
  expect(composeSocialPost({ publication, story: event(), rules, at }).parts[0]!.text).toMatch(/^Tomorrow/);
});

test.each([
  ['cancelled', /cancelled/i],
  ['postponed', /postpone/i],
  ['moved', /new details|update your diary/i],
  ['confirmed', /confirmed|going ahead/i],
] as const)('a social change notice says that the event is %s', (change, expected) => {
  for (const sequence of [1, 2, 3]) expect(text(event(), { change, sequence })).toMatch(expected);
});

test('a social post announces an event that is already cancelled as such, and invites no one', () => {
  for (const slug of ['a', 'b', 'c', 'd', 'e', 'f']) {
    const story = event({ slug: slug as Slug, status: 'cancelled', social: { text: 'Book now!' } });
    expect(text(story)).toMatch(/cancel|not take place/i);
    expect(text(story)).not.toMatch(/invite|join|booking|Book now/i);
    expect(says(compose(story))).toEqual([expect.stringContaining('does not use your own text')]);
    expect(text(event({ slug: slug as Slug, status: 'postponed' }))).toMatch(/postpone/i);
  }
});

test('a story’s own text is its first social post, and gets the link if it has none', () => {
  const social = { text: 'We are eleven trusts.\n\nCome and learn with us.' };
  expect(text(blogPost({ social }))).toBe(`We are eleven trusts.\n\nCome and learn with us.\n\n${POST_LINK}`);
  expect(text(blogPost({ social: { text: `Read ${POST_LINK} today` } }))).toBe(`Read ${POST_LINK} today`);
  expect(text(event({ social }), { before: '7d', on: '2020-03-19' })).not.toContain('eleven trusts');
});

test('a story’s own text with a link to elsewhere gets the story’s link too', () => {
  const own = 'Our year in words and pictures. Also see https://example.org/elsewhere.';
  const post = compose(blogPost({ social: { text: own } }));
  expect(post.parts[0]!.text).toBe(`${own}\n\n${POST_LINK}`);
  expect(says(post)).toEqual([expect.stringContaining('another link than the story')]);
  expect(text(blogPost({ social: { text: 'More on https://news.example.org/posts/another' } }))).toContain(`\n\n${POST_LINK}`);
});

test.each(['http://', 'https://www.', 'www.', ''])('a story’s own text may have the story’s link as %j and the rest', (start) => {
  const place = POST_LINK.replace('https://', '');
  expect(text(blogPost({ social: { text: `Read ${start}${place}/ today` } }))).toBe(`Read ${POST_LINK} today`);
  const query = `https://${place}?from=x`;
  expect(text(blogPost({ social: { text: `Read ${query} today` } }))).toBe(`Read ${query} today`);
});

test('a social post whose summary or title is cut says where', () => {
  const words = 'Eleven trusts work together on safer care. They learn from each other every day of the year. ';
  const cut = compose(blogPost({ summary: words.repeat(4).trim() }));
  const [, kept = ''] = /((?:\S+ ){3}\S+…)$/m.exec(cut.parts[0]!.text) ?? [];
  expect(kept).not.toBe('');
  expect(says(cut)).toEqual([
    `The summary is too long for this post, which has it only up to "${kept}". Write a shorter one, or give the post a text of its own in the story, under "social".`,
  ]);
  const bare = compose(blogPost({ title: words.repeat(3).trim(), summary: 'A short summary.' }));
  expect(says(bare)).toEqual([expect.stringMatching(/^The title is too long for this post, which has it only up to ".*…"\./)]);
  expect(says(compose(blogPost({ title: words.repeat(2).trim(), summary: words })))).toEqual([
    expect.stringMatching(/room for the summary|only up to/),
  ]);
});

test('a social post with a cut name or place says where', () => {
  const long = 'The Guildhall beside the old market, second floor, room of the mayor, left of the stairs';
  expect(says(compose(event({ venue: long, summary: '' })))).toEqual([
    expect.stringMatching(/^The venue is too long for this post, which has it only up to "room of the mayor…"\./),
  ]);
  expect(says(compose(blogPost({ author: long })))).toEqual([expect.stringMatching(/^The author is too long for this post/)]);
});

test('a social post whose title has another sign than the editor wrote says so', () => {
  const mended = compose(blogPost({ title: 'Safer care.It works' }));
  expect(mended.parts[0]!.text).toContain('Safer care. It works');
  expect(says(mended)).toEqual([expect.stringContaining('one sign is different')]);
});

test('a name with a full stop in a title is counted as the link that X makes of it, and keeps no post back', () => {
  const post = compose(blogPost({ title: 'What Canada.ca learned', summary: 'care '.repeat(25).trim() }));
  expect(post.parts[0]!.text).toContain('What Canada.ca learned');
  expect(weigh('Canada.ca').weight).toBe(23);
  expect(post.findings.filter(({ level }) => level === 'blocks')).toEqual([]);
  expect(says(post)).toEqual([expect.stringContaining('X makes a link of "Canada.ca"')]);
});

test('a long text of a social post becomes numbered parts, split between sentences, with the link in the last and the image on the first', () => {
  const sentences = Array.from({ length: 8 }, (_, i) => `Sentence ${i + 1} says something that is worth being read by those who care.`);
  const post = compose(blogPost({ social: { text: sentences.join(' ') }, image: { src: 'a.png', alt: 'A ward.', width: 1, height: 1 } }));
  expect(post.parts.map(({ text: part }) => part.replace(/ \(\d\/3\)/, ''))).toEqual([
    sentences.slice(0, 3).join(' '),
    sentences.slice(3, 6).join(' '),
    `${sentences.slice(6).join(' ')}\n\n${POST_LINK}`,
  ]);
  expect(post.parts.map((part) => part.text.match(/\((\d\/\d)\)/)?.[1])).toEqual(['1/3', '2/3', '3/3']);
  expect(post.parts.map((part) => part.media.length)).toEqual([1, 0, 0]);
  expect(post.priceMilliUsd).toBe(235);
});

test('a social post’s last part without room for the link takes words from the part before', () => {
  const sentences = Array.from({ length: 8 }, (_, i) => `Sentence ${i + 1} ends a part and leaves no room at all.`);
  for (let count = 5; count <= 8; count++) {
    const { parts } = compose(blogPost({ social: { text: `${sentences.slice(0, count).join(' ')} ${'x'.repeat(20)}` } }));
    for (const part of parts) expect(weigh(part.text).valid).toBe(true);
    expect(parts.at(-1)!.text).toMatch(/^\S.* \(2\/2\)\n\nhttps/);
  }
});

test('a social post has its image with alt text, and its price counts the call that uploads it', () => {
  const post = compose(blogPost({ image: { src: 'team.jpg', alt: 'Six nurses round a table', width: 800, height: 600 } }));
  expect(post.parts[0]!.media).toEqual([{ src: 'team.jpg', alt: 'Six nurses round a table' }]);
  expect(post.priceMilliUsd).toBe(205);
  expect(says(compose(blogPost({ image: { src: 'a.png', alt: 'x'.repeat(1001), width: 1, height: 1 } })))).toEqual([
    expect.stringContaining('alt text'),
  ]);
});

test('a social post gets a space after a full stop that X would read as a link, and the editor decides about what may be one', () => {
  expect(text(blogPost({ summary: 'We share our care.It works.So does this.Is it so?' }))).toContain(
    'our care. It works. So does this. Is it so?',
  );
  expect(text(blogPost({ social: { text: 'Better care.It works.' } }))).toBe(`Better care. It works.\n\n${POST_LINK}`);
  const doubtful = compose(blogPost({ summary: 'See nhs.uk for more.' }));
  expect(says(doubtful)).toEqual([
    'X makes a link of "nhs.uk". If you do not mean one, put a space after the full stop; if you do, write https:// before it.',
  ]);
  expect(text(blogPost({ summary: 'See www.England.nhs.uk/Care.It for more.' }))).toContain('www.England.nhs.uk/Care.It');
});

test('a social post never starts as a reply, its mentions are reported to the editor, and it keeps one stock symbol at most', () => {
  const post = compose(blogPost({ social: { text: '@someone wrote of $AB and $CD and $EF' } }));
  expect(post.parts[0]!.text).toBe(`.@someone wrote of $AB and CD and EF\n\n${POST_LINK}`);
  expect(says(post)).toEqual([expect.stringContaining('@someone'), expect.stringContaining('one sign is different')]);
});

test('a social post drops what does not fit in this order: hashtags, end of summary, end of title; never the link', () => {
  const ofWords = (count: number) => 'caring '.repeat(count).trim();
  const roomy = text(blogPost({ summary: ofWords(16) }));
  expect(roomy).toContain('#');
  const noTags = text(blogPost({ summary: ofWords(20) }));
  expect(noTags).not.toContain('#');
  expect(noTags).toContain(`${ofWords(20)}\n`);
  const cut = text(blogPost({ summary: ofWords(60) }));
  expect(cut).toMatch(/caring…\n/);
  expect(cut).toContain('Introducing the collaborative\n');
  const bare = text(blogPost({ title: ofWords(60), summary: ofWords(60) }));
  expect(bare).toMatch(/caring…\n/);
  for (const post of [roomy, noTags, cut, bare]) expect(post).toContain(POST_LINK);
});

const hostilePiece = fc.oneof(
  fc.constantFrom(
    'care.It',
    'https://a.org/x?y=1',
    'nhs.uk',
    '@someone',
    '＠someone',
    '$AB',
    '#tag',
    '🧑🏽‍🤝‍🧑🏻',
    'الصحة',
    '\u202eabc',
    '漢字漢字',
    '\ufeff',
    '\ud800',
    '\u200b',
    '\n',
    'a.a.a.a',
    '…',
    '{{title}}',
    '&amp;',
    'x'.repeat(300),
  ),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 12 }),
);
const line = fc.array(hostilePiece, { minLength: 1, maxLength: 40 }).map((pieces) => pieces.join(' '));
const slug = fc.stringMatching(/^[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,5}$/).map((name) => name as Slug);
const aBlogPost = fc
  .record({ title: line, summary: fc.oneof(line, fc.constant('')), author: line, slug })
  .map((changes) => blogPost(changes));
const anEvent = fc.record({ title: line, summary: line, venue: line, slug }).map((changes) => event(changes));
const ownText = fc.record({ social: line.map((own) => ({ text: own })), slug }).map((changes) => blogPost(changes));

const EVERY_OPTIONS: PostOptions[] = [
  {},
  { before: '28d', on: '2020-02-27' },
  { before: '7d', on: '2020-03-19' },
  { before: '1d', on: '2020-03-25' },
  ...(['cancelled', 'confirmed', 'moved', 'postponed'] as const).flatMap((change) =>
    [1, 2, 3].map((sequence) => ({ change, sequence, on: '2020-03-01' })),
  ),
];

test('a social post of any texts fits, is valid, has its whole link and never starts as a reply', () => {
  fc.assert(
    fc.property(fc.oneof(aBlogPost, anEvent), fc.nat({ max: EVERY_OPTIONS.length - 1 }), (story, nth) => {
      const post = compose(story, story.kind === 'post' ? {} : EVERY_OPTIONS[nth]);
      const link = `https://news.example.org/${story.kind}s/${story.slug}`;
      expect(post.parts).toHaveLength(1);
      const written = post.parts[0]!.text;
      expect(twitter.parseTweet(written)).toMatchObject({ valid: true });
      expect(twitter.parseTweet(written).weightedLength).toBeLessThanOrEqual(280);
      expect(twitter.extractUrls(written)).toContain(link);
      expect(post.links).toContain(link);
      expect(twitter.extractReplies(written)).toBeNull();
      expect(twitter.extractCashtags(written).length).toBeLessThanOrEqual(1);
      expect(written.split('\n').filter((row) => /care\.It/.test(row) && !/https?:/.test(row))).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

test('a social post of any own text has parts that fit and are valid, and a link', () => {
  fc.assert(
    fc.property(ownText, (story) => {
      const post = compose(story);
      for (const part of post.parts) {
        expect(twitter.parseTweet(part.text)).toMatchObject({ valid: true });
        expect(twitter.extractReplies(part.text)).toBeNull();
      }
      expect(post.links.length).toBeGreaterThan(0);
      expect(new Set(post.parts.map((part) => part.text)).size).toBe(post.parts.length);
    }),
    { numRuns: 100 },
  );
});

test('a social post of any Unicode fits with its link whole, or is refused with a reason', () => {
  const anything = fc.string({
    unit: fc.oneof(fc.constantFrom('.', ' ', '@', '$', '#', '\n', 'a', 'It'), fc.string({ unit: 'binary', minLength: 1, maxLength: 1 })),
    maxLength: 400,
  });
  const written = fc.oneof(
    fc.record({ title: anything, summary: anything, author: anything, slug }).map((changes) => blogPost(changes)),
    fc.record({ social: anything.map((own) => ({ text: own })), slug }).map((changes) => blogPost(changes)),
  );
  fc.assert(
    fc.property(written, (story) => {
      const post = compose(story);
      for (const part of post.parts) expect(twitter.parseTweet(part.text)).toMatchObject({ valid: true });
      expect(post.links.length).toBeGreaterThan(0);
      if (story.social === undefined) expect(post.links).toContain(`https://news.example.org/posts/${story.slug}`);
      const rulesMended = post.findings.filter(({ rule }) => ['length', 'link', 'reply', 'cashtags'].includes(rule));
      expect(rulesMended).toEqual([]);
      for (const { sentence } of post.findings) expect(sentence).toMatch(/[.:].+[.]$/s);
    }),
    { numRuns: 150 },
  );
});

test('all social posts of one story differ, and composing one again gives the same', () => {
  fc.assert(
    fc.property(anEvent, (story) => {
      const texts = EVERY_OPTIONS.map((options) => text(story, options));
      expect(new Set(texts).size).toBe(EVERY_OPTIONS.length);
      expect(EVERY_OPTIONS.map((options) => text(story, options))).toEqual(texts);
    }),
    { numRuns: 30 },
  );
});

test('social reminders that a long weekend moves to one day are still worded differently', () => {
  for (const name of ['a', 'b', 'c']) {
    const texts = ['1d', '2d', '3d', '4d', '5d'].map((before) => text(event({ slug: name as Slug }), { before, on: '2020-03-24' }));
    expect(new Set(texts).size).toBe(5);
  }
});

test('social posts of different stories are worded in different ways', () => {
  const ways = new Set(Array.from({ length: 20 }, (_, i) => text(blogPost({ slug: `story-${i}` as Slug })).split('\n')[0]));
  expect(ways.size).toBe(5);
});

test('a social post’s link counts and costs even if the site is no public address, as on a developer’s machine', () => {
  const local = { ...rules, site: 'http://127.0.0.1:4400' };
  const at = Temporal.ZonedDateTime.from('2020-01-14T09:00[Europe/London]');
  const publication: Publication = { id: 'x-a' as PublicationId, kind: 'social', channel: 'x', due: at, stories: [], decision: 'go' };
  const post = composeSocialPost({ publication, story: blogPost({ summary: 'word '.repeat(90) }), rules: local, at });
  expect(post.links).toEqual(['http://127.0.0.1:4400/posts/2019-09-12-introducing-the-collaborative']);
  expect(post.priceMilliUsd).toBe(200);
  expect(post.weight[0]).toBeLessThanOrEqual(280);
});
