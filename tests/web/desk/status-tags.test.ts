// The plan and the page of a publication say the same of it.
import { describe, expect, test } from 'vitest';
import type { PublicationId } from '#core/publication/publication';
import { sayYes } from '#tests/flow/say-yes';
import { plainText } from '#tests/web/desk/page-text';
import { ALERT, X } from '#tests/web/desk/unknown-outcome-newsroom';
import { POST, RULES, sampleNewsroom } from '#tests/web/sample-newsroom';

type Newsroom = Awaited<ReturnType<typeof sampleNewsroom>>;

/** The status of each publication on the plan, by its path. */
async function onThePlan(newsroom: Newsroom): Promise<Map<string, string>> {
  const html = await newsroom.page('/desk/plan');
  const entries = [...html.matchAll(/<li class="entry">(.*?)<\/li>/gs)].map(([, entry = '']) => entry);
  return new Map(
    entries.flatMap((entry) => {
      const url = /href="(\/desk\/publications\/[^"]+)"/.exec(entry)?.[1];
      const tag = /<strong class="nhsuk-tag[^>]*>([^<]*)</.exec(entry)?.[1];
      return url && tag ? [[url, tag] as const] : [];
    }),
  );
}

async function onItsPage(newsroom: Newsroom, url: string): Promise<string | undefined> {
  return /<h1>.*?<strong class="nhsuk-tag[^>]*>([^<]*)</s.exec(await newsroom.page(url))?.[1];
}

const id = (text: string) => text as PublicationId;
const WRONG_TEXT = POST.replace('summary:', 'social: "@sample look at this"\nsummary:');

const SITUATIONS: Record<
  string,
  { rules?: string; post?: string; act?: (newsroom: Newsroom) => Promise<unknown>; at?: string; says: [string, string] }
> = {
  'nothing is special': { says: ['Planned', 'Planned'] },
  'an approval is needed': { rules: `${RULES}approval: required\n`, says: ['Needs your yes', 'Needs your yes'] },
  'an approval is needed and given': {
    rules: `${RULES}approval: required\n`,
    act: ({ world, time }) => Promise.all([ALERT, X].map((one) => sayYes(world, one, time.now))),
    says: ['Planned', 'Planned'],
  },
  'an approval is needed and it is due': {
    rules: `${RULES}approval: required\n`,
    at: '2019-09-12T09:00',
    says: ['Needs your yes', 'Needs your yes'],
  },
  'the budget is used': { rules: RULES.replace('monthly_budget_usd: 10', 'monthly_budget_usd: 0'), says: ['Planned', 'Needs your yes'] },
  'everything is paused': { act: ({ world }) => world.switches.pause('everything', 'Mourning'), says: ['Paused', 'Paused'] },
  'everything is paused and it is due': {
    act: ({ world }) => world.switches.pause('everything', 'Mourning'),
    at: '2019-09-12T09:00',
    says: ['Paused', 'Paused'],
  },
  'one is paused': { act: ({ world }) => world.switches.pause(id(ALERT), 'Wait'), says: ['Paused', 'Planned'] },
  'one is paused, and everything too': {
    act: async ({ world }) => {
      await world.switches.pause(id(ALERT), 'Wait');
      await world.switches.pause('everything', 'Mourning');
    },
    says: ['Paused', 'Paused'],
  },
  'a channel has stopped': { act: ({ world }) => world.switches.pause('x', 'The key is gone.'), says: ['Planned', 'Stopped'] },
  'a channel has stopped and it is due': {
    act: ({ world }) => world.switches.pause('email', 'The account is closed.'),
    at: '2019-09-12T09:00',
    says: ['Stopped', 'Posted'],
  },
  'one is cancelled': { act: ({ world, time }) => world.switches.cancel(id(ALERT), 'Ama', time.now), says: ['Cancelled', 'Planned'] },
  'one is cancelled, and everything is paused': {
    act: async ({ world, time }) => {
      await world.switches.cancel(id(ALERT), 'Ama', time.now);
      await world.switches.pause('everything', 'Mourning');
    },
    says: ['Cancelled', 'Paused'],
  },
  'it has gone out': { at: '2019-09-12T09:00', says: ['Sent', 'Posted'] },
};

