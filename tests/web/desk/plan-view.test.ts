import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { publicationUrl } from '#core/publication/names';
import type { PublicationId } from '#core/publication/publication';
import { byTime, isAfter } from '#core/time/compare';
import { readOutlook } from '#flow/publish/outlook';
import { readForecast } from '#flow/publish/plan';
import { sayYes } from '#tests/flow/say-yes';
import { at, RULES as FLOW_RULES, TestNewsroom } from '#tests/flow/test-newsroom';
import { plainText } from '#tests/web/desk/page-text';
import { formsOf } from '#tests/web/desk/press';
import { ALERT, X } from '#tests/web/desk/unknown-outcome-newsroom';
import { POST, RULES, sampleNewsroom } from '#tests/web/sample-newsroom';
import { planView } from '#web/desk/plan-view';

describe('a channel that stopped itself', () => {
  test.each([
    {
      channel: 'email' as const,
      title: 'Email has stopped',
      button: 'Resume email',
      what: 'No email goes out until you press Resume.',
      id: ALERT,
    },
    {
      channel: 'x' as const,
      title: 'Posting on X has stopped',
      button: 'Resume posting on X',
      what: 'Nothing goes out on X until you press Resume.',
      id: X,
    },
  ])(
    'a stopped channel is reported once at the top of the plan, and goes on when it is resumed: $channel',
    async ({ channel, title, button, what, id }) => {
      const newsroom = await sampleNewsroom({ files: { 'posts/what-we-learned.md': POST } });
      await newsroom.world.switches.pause(channel, 'The account is closed. Ask whoever runs it.');
      await newsroom.moveTo('2019-09-12T09:00');
      const plan = plainText(await newsroom.page('/desk/plan'));
      for (const said of [title, button, what]) expect(plan).toContain(said);
      expect(plan.split('The account is closed.')).toHaveLength(2);
      expect(plainText(await newsroom.page(`/desk/publications/${id}`))).toContain('The account is closed. Ask whoever runs it.');
      expect(channel === 'email' ? newsroom.mails : newsroom.posts).toEqual([]);
      expect((await formsOf(newsroom)('/desk/plan', `/resume/${channel}`)).headers.get('Location')).toBe('/desk/plan');
      expect(plainText(await newsroom.page('/desk/plan'))).not.toContain(title);
      await newsroom.moveTo('2019-09-12T09:20');
      expect(channel === 'email' ? newsroom.mails : newsroom.posts).toHaveLength(1);
    },
  );

  test('a stopped channel is not mentioned while everything is paused', async () => {
    const newsroom = await sampleNewsroom();
    await newsroom.world.switches.pause('email', 'The account is closed.');
    await newsroom.world.switches.pause('everything', 'Bank holiday');
    const plan = plainText(await newsroom.page('/desk/plan'));
    expect(plan).toContain('Bank holiday');
    expect(plan).not.toContain('The account is closed.');
  });
});

test('a note on a story stands in the plan, apart from the problems, and the story goes out without what it names', async () => {
  const newsroom = await sampleNewsroom({ files: { 'posts/what-we-learned.md': `${POST}\n\n<!-- ask Ada -->\n` } });
  const line = `${POST}\n\n<!--`.split('\n').length;
  const plan = plainText(await newsroom.page('/desk/plan'));
  expect(plan).toContain(`posts/what-we-learned.md Line ${line}: This comment is not published.`);
  expect(plan).not.toContain('Please put this right');
  await newsroom.moveTo('2019-09-12T09:20');
  expect(newsroom.mails.length).toBeGreaterThan(0);
  for (const mail of newsroom.mails) expect(new TextDecoder().decode(mail.message)).not.toMatch(/ask Ada/);
});

test('the plan names a file once, and what is wrong with it and what waits for it stand below its name', async () => {
  const dead = `${POST}\nA [leaflet](https://exa%20mple.org/a).\n`;
  const newsroom = await sampleNewsroom({
    files: { 'posts/bad.md': POST.replace('author: Ama Bright\n', '').replace('summary', 'sumary'), 'posts/what-we-learned.md': dead },
  });
  const page = await newsroom.page('/desk/plan');
  const problems = /<h2[^>]*>Please put this right<\/h2>([\s\S]*?)<\/section>/.exec(page)?.[1] ?? '';
  const files = [...problems.matchAll(/<strong class="wraps">(.*?)<\/strong><\/p>\s*<ul>(.*?)<\/ul>/g)].map(([, file, lines = '']) => ({
    file,
    lines: lines.match(/<li>/g)?.length,
  }));
  expect(files).toEqual([
    { file: 'posts/bad.md', lines: 2 },
    { file: 'posts/what-we-learned.md', lines: 1 },
  ]);
});

