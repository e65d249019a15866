// What needs the programme lead: on Home, and as a number in the menu.
import PostalMime from 'postal-mime';
import { describe, expect, test } from 'vitest';
import { examinationOf } from '#core/doctor/examination';
import type { PublicationId } from '#core/publication/publication';
import { verdicts } from '#tests/core/doctor/samples';
import { plainText } from '#tests/web/desk/page-text';
import { pressYes, readYes } from '#tests/web/desk/say-yes';
import { unknownOutcomeNewsroom, unknownOutcomePost } from '#tests/web/desk/unknown-outcome-newsroom';
import { EVENT, PIXEL, POST, RULES, sampleNewsroom } from '#tests/web/sample-newsroom';

type Newsroom = Awaited<ReturnType<typeof sampleNewsroom>>;

const ALERT = 'alert-what-we-learned' as PublicationId;
const FILE = 'posts/what-we-learned.md';
const WITHOUT_AUTHOR = POST.replace('author: Ama Bright\n', '');

/** The things that Home lists, each with the words and address of its button. */
async function listed(newsroom: Newsroom): Promise<{ text: string; button: string; url: string }[]> {
  const html = (await newsroom.page('/desk/')).replaceAll('&#x3D;', '=');
  return [...html.matchAll(/<li class="need">(.*?)<\/li>/gs)].map(([, item = '']) => {
    const [, url = '', button = ''] = /<a class="nhsuk-button[^>]* href="([^"]+)">([^<]+)</.exec(item) ?? [];
    return { text: plainText(item.split('<a class="nhsuk-button')[0] ?? '').trim(), button, url };
  });
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

const withRules = (lines: string, rules = RULES) => ({ 'newsroom.yaml': `${rules}${lines}` });
const write = ({ files }: Newsroom, file: string, text: string) => files.set(file, new TextEncoder().encode(text));

async function pausedNewsroom(what: 'everything' | 'x' | PublicationId) {
  const newsroom = await sampleNewsroom();
  await newsroom.world.switches.pause(what, 'Ask Ama');
  return newsroom;
}

async function missedNewsroom(until: string) {
  const newsroom = await sampleNewsroom({ files: withRules('approval: required\n') });
  await newsroom.moveTo('2019-09-12T09:00');
  await newsroom.moveTo(until);
  return newsroom;
}

/** A newsroom in which something of each kind needs a person, with the button that leads to it. */
const KINDS: readonly [string, string, () => Promise<Newsroom>][] = [
  ['a pause of everything', 'Let everything go on', () => pausedNewsroom('everything')],
  ['a channel that stopped', 'Resume posting on X', () => pausedNewsroom('x')],
  ['a publication that someone paused', 'Let it go on', () => pausedNewsroom(ALERT)],
  ['a burst of scanners', 'Say whether it was a scanner', pressedByScanner],
  ['a held email', 'Decide what becomes of it', () => unknownOutcomeNewsroom({ held: 2 })],
  ['a held post', 'Decide what becomes of it', unknownOutcomePost],
  ['approvals of one story', 'Look at them, and say yes', () => sampleNewsroom({ files: withRules('approval: required\n') })],
  [
    'an approval of one email',
    'Look at it, and say yes',
    async () => {
      const newsroom = await sampleNewsroom({ files: withRules('approval: required\n') });
      await pressYes(newsroom, 'x-what-we-learned', await readYes(newsroom, 'x-what-we-learned'));
      return newsroom;
    },
  ],
  [
    'a text that must be put right',
    'Put the text right',
    () => sampleNewsroom({ files: { [FILE]: POST.replace('We went', '[Our leaflet](https://exa%20mple.org/a). We went') } }),
  ],
  [
    'a post whose story is gone',
    'See what it waits for',
    async () => {
      const newsroom = await sampleNewsroom({ at: '2019-09-11T08:00' });
      await newsroom.moveTo('2019-09-11T09:00');
      newsroom.files.delete(FILE);
      return newsroom;
    },
  ],
  ['a missed email that can still be sent', 'Send it all the same', () => missedNewsroom('2019-09-12T21:01')],
  [
    'a missed reminder that can not be sent any more',
    'See why it was missed',
    async () => {
      const files = {
        ...withRules('approval: required\n'),
        'events/spring.md': EVENT.replace('2020-01-14T10:00', '2019-09-12T10:00')
          .replaceAll('2020-03-26', '2019-09-12')
          .replace('T09:30', 'T12:00'),
      };
      const newsroom = await sampleNewsroom({ files: { ...files, [FILE]: '' } });
      await newsroom.moveTo('2019-09-12T10:00');
      await newsroom.moveTo('2019-09-12T12:01');
      return newsroom;
    },
  ],
  [
    'a story with an old date',
    'Send it all the same',
    async () => {
      const newsroom = await sampleNewsroom({ at: '2019-09-11T08:00' });
      await newsroom.moveTo('2019-09-11T09:00');
      write(newsroom, 'posts/older.md', POST.replace('What we learned', 'Older').replace('2019-09-12', '2018-09-12'));
      await newsroom.moveTo('2019-09-11T09:10');
      return newsroom;
    },
  ],
  [
    'a picture of people whose consent ends',
    'Change the story',
    () =>
      sampleNewsroom({
        files: {
          'images/us.png': PIXEL,
          [FILE]: POST.replace('summary:', 'image: { src: us.png, alt: Two nurses, agreed_until: 2019-09-20 }\nsummary:'),
        },
      }),
  ],
  ['a story with a problem', 'Put the story right', () => sampleNewsroom({ files: { [FILE]: WITHOUT_AUTHOR } })],
  ['rules that cannot be read', 'See what is wrong', () => sampleNewsroom({ files: { 'newsroom.yaml': 'name: [' } })],
  [
    'new rules that are not in force',
    'See what is wrong with the rules',
    async () => {
      const newsroom = await sampleNewsroom();
      await newsroom.moveTo('2019-09-12T08:00');
      write(newsroom, 'newsroom.yaml', `${RULES}utm: yes\n`);
      return newsroom;
    },
  ],
  [
    'a thing that the doctor found to be wrong',
    'See what to do, and whom to ask',
    async () => {
      const newsroom = await sampleNewsroom();
      const found = await verdicts('healthy', 'dkim-2', 'sandbox');
      await newsroom.world.examinations.record(examinationOf(found, { at: newsroom.time.now, on: 'aws' }, undefined));
      return newsroom;
    },
  ],
  [
    'a month whose posts cost more than its budget',
    'Look at its price, and say yes',
    () =>
      sampleNewsroom({ files: withRules('', RULES.replace('monthly_budget_usd: 10', 'monthly_budget_usd: 0.1')), at: '2019-09-05T09:00' }),
  ],
];

const PAGES = [
  '/desk/',
  '/desk/plan',
  '/desk/people',
  '/desk/audit',
  '/desk/departures',
  '/desk/import',
  '/desk/account',
  '/desk/no-such-page',
];

test.each([true, false])(
  'an email that waits while its story goes into the archive ends by itself, and Home says so and offers to end it now (paused: %s)',
  async (paused) => {
    const newsroom = await sampleNewsroom({ files: withRules(paused ? '' : 'approval: required\n') });
    if (paused) await newsroom.world.switches.pause(ALERT, 'A question');
    await newsroom.moveTo('2019-09-12T09:00');
    write(newsroom, FILE, POST.replace('author:', 'archive: true\nauthor:'));
    await newsroom.moveTo('2019-09-12T09:10');
    const [need] = (await listed(newsroom)).filter(({ text }) => text.startsWith('New post: What we learned'));
    expect(need?.text).toMatch(/Its story is in the archive, so it does not go out\./);
    expect(need?.text).toMatch(
      /If you do nothing, (?:it is not sent, and ends by itself|they are not sent, and end by themselves) today at 9pm\./,
    );
    expect([need?.button, need?.url]).toEqual(['End it now', `/desk/publications/${ALERT}/cancel`]);
    expect(await newsroom.page(need?.url ?? '')).toContain(`action="/desk/publications/${ALERT}/cancel"`);
    await newsroom.world.switches.cancel(ALERT, 'me', newsroom.time.now);
    await newsroom.moveTo('2019-09-12T09:12');
    expect((await listed(newsroom)).filter(({ url }) => url.includes(ALERT))).toEqual([]);
  },
);

describe('what needs the programme lead', () => {
  test.each(KINDS)('the button of each thing on Home opens the page where it is decided, at the button: %s', async (_, button, open) => {
    const newsroom = await open();
    const need = (await listed(newsroom)).find((one) => one.button === button);
    expect(need?.text).toMatch(/bout \d+ minutes? .* If you do nothing, .*\./);
    const [path = '', anchor = ''] = need?.url.split('#') ?? [];
    const page = await newsroom.ask(path);
    expect(page.status).toBe(200);
    const [, below] = (await page.text()).split(`id="${anchor}"`);
    expect(below).toMatch(
      button.startsWith('See ') ? /Line \d+|newsroom\.yaml line|Note<|If you do nothing,/ : /^[^>]*>(?:Edit|Let it go on|Say yes)|<button/,
    );
  });

  test('a mail alone approves nothing: each link of the morning summary is only looked at, and what waits goes on waiting', async () => {
    const newsroom = await sampleNewsroom({
      files: { ...withRules('approval: required\nnotes_to: lead@example.org\n'), 'posts/bad.md': WITHOUT_AUTHOR },
    });
    await newsroom.world.switches.pause('x', 'The key is gone.');
    await newsroom.moveTo('2019-09-12T08:00');
    const { html = '' } = await PostalMime.parse(newsroom.mails.find(({ to }) => to === 'lead@example.org')?.message ?? '');
    const links = [...html.replaceAll('&#x3D;', '=').matchAll(/href="https:\/\/news\.example\.org(\/desk\/[^"]*)"/g)].map(
      ([, to = '']) => to,
    );
    expect(links).toContain('/desk/yes?story=what-we-learned#yes');
    expect(links).toContain('/desk/publications/x-what-we-learned#yes');
    expect(links).toContain('/desk/plan#stopped-x');
    expect(links).toContain('/desk/stories?q=posts%2Fbad.md#edit');
    for (const link of links) expect([link, (await newsroom.ask(link.split('#')[0] ?? '')).status]).toEqual([link, 200]);
    await newsroom.moveTo('2019-09-12T09:00');
    expect((await newsroom.world.switches.read(ALERT)).approved).toBeUndefined();
    expect((await newsroom.world.switches.read(undefined, 'x')).paused).toBe('The key is gone.');
    expect(await newsroom.world.drafts.all()).toEqual([]);
    expect(newsroom.mails.map(({ to }) => to)).toEqual(['lead@example.org']);
  });

  test('readers that a scanner may have unsubscribed are on Home at once, with the time by which they leave', async () => {
    const [first, ...others] = await listed(await pressedByScanner());
    expect([first?.text, others]).toEqual([
      'Perhaps a scanner pressed the button to leave, for 4 people By Saturday 14 September 2019 at 9:33am, about 2 minutes It was pressed today at 9:33am. They get no emails until you decide. If you do nothing, they leave on Saturday 14 September 2019 at 9:33am.',
      [],
    ]);
  });

  test.each(PAGES)('the menu of each page of the desk has the number of things that wait: %s', async (path) => {
    const newsroom = await pressedByScanner();
    await newsroom.world.switches.pause('x', 'The key is gone.');
    expect(await beside(newsroom, 'Home', path)).toBe(2);
    expect(await beside(newsroom, 'Scanners', path)).toBe(1);
  });

  test('the menu has no number once everything is decided, and Home says that nothing needs anybody, and what goes out', async () => {
    const newsroom = await pressedByScanner();
    await newsroom.moveTo('2019-09-12T09:45');
    await newsroom.ask('/desk/departures/left', {
      method: 'POST',
      headers: { 'Sec-Fetch-Site': 'same-origin' },
      body: new URLSearchParams({ network: 'a trust', until: String(newsroom.time.now.epochMilliseconds) }),
    });
    const home = await newsroom.page('/desk/');
    expect(home).not.toContain('menu__count');
    expect(plainText(home)).toMatch(/What needs you Nothing needs you\. It is Thursday 12 September 2019 at 9:48am\./);
    expect(plainText(home)).toMatch(/Goes out in the next 7 days Thursday 19 September 2019 8:30am Weekly digest.* Email to 0 people/);
    expect(plainText(home)).toMatch(/Went out since yesterday morning New post: What we learned Today at 9\S*am\. Sent to all 4 people\./);
  });

  test('an approval is on Home two days before it is due, one thing for a story’s email and post', async () => {
    const newsroom = await sampleNewsroom({ files: withRules('approval: required\n'), at: '2019-09-10T08:55' });
    expect(await listed(newsroom)).toEqual([]);
    await newsroom.moveTo('2019-09-10T09:00');
    expect((await listed(newsroom)).map(({ text }) => text)).toEqual([
      'New post: What we learned, with 1 post By Thursday 12 September 2019 at 9pm, about 4 minutes Due on Thursday 12 September 2019 at 9am. It waits for someone to say yes. If you do nothing, they are not sent. They wait, and the first is missed on Thursday 12 September 2019 at 9pm.',
    ]);
    expect(plainText(await newsroom.page('/desk/'))).toContain('1 thing, about 4 minutes.');
    expect(await newsroom.page('/desk/')).toContain('<a href="/desk/publications/x-what-we-learned#yes">Post on X: What we learned</a>');
  });

  test('what is held is on Home for as long as nobody decides', async () => {
    const newsroom = await unknownOutcomeNewsroom({ held: 2, sought: 0, sent: 1 });
    newsroom.time.now = newsroom.time.now.add({ hours: 24 * 9 });
    expect((await listed(newsroom))[0]?.text).toBe(
      'New post: What we learned About 3 minutes Nobody can know whether 2 people got it. If you do nothing, it stays held, and they are not sent it again.',
    );
  });

  test('what has a deadline is on Home before what has none', async () => {
    const newsroom = await sampleNewsroom({ files: { ...withRules('approval: required\n'), 'posts/bad.md': WITHOUT_AUTHOR } });
    await newsroom.world.switches.pause('x', 'The key is gone.');
    expect((await listed(newsroom)).map(({ button }) => button)).toEqual([
      'Look at them, and say yes',
      'Resume posting on X',
      'Put the story right',
    ]);
  });
});
