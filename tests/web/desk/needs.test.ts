// What waits for the programme lead, on the plan and in the menu.
import { describe, expect, test } from 'vitest';
import type { PublicationId } from '#core/publication/publication';
import { plainText } from '#tests/web/desk/page-text';
import { unknownOutcomeNewsroom } from '#tests/web/desk/unknown-outcome-newsroom';
import { POST, RULES, sampleNewsroom } from '#tests/web/sample-newsroom';

type Newsroom = Awaited<ReturnType<typeof sampleNewsroom>>;

/** The things that the plan lists as waiting for a person. */
async function listed(newsroom: Newsroom): Promise<string[]> {
  const html = await newsroom.page('/desk/');
  const section = /<section class="decision" aria-labelledby="needs">(.*?)<\/section>/s.exec(html)?.[1] ?? '';
  return [...section.matchAll(/<li>(.*?)<\/li>/gs)].map(([, item = '']) => plainText(item).trim());
}

/** The number beside an item of the menu, on a page of the desk. */
async function beside(newsroom: Newsroom, label: string, path: string): Promise<number> {
  const html = await newsroom.page(path);
  return Number(
    new RegExp(`>${label}<span class="menu__count"><span class="nhsuk-u-visually-hidden">, </span>(\\d+)<`).exec(html)?.[1] ?? 0,
  );
}

/** Four readers whose buttons were pressed from one network at half past nine. */
async function pressedByScanner() {
  const people = [0, 1, 2, 3].map((n) => ({ address: `person${n}@avon.example.org` }));
  const newsroom = await sampleNewsroom({ people });
  await newsroom.moveTo('2019-09-12T09:30');
  const now = newsroom.time.now;
  for (const { address } of people) {
    const id = newsroom.world.subscribers.idOf(address);
    await newsroom.world.suppressions.add(id, 'pending-unsubscribe', now);
    await newsroom.world.pendingUnsubscribes.record({ id, at: now, network: 'a trust', inBurst: false });
  }
  return newsroom;
}

const PAGES = ['/desk/', '/desk/people', '/desk/audit', '/desk/departures', '/desk/import', '/desk/account', '/desk/no-such-page'];

describe('what needs the programme lead', () => {
  test('readers that a scanner may have unsubscribed are on the plan at once, with the time by which they leave', async () => {
    const newsroom = await pressedByScanner();
    expect(await listed(newsroom)).toEqual([
      'Perhaps a scanner pressed the button to leave, for 4 people . It was pressed today at 9:33am. They get no emails until you decide. Without a word from you they leave on Saturday 14 September 2019 at 9:33am.',
    ]);
    expect(await newsroom.page('/desk/')).toContain('<a href="/desk/departures">Perhaps a scanner');
  });

  test.each(PAGES)('the menu of each page of the desk has the number of things that wait: %s', async (path) => {
    const newsroom = await pressedByScanner();
    await newsroom.world.switches.pause('x', 'The key is gone.');
    expect(await beside(newsroom, 'The plan', path)).toBe(2);
    expect(await beside(newsroom, 'Scanners', path)).toBe(1);
  });

  test('the menu has no number when nothing waits, and none once everything is decided', async () => {
    const newsroom = await pressedByScanner();
    await newsroom.moveTo('2019-09-12T09:45');
    await newsroom.ask('/desk/departures/left', {
      method: 'POST',
      headers: { 'Sec-Fetch-Site': 'same-origin' },
      body: new URLSearchParams({ network: 'a trust', until: String(newsroom.time.now.epochMilliseconds) }),
    });
    expect(await newsroom.page('/desk/')).not.toContain('menu__count');
    expect(await listed(newsroom)).toEqual([]);
  });

  test('an approval is on the plan’s list two days before it is due', async () => {
    const newsroom = await sampleNewsroom({ files: { 'newsroom.yaml': `${RULES}approval: required\n` }, at: '2019-09-10T08:55' });
    expect(await listed(newsroom)).toEqual([]);
    await newsroom.moveTo('2019-09-10T09:00');
    expect((await listed(newsroom)).map((item) => item.split(' .')[0])).toEqual([
      'New post: What we learned',
      'Post on X: What we learned',
    ]);
    expect(await beside(newsroom, 'The plan', '/desk/')).toBe(2);
  });

  test('what is held is on the plan’s list for as long as nobody decides', async () => {
    const newsroom = await unknownOutcomeNewsroom({ held: 2, sought: 0, sent: 1 });
    expect(await listed(newsroom)).toEqual([
      'New post: What we learned . Nobody can know whether 2 people got it. Please decide on the desk.',
    ]);
    newsroom.time.now = newsroom.time.now.add({ hours: 24 * 9 });
    expect((await listed(newsroom))[0]).toContain('Nobody can know whether 2 people got it.');
  });

  test('pauses, problems and what was missed are on the plan’s list, each with a link to where it can be put right', async () => {
    const newsroom = await sampleNewsroom({ files: { 'posts/bad.md': POST.replace('author: Ama Bright\n', '') } });
    await newsroom.world.switches.pause('alert-what-we-learned' as PublicationId, 'Ask Ama');
    await newsroom.moveTo('2019-09-12T09:00');
    await newsroom.moveTo('2019-09-12T21:01');
    await newsroom.world.switches.pause('everything', 'Mourning');
    const items = await listed(newsroom);
    expect(items[0]).toBe('Everything is paused');
    expect(items[1]).toContain('New post: What we learned . It was due on Thursday 12 September 2019 at 9am. It was not sent, because');
    expect(items[2]).toMatch(/^posts\/bad\.md line/);
    const html = await newsroom.page('/desk/');
    for (const [, anchor = ''] of html.matchAll(/<li><a href="\/desk\/#([\w-]+)">/g)) expect(html).toContain(`id="${anchor}"`);
  });
});