/** What three weeks hold, and what the programme lead decides about what is on the plan: the same again and again, in its order. */
type Weeks = {
  stories: { kind: 'post' | 'event'; day: number; hour: number; notice: number }[];
  decisions: ('nothing' | 'cancel' | 'approve')[];
  approval: boolean;
  budget: number;
};

const weeks: fc.Arbitrary<Weeks> = fc.record({
  stories: fc.array(
    fc.record({
      kind: fc.constantFrom('post' as const, 'post' as const, 'event' as const),
      day: fc.integer({ min: 9, max: 27 }),
      hour: fc.integer({ min: 6, max: 21 }),
      notice: fc.integer({ min: 0, max: 12 }),
    }),
    { minLength: 1, maxLength: 6 },
  ),
  decisions: fc.array(fc.constantFrom('nothing' as const, 'nothing' as const, 'cancel' as const, 'approve' as const), {
    minLength: 1,
    maxLength: 9,
  }),
  approval: fc.constantFrom(false, false, true),
  budget: fc.constantFrom(10, 10, 0.5),
});

function fileOf({ kind, day, hour, notice }: Weeks['stories'][number], i: number): [string, string] {
  const published = Temporal.PlainDateTime.from('2019-09-01T00:00').with({ day, hour });
  const at = (time: Temporal.PlainDateTime) => time.toString({ smallestUnit: 'minute' });
  const starts = published.add({ days: notice, hours: 5 });
  const text =
    kind === 'post'
      ? `---\ntitle: Lesson ${i}\nauthor: Ada Example\npublished: ${at(published)}\nsummary: What ward ${i} changed.\n---\n\nWard ${i} changed this.\n`
      : `---\ntitle: Session ${i}\nstarts: ${at(starts)}\nends: ${at(starts.add({ hours: 3 }))}\nvenue: Taunton\npublished: ${at(published)}\nsummary: A day for ward ${i}.\n---\n\nAll are invited.\n`;
  return [`${kind}s/story-${'abcdefgh'[i]}.md`, text];
}

const local = (moment: Temporal.Instant) => moment.toZonedDateTimeISO('Europe/London').toPlainDateTime().toString();

/** What becomes of a publication with this tag on the plan, if nobody does anything about it. */
const HAPPENS: Record<string, string> = { 'Needs your yes': 'missed', 'Put right': 'missed', Cancelled: 'cancelled' };

