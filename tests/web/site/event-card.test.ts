import { expect, test } from 'vitest';
import { imageSize } from '#core/image/image-size';
import { EVENT, RULES, SITE, sampleNewsroom } from '#tests/web/sample-newsroom';

/** The URL of the picture that other sites show for a page. */
const cardOf = (html: string) => /<meta property="og:image" content="([^"]+)">/.exec(html)?.[1]?.replace('&#x3D;', '=');
const at = '2020-01-14T10:00';

test('an event page without an image is shared with its event card, which may be cached for ever', async () => {
  const newsroom = await sampleNewsroom({ at });
  const html = await newsroom.page('/events/spring');
  const address = cardOf(html) ?? '';
  expect(address).toMatch(`${SITE}/events/spring/card.png?v=`);
  const alt = 'Spring session. Thursday 26 March 2020, 9:30am to 4:30pm. Bristol. Sample Improvement Collaborative.';
  expect(html).toContain(`<meta property="og:image:alt" content="${alt}">`);
  expect(html).toContain(`<meta name="twitter:image:alt" content="${alt}">`);
  expect(html).toContain('<meta property="og:image:width" content="1200">\n<meta property="og:image:height" content="675">');
  expect(html).toContain('<meta name="twitter:card" content="summary_large_image">');
  const card = await newsroom.ask(address.replace(SITE, ''));
  expect([card.status, card.headers.get('Content-Type'), card.headers.get('Cache-Control')]).toEqual([
    200,
    'image/png',
    'public, max-age=31536000, immutable',
  ]);
  expect(imageSize(new Uint8Array(await card.arrayBuffer()))).toEqual({ type: 'image/png', width: 1200, height: 675 });
});

test('an event card has another URL when it says something else, and the old URL redirects to it', async () => {
  const before = cardOf(await (await sampleNewsroom({ at })).page('/events/spring')) ?? '';
  const cancelled = await sampleNewsroom({ at, files: { 'events/spring.md': EVENT.replace('venue:', 'status: cancelled\nvenue:') } });
  const after = cardOf(await cancelled.page('/events/spring'));
  expect(after).toMatch('card.png?v=');
  expect(after).not.toBe(before);
  const old = await cancelled.ask(before.replace(SITE, ''));
  expect([old.status, `${SITE}${old.headers.get('Location')}`]).toEqual([302, after]);
  expect(old.headers.get('Cache-Control')).toMatch('max-age=120');
  expect((await cancelled.ask('/events/spring/card.png')).status).toBe(302);
});

test('an event card does not exist for an unpublished event, a post, or an event that cannot be drawn', async () => {
  const early = await sampleNewsroom({ at: '2020-01-14T09:59' });
  expect((await early.ask('/events/spring/card.png')).status).toBe(404);
  const newsroom = await sampleNewsroom({ at, files: { 'events/spring.md': EVENT.replace('Spring session', 'Ημερίδα') } });
  expect((await newsroom.ask('/events/spring/card.png')).status).toBe(404);
  expect((await newsroom.ask('/events/what-we-learned/card.png')).status).toBe(404);
  const html = await newsroom.page('/events/spring');
  expect(html).not.toMatch('og:image');
  expect(html).toMatch('<meta name="twitter:card" content="summary">');
});

test('an event page is shared without a picture if the rules switch cards off', async () => {
  const rules = RULES.replace('  monthly_budget_usd', '  cards: false\n  monthly_budget_usd');
  const newsroom = await sampleNewsroom({ at, files: { 'newsroom.yaml': rules } });
  expect(await newsroom.page('/events/spring')).not.toMatch('og:image');
});

test('the desk shows a post’s event card before the event is public, and afterwards as it was sealed', async () => {
  const newsroom = await sampleNewsroom({ at: '2020-01-13T10:00' });
  const page = await newsroom.page('/desk/publications/x-spring');
  expect(page).toContain(
    '<img class="tweet__image" src="/desk/publications/x-spring/card.png" alt="Spring session. Thursday 26 March 2020',
  );
  const planned = await newsroom.ask('/desk/publications/x-spring/card.png');
  expect([planned.headers.get('Content-Type'), planned.headers.get('Cache-Control')]).toEqual(['image/png', 'no-store']);
  expect((await newsroom.ask('/desk/publications/x-what-we-learned/card.png')).status).toBe(404);
  const sealed = new Uint8Array(await planned.arrayBuffer());
  await newsroom.moveTo(at);
  await newsroom.moveTo('2020-01-14T17:00');
  expect(newsroom.posts.map(({ media }) => media.length)).toEqual([1]);
  newsroom.files.set('events/spring.md', new TextEncoder().encode(EVENT.replace('Bristol', 'Bath')));
  const posted = await newsroom.ask('/desk/publications/x-spring/card.png');
  expect(Buffer.compare(new Uint8Array(await posted.arrayBuffer()), sealed)).toBe(0);
});