describe('the status of a publication', () => {
  test.each(Object.entries(SITUATIONS))(
    'the plan and its page say the same of a publication when %s',
    async (_, { rules, post, act, at, says }) => {
      const files = { ...(rules && { 'newsroom.yaml': rules }), 'posts/what-we-learned.md': post ?? POST };
      const newsroom = await sampleNewsroom({ files });
      await newsroom.moveTo('2019-09-12T08:00');
      await act?.(newsroom);
      if (at) {
        await newsroom.moveTo(at);
        await newsroom.moveTo(at.replace(':00', ':05'));
      }
      const plan = await onThePlan(newsroom);
      const urls = [ALERT, X].map((one) => `/desk/publications/${one}`);
      expect(urls.map((url) => plan.get(url))).toEqual(says);
      for (const url of urls) expect(await onItsPage(newsroom, url)).toBe(plan.get(url));
    },
  );

  test('a text that blocks a post is “Put right” on the plan and on its page', async () => {
    const newsroom = await sampleNewsroom({ files: { 'posts/what-we-learned.md': WRONG_TEXT } });
    const tag = (await onThePlan(newsroom)).get(`/desk/publications/${X}`);
    expect(tag).toBe(await onItsPage(newsroom, `/desk/publications/${X}`));
  });
});

describe('while everything is paused', () => {
  test('the plan names no next publication, and says so in its first sentence, while everything is paused', async () => {
    const newsroom = await sampleNewsroom();
    expect(plainText(await newsroom.page('/desk/plan'))).toContain('The next thing goes out on Thursday 12 September 2019 at 9am.');
    await newsroom.world.switches.pause('everything', 'Mourning');
    const plan = plainText(await newsroom.page('/desk/plan'));
    expect(plan).not.toContain('The next thing goes out');
    expect(plan).toContain('Everything is paused, so nothing goes out.');
  });

  test('no publication ahead is “Planned”, “Ready” or “Going out” while everything is paused', async () => {
    const newsroom = await sampleNewsroom();
    await newsroom.moveTo('2019-09-12T08:57');
    await newsroom.world.switches.pause('everything', 'Mourning');
    for (const path of ['/desk/plan', '/desk/plan?days=year']) {
      const coming = (await newsroom.page(path)).split('What has been')[0] ?? '';
      expect(coming).not.toMatch(/>(?:Planned|Ready|Going out|Getting ready)</);
    }
  });

  test('a publication’s own pause is on its page and on the plan beside the pause of everything, and can be lifted there', async () => {
    const newsroom = await sampleNewsroom();
    await newsroom.world.switches.pause(id(ALERT), 'Ask Ama first');
    await newsroom.world.switches.pause('everything', 'Mourning');
    const page = await newsroom.page(`/desk/publications/${ALERT}`);
    expect(plainText(page)).toContain('Everything is paused: Mourning');
    expect(plainText(page)).toContain('This is paused: Ask Ama first');
    expect(page).toContain(`action="/desk/publications/${ALERT}/resume"`);
    expect(plainText(await newsroom.page('/desk/plan'))).toContain('It waits until everything is resumed. Paused: Ask Ama first');
  });

  test('the next publication is the first that nothing holds back', async () => {
    const newsroom = await sampleNewsroom();
    await newsroom.world.switches.pause('email', 'The account is closed.');
    await newsroom.world.switches.pause(id(X), 'Wait');
    expect(plainText(await newsroom.page('/desk/plan'))).not.toContain('The next thing goes out on Thursday 12 September');
  });
});

test('what its story does not ask for any more is “Waiting” on the plan and on its page, which asks for no yes', async () => {
  const newsroom = await sampleNewsroom({ files: { 'newsroom.yaml': `${RULES}approval: required\n` } });
  await newsroom.moveTo('2019-09-12T09:00');
  newsroom.files.set('posts/what-we-learned.md', new TextEncoder().encode(POST.replace('author:', 'archive: true\nauthor:')));
  await newsroom.moveTo('2019-09-12T10:00');
  const plan = await onThePlan(newsroom);
  for (const url of [ALERT, X].map((one) => `/desk/publications/${one}`)) {
    expect([url, plan.get(url), await onItsPage(newsroom, url)]).toEqual([url, 'Waiting', 'Waiting']);
    const page = plainText(await newsroom.page(url));
    expect(page).toContain('Its story is in the archive, so it does not go out.');
    expect(page).not.toContain('Say yes');
  }
});