test('what the plan says weeks ahead is what happens, unless something changes: what goes out, with which stories, to how many', {
  timeout: 240_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(weeks, async ({ stories, decisions, approval, budget }) => {
      const rules = FLOW_RULES.replace('approval: automatic', `approval: ${approval ? 'required' : 'automatic'}`).replace(
        'monthly_budget_usd: 10',
        `monthly_budget_usd: ${budget}`,
      );
      const newsroom = new TestNewsroom({ 'newsroom.yaml': rules, ...Object.fromEntries(stories.map(fileOf)) });
      const { world } = newsroom;
      for (const [i, frequency] of ['each', 'weekly', 'weekly', 'events'].entries()) await newsroom.subscribe(`reader${i}`, { frequency });
      const start = at('2019-09-09T05:00');
      const end = start.add({ hours: 24 * 25 });
      await newsroom.minute(local(start));
      const approved: PublicationId[] = [];
      for (const [i, { id, state }] of (await readOutlook(world, start, end)).entries.entries()) {
        const decision = state === 'planned' ? decisions[i % decisions.length] : 'nothing';
        if (decision === 'cancel') await world.switches.cancel(id, 'Ada', start);
        else if (decision === 'approve' || approval) approved.push(id);
      }
      // The plan takes it that what waits for a yes gets it, as it is once others are cancelled.
      const forecast = await readForecast(world, start, end);
      for (const { id, decision } of forecast?.publications ?? [])
        if (decision === 'go' && approved.includes(id)) await sayYes(world, id, start);
      const { days } = await planView(world, start, { days: 25, page: 1 });
      const rows = new Map(days.flatMap((day) => day.rows).map((row) => [row.url, row]));
      const { entries } = await readOutlook(world, start, end);
      const moments = entries.map(({ due }) => due.toInstant()).flatMap((due) => [due, due.add({ hours: 12, minutes: 1 })]);
      for (const moment of [...moments, end].toSorted(byTime)) await newsroom.minute(local(moment));
      const records = (await world.publications.all()).filter(({ due }) => !isAfter(due, end));
      const said = entries.map((entry) => {
        const row = rows.get(publicationUrl(entry.id));
        const happens = row?.goes ? 'goes out' : (HAPPENS[row?.tag ?? ''] ?? entry.state);
        const email = entry.channel === 'email' && happens === 'goes out';
        return { id: entry.id, due: entry.due.toString(), happens, stories: entry.stories, ...(email && { audience: entry.audience }) };
      });
      const happened = records.map(({ id, due, begun, state, stories: its, channel, audience }) => ({
        id,
        due: due.toString(),
        happens: begun ? 'goes out' : state,
        stories: its,
        ...(channel === 'email' && begun && { audience }),
      }));
      const inOrder = (some: { id: string }[]) => some.toSorted((a, b) => (a.id < b.id ? -1 : 1));
      expect(inOrder(happened)).toEqual(inOrder(said));
    }),
    { numRuns: 15 },
  );
});

test('the plan says after a cancelled digest that the next one has its posts, and so does the page of the next one', async () => {
  const newsroom = await sampleNewsroom({ at: '2019-09-10T08:00', people: [{ frequency: 'weekly' }] });
  await newsroom.moveTo('2019-09-10T08:00');
  const next = async () => plainText((await newsroom.page('/desk/plan')).split('What will not go out')[0] ?? '');
  expect(await next()).not.toContain('Thursday 26 September 2019');
  await newsroom.world.switches.cancel('digest-weekly-2019-09-19' as never, 'Ama', newsroom.time.now);
  const digest = await newsroom.page('/desk/publications/digest-weekly-2019-09-26');
  expect(await next()).toMatch(/Thursday 26 September 2019 8:30am Weekly digest/);
  expect(plainText(digest)).toContain('By email to 1 person');
  expect(plainText(digest)).toContain('What we learned');
});

test('a cancelled post takes nothing of the month’s budget from those after it', async () => {
  const rules = RULES.replace('monthly_budget_usd: 10', 'monthly_budget_usd: 0.3');
  const later = POST.replace('What we learned', 'What came next').replace('2019-09-12T09:00', '2019-09-13T09:00');
  const newsroom = await sampleNewsroom({ files: { 'newsroom.yaml': rules, 'posts/later.md': later } });
  expect(plainText(await newsroom.page('/desk/publications/x-later'))).toContain('Needs your yes');
  await newsroom.world.switches.cancel('x-what-we-learned' as never, 'Ama', newsroom.time.now);
  expect(plainText(await newsroom.page('/desk/publications/x-later'))).not.toContain('Needs your yes');
  await newsroom.moveTo('2019-09-12T09:00');
  await newsroom.moveTo('2019-09-13T09:00');
  expect(newsroom.posts).toHaveLength(1);
});

test('an email and a post that were cancelled before they began are not said to have had nobody, or to be still to come', async () => {
  const newsroom = await sampleNewsroom({ people: [{}] });
  for (const id of ['alert-what-we-learned', 'x-what-we-learned'])
    await newsroom.world.switches.cancel(id as never, 'Ama', newsroom.time.now);
  await newsroom.moveTo('2019-09-12T09:00');
  await newsroom.moveTo('2019-09-12T12:30');
  const [, past = ''] = plainText(await newsroom.page('/desk/plan')).split('What has been');
  expect(past.match(/Cancelled by Ama before anybody got it\./g)).toHaveLength(2);
  expect(past).not.toMatch(/nobody to go to|still to be posted|Who got it/);
  expect(plainText(await newsroom.page('/desk/publications/alert-what-we-learned'))).not.toContain('0 people');
});
