import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { tagValues } from '#core/delivery/mail-tag';
import { PROGRAMME_LEAD, summaryRecipient } from '#core/delivery/transactional-key';
import { sealedMorningSummary } from '#core/transactional/sealed-summary';
import { handleSesEvent, handleSesEvents } from '#flow/email/handle-ses-events';
import { tick } from '#flow/tick';
import { sendTransactional } from '#flow/transactional/send-transactional';
import type { MemoryOptions } from '#local/memory/world';
import type { World } from '#ports';
import { at, EVENT, publicationId, RULES, TestNewsroom } from '#tests/flow/test-newsroom';
import { POST } from '#tests/sample-texts';

const LEAD = summaryRecipient('lead@example.org');
const WITH_SUMMARY = `${RULES}notes_to: lead@example.org\n`;
/** A newsroom with a post that is due at 9am on Monday 9 September 2019. */
const FILES = { 'newsroom.yaml': WITH_SUMMARY, 'posts/safer-medicines.md': POST };

function opened(files: Record<string, string> = {}, options: MemoryOptions = {}) {
  const newsroom = new TestNewsroom({ ...FILES, ...files }, options);
  const summaries = () => newsroom.memory.mails.filter(({ to }) => to === 'lead@example.org');
  return {
    newsroom,
    summaries,
    subjects: async () => Promise.all(summaries().map(async ({ message }) => (await PostalMime.parse(message)).subject)),
    text: async () => (await PostalMime.parse(summaries().at(-1)?.message ?? '')).text?.replace(/\s+/g, ' ') ?? '',
    minutes: async (from: string, count: number) => {
      for (let minute = 0; minute < count; minute += 1)
        await newsroom.minute(Temporal.PlainDateTime.from(from).add({ minutes: minute }).toString());
    },
  };
}

/** Returns `world` with a list of the calls to its transactional emails. */
function counting(world: World, calls: string[]): World {
  const transactional = new Proxy(world.transactional, {
    get: (store, name, self) => {
      calls.push(String(name));
      return Reflect.get(store, name, self);
    },
  });
  return { ...world, transactional };
}

describe('the morning summary', () => {
  test('the morning summary goes to the programme lead once a day, whatever the ticks of its hour do', async () => {
    const { minutes, summaries, subjects, newsroom } = opened();
    await minutes('2019-09-09T07:50', 80);
    await newsroom.minute('2019-09-09T08:00');
    expect(await subjects()).toEqual(['Goes out today: New post: Safer medicines on the ward, and 1 more']);
    expect(summaries().map(({ tag }) => `${tagValues(tag).i} ${tagValues(tag).r} ${tagValues(tag).n}`)).toEqual([
      'letter-note programme-lead-abe3bb6987ff8443 2019-09-09',
    ]);
    await minutes('2019-09-10T08:00', 60);
    expect(summaries()).toHaveLength(2);
  });

  test('the morning summary names what waits for its announcement, before and after it is due', async () => {
    const faulty = EVENT.replace('Every trust', 'See [the programme](https://exa%20mple.org/day). Every trust');
    const { newsroom, text } = opened({ 'events/autumn.md': faulty.replace('2019-09-10T10:00', '2019-09-09T07:40') });
    await newsroom.subscribe('ada');
    await newsroom.minute('2019-09-09T07:40');
    await newsroom.minute('2019-09-09T08:00');
    const dead = 'the link “the programme” is dead';
    expect(await text()).toMatch(
      new RegExp(
        `Announcement: Autumn learning session, with 1 post Due today at 7:40am\\. It waits until it is put right\\. ${dead}`,
        'i',
      ),
    );
    expect(await text()).toContain('Post on X: Autumn learning session: https://news.example.org/desk/publications/x-autumn#reason');
    await newsroom.minute('2019-09-09T19:41');
    await newsroom.minute('2019-09-10T08:00');
    expect(await text()).toMatch(new RegExp(`It was not sent, because its email had a problem: ${dead}`));
    expect(await text()).toContain('It was not sent, because its announcement did not go out: it was due on Monday 9 September 2019');
  });

  test('the morning summary is not sent when it would be empty', async () => {
    const { minutes, summaries, newsroom } = opened();
    newsroom.memory.files.delete('posts/safer-medicines.md');
    await minutes('2019-09-09T08:00', 60);
    expect(summaries()).toEqual([]);
  });

  test('the morning summary is not sent without an address in the rules', async () => {
    const { minutes, newsroom } = opened({ 'newsroom.yaml': RULES });
    await minutes('2019-09-09T08:00', 60);
    expect(newsroom.memory.mails).toEqual([]);
    expect(await newsroom.world.transactional.to(LEAD)).toEqual([]);
  });

  test('the morning summary reads no store outside of its hour, and at most four times within it', async () => {
    const { newsroom } = opened();
    newsroom.memory.files.delete('posts/safer-medicines.md');
    const [outside, within]: [string[], string[]] = [[], []];
    for (let minute = 0; minute < 180; minute += 1) {
      const now = at('2019-09-09T07:00').add({ minutes: minute });
      const isWithin = now.toZonedDateTimeISO('Europe/London').hour === 8;
      // The retention run reads the transactional emails once.
      await tick(counting(newsroom.world, isWithin ? within : outside), now);
    }
    // Each time the emails to the address, and those of versions with one address.
    expect([outside, within]).toEqual([['all'], Array.from({ length: 8 }, () => 'to')]);
  });

  test('the morning summary keeps London’s time in summer and in winter', async () => {
    const { minutes, newsroom } = opened({ 'posts/winter.md': POST.replace('2019-09-09T09:00', '2019-12-09T09:00') });
    newsroom.memory.files.delete('posts/safer-medicines.md');
    await minutes('2019-12-09T07:58', 4);
    expect((await newsroom.world.transactional.to(LEAD)).map(({ day, state }) => `${day} ${state}`)).toEqual(['2019-12-09 accepted']);
  });

  test('the morning summary comes at a later quarter of an hour when its tick or its job was lost', async () => {
    for (const lose of [
      async () => undefined,
      async (newsroom: TestNewsroom) => {
        const jobQueue = { ...newsroom.world.jobQueue, enqueueTransactional: () => Promise.reject(new Error('crash')) };
        await expect(tick({ ...newsroom.world, jobQueue }, at('2019-09-09T08:00'))).rejects.toThrow('crash');
      },
      async (newsroom: TestNewsroom) => {
        await newsroom.tick('2019-09-09T08:00');
        newsroom.memory.enqueued.transactional.splice(0);
      },
    ]) {
      const { newsroom, minutes, summaries } = opened();
      await lose(newsroom);
      await minutes('2019-09-09T08:01', 59);
      expect(summaries()).toHaveLength(1);
    }
  });

  test('the morning summary is not sent again after an unknown outcome', async () => {
    const { minutes, summaries, newsroom } = opened({}, { mailOutcome: () => ({ kind: 'unknown', why: 'the wire broke' }) });
    await minutes('2019-09-09T08:00', 60);
    expect([summaries(), (await newsroom.world.transactional.to(LEAD)).map(({ state }) => state)]).toEqual([[], ['claimed']]);
  });

  test('the morning summary goes out every day, even if its address has unsubscribed from the list', async () => {
    const { newsroom, summaries } = opened({ 'posts/bad.md': '---\ntitle: No more\n---\n' });
    await newsroom.world.suppressions.add(newsroom.world.subscribers.idOf('lead@example.org'), 'unsubscribed', at('2019-09-01T08:00'));
    for (let day = 0; day < 10; day += 1)
      await newsroom.minute(Temporal.PlainDateTime.from('2019-09-09T08:00').add({ days: day }).toString());
    expect(summaries()).toHaveLength(10);
  });

  test('the morning summary waits while email is paused, and a newer one replaces it', async () => {
    const { newsroom, summaries } = opened({ 'posts/bad.md': '---\ntitle: No more\n---\n' });
    await newsroom.world.switches.pause('email', 'a question of taste');
    await newsroom.minute('2019-09-09T08:00');
    await newsroom.minute('2019-09-10T08:00');
    expect(summaries()).toEqual([]);
    await newsroom.world.switches.resume('email');
    for (const job of newsroom.memory.enqueued.later.splice(0)) await sendTransactional(newsroom.world, job);
    expect(summaries().map(({ tag }) => tagValues(tag).n)).toEqual(['2019-09-10']);
  });

  test('the morning summary is not sent after a wait of half a day', async () => {
    const { newsroom, summaries } = opened();
    await newsroom.world.switches.pause('email', 'a question of taste');
    await newsroom.minute('2019-09-09T08:00');
    await newsroom.tick('2019-09-09T20:01');
    await newsroom.world.switches.resume('email');
    for (const job of newsroom.memory.enqueued.later.splice(0)) await sendTransactional(newsroom.world, job);
    expect(summaries()).toEqual([]);
  });
});

const day = Temporal.PlainDate.from('2019-09-09');
const [ADA, BEN] = ['ada@example.org', 'ben@example.org'];
const to = (...addresses: string[]) => `${RULES}notes_to: [${addresses.join(', ')}]\n`;
const withRules = (newsroom: TestNewsroom, text: string) => newsroom.memory.files.set('newsroom.yaml', new TextEncoder().encode(text));

describe('a morning summary to several addresses', () => {
  const openedFor = (rules: string, options: MemoryOptions = {}) => {
    const { newsroom, minutes } = opened({ 'newsroom.yaml': rules }, options);
    return { newsroom, minutes, sent: () => newsroom.memory.mails.map(({ to: address }) => address).toSorted() };
  };

  test('a morning summary to several addresses goes to each of them once a day, in an email that names no other', async () => {
    const { newsroom, minutes, sent } = openedFor(to(ADA, BEN));
    await minutes('2019-09-09T07:50', 80);
    expect(sent()).toEqual([ADA, BEN]);
    for (const { to: address, message } of newsroom.memory.mails)
      expect((await PostalMime.parse(message)).to).toEqual([{ name: '', address }]);
    await minutes('2019-09-10T08:00', 60);
    expect(sent()).toEqual([ADA, ADA, BEN, BEN]);
  });

  test('a morning summary to several addresses goes to nobody twice when the list is reordered or respelt in its hour', async () => {
    const { newsroom, minutes, sent } = openedFor(to(ADA, BEN));
    await minutes('2019-09-09T08:00', 10);
    for (const [minute, rules] of [
      [10, to(BEN, ADA)],
      [25, to('Ben@Example.org', 'ADA@example.org')],
      [40, `${RULES}notes_to: ${BEN}\n`],
    ] as const) {
      withRules(newsroom, rules);
      await minutes(`2019-09-09T08:${minute}`, 15);
    }
    expect(sent()).toEqual([ADA, BEN]);
  });

  test('a morning summary goes to an address that is added in its hour, and not again to the others', async () => {
    const { newsroom, minutes, sent } = openedFor(to(BEN));
    await minutes('2019-09-09T08:00', 10);
    withRules(newsroom, to(ADA, BEN));
    await minutes('2019-09-09T08:10', 50);
    expect(sent()).toEqual([ADA, BEN]);
  });

  test('a morning summary no longer goes to an address that is taken away while its email waits', async () => {
    const { newsroom, sent } = openedFor(to(ADA, BEN));
    await newsroom.world.switches.pause('email', 'a question of taste');
    await newsroom.minute('2019-09-09T08:00');
    withRules(newsroom, to(BEN));
    await newsroom.minute('2019-09-09T08:15');
    await newsroom.world.switches.resume('email');
    for (const job of newsroom.memory.enqueued.later.splice(0)) await sendTransactional(newsroom.world, job);
    expect(sent()).toEqual([BEN]);
  });

  test('a morning summary goes to every address once, wherever its tick breaks off', async () => {
    // Each call that writes, first to last: the sealed text, what is requested, and for each address its email and its job.
    for (let broken = 1; broken <= 6; broken += 1) {
      for (const before of [true, false]) {
        const { newsroom, minutes, sent } = openedFor(to(ADA, BEN));
        let calls = 0;
        const breaking =
          <A extends unknown[], V>(call: (...all: A) => Promise<V>) =>
          async (...all: A): Promise<V> => {
            calls += 1;
            if (calls === broken && before) throw new Error('crash');
            const value = await call(...all);
            if (calls >= broken) throw new Error('crash');
            return value;
          };
        const { world } = newsroom;
        const crashing: World = {
          ...world,
          publications: { ...world.publications, recordMorningSummary: breaking(world.publications.recordMorningSummary) },
          transactional: { ...world.transactional, add: breaking(world.transactional.add) },
          jobQueue: { ...world.jobQueue, enqueueTransactional: breaking(world.jobQueue.enqueueTransactional) },
        };
        await minutes('2019-09-09T07:55', 5);
        const result = tick(crashing, at('2019-09-09T08:00'));
        if (broken <= 5) await expect(result).rejects.toThrow('crash');
        else await result;
        await minutes('2019-09-09T08:01', 59);
        expect([broken, before, sent()]).toEqual([broken, before, [ADA, BEN]]);
      }
    }
  });

  test.each([
    ['is refused', { kind: 'refused', why: 'no such mailbox' }],
    ['has an unknown outcome', { kind: 'unknown', why: 'the wire broke' }],
  ] as const)('a morning summary goes to the other address when the first one %s', async (_, first) => {
    const tried: string[] = [];
    const { minutes, sent } = openedFor(to(ADA, BEN), {
      mailOutcome: ({ to: address }, call) => {
        tried.push(address);
        return address === ADA ? first : { kind: 'accepted', receipt: `m-${call}` };
      },
    });
    await minutes('2019-09-09T08:00', 60);
    expect([tried.toSorted(), sent()]).toEqual([[ADA, BEN], [BEN]]);
  });

  test('a morning summary goes to the other address when the first one bounces, today and tomorrow', async () => {
    const { newsroom, minutes, sent } = openedFor(to(ADA, BEN));
    await minutes('2019-09-09T08:00', 5);
    const tag = { kind: 'transactional', email: { to: summaryRecipient(ADA), kind: 'note', day } } as const;
    const bounce = {
      kind: 'bounced',
      permanent: true,
      subType: 'General',
      at: at('2019-09-09T08:05'),
      receipt: 'm-1',
      address: ADA,
    } as const;
    await handleSesEvent(newsroom.world, { ...bounce, tag });
    await minutes('2019-09-09T08:05', 55);
    await minutes('2019-09-10T08:00', 60);
    expect(sent()).toEqual([ADA, ADA, BEN, BEN]);
  });

  test('a morning summary tells each address what went out since its own newest one', async () => {
    const { newsroom, minutes } = openedFor(to(ADA, BEN), {
      mailOutcome: ({ to: address, tag }, call) =>
        address === BEN && tagValues(tag).n === '2019-09-10'
          ? { kind: 'refused', why: 'full' }
          : { kind: 'accepted', receipt: `m-${call}` },
    });
    for (const date of ['2019-09-09', '2019-09-10', '2019-09-11']) {
      await minutes(`${date}T08:00`, 1);
      await minutes(`${date}T09:00`, 5);
    }
    const last = newsroom.memory.mails.findLast((mail) => mail.to === BEN);
    expect((await PostalMime.parse(last?.message ?? '')).text).toMatch(/Went out since Monday 9 September\s/);
  });
});

describe('a morning summary that comes once a week', () => {
  const MONDAYS = `${WITH_SUMMARY.replace('approval: automatic', 'approval: required')}notes_on: Monday\n`;
  /** The days on which a summary came, when the newsroom ticks at the four times of each morning of two weeks. */
  async function daysOf({ minutes, summaries }: ReturnType<typeof opened>, days: number) {
    for (let day = 9; day < 9 + days; day += 1) await minutes(`2019-09-${String(day).padStart(2, '0')}T08:00`, 60);
    return summaries().map(({ tag }) => tagValues(tag).n);
  }

  test('a weekly summary comes on its day, with what is due until a day after the next one', async () => {
    const newsroom = opened({ 'newsroom.yaml': MONDAYS.replace('required', 'automatic') });
    expect(await daysOf(newsroom, 14)).toEqual(['2019-09-09', '2019-09-16']);
    expect(await newsroom.text()).toContain('Went out since Monday 9 September 2019');
    const asked = opened({ 'newsroom.yaml': MONDAYS });
    await asked.minutes('2019-09-09T08:00', 1);
    expect(await asked.text()).toContain('Weekly digest, Thursday 12 September 2019 Due on Thursday 12 September 2019 at 8:30am.');
  });

  test('a weekly summary comes on another morning too when something is missed within two days, and before the next summary', async () => {
    expect(await daysOf(opened({ 'newsroom.yaml': MONDAYS }), 8)).toEqual(['2019-09-09', '2019-09-11', '2019-09-12', '2019-09-16']);
  });

  test('a weekly summary does not come on another morning for what has no deadline', async () => {
    const newsroom = opened({ 'newsroom.yaml': MONDAYS.replace('required', 'automatic'), 'posts/bad.md': '---\ntitle: No more\n---\n' });
    expect(await daysOf(newsroom, 8)).toEqual(['2019-09-09', '2019-09-16']);
    expect(await newsroom.text()).toContain('posts/bad.md line');
  });

  test('a weekly summary that first goes out a quarter of an hour late still tells of the whole week', async () => {
    const { minutes, text, newsroom } = opened({ 'newsroom.yaml': MONDAYS.replace('required', 'automatic') });
    await minutes('2019-09-09T08:00', 1);
    await minutes('2019-09-09T09:00', 3);
    await newsroom.minute('2019-09-16T08:15');
    expect(await text()).toMatch(/Went out since Monday 9 September 2019 -* New post: Safer medicines on the ward/);
  });

  test('a summary on weekdays looks over the weekend', async () => {
    const newsroom = opened({ 'newsroom.yaml': MONDAYS.replace('Monday', 'weekdays') });
    expect((await daysOf(newsroom, 6)).includes('2019-09-14')).toBe(false);
    expect(await newsroom.text()).not.toBe('');
  });
});

describe('a morning summary after an upgrade in its hour', () => {
  /** Requests the summary as a version with one address did. */
  async function former(newsroom: TestNewsroom, address: string, state: 'waiting' | 'accepted' | 'claimed' | 'refused') {
    const { world } = newsroom;
    const now = at('2019-09-09T08:00');
    const mail = { subject: 'Former', preheader: '', html: '<p>x</p>', text: 'x', date: now.toZonedDateTimeISO('Europe/London') };
    await world.publications.recordMorningSummary({ day, to: address, sealed: await world.texts.put(sealedMorningSummary(mail)) });
    const email = { to: PROGRAMME_LEAD, kind: 'note', day } as const;
    await world.transactional.add(email);
    if (state !== 'waiting') await world.transactional.change(email, 'waiting', 'claimed');
    if (state === 'accepted' || state === 'refused') await world.transactional.change(email, 'claimed', state);
    return { email, at: now };
  }

  test.each(['accepted', 'claimed', 'refused'] as const)(
    'after an upgrade, an address whose summary is %s already gets none, and a new address gets one',
    async (state) => {
      const { newsroom, minutes } = opened({ 'newsroom.yaml': to(BEN, 'Ada@example.org') });
      const job = await former(newsroom, ADA, state);
      await minutes('2019-09-09T08:01', 59);
      await sendTransactional(newsroom.world, job);
      expect(newsroom.memory.mails.map((mail) => mail.to)).toEqual([BEN]);
    },
  );

  test('after an upgrade, a waiting summary and its old job give one email', async () => {
    for (const late of [0, 20, 60]) {
      const { newsroom, minutes } = opened({ 'newsroom.yaml': to(BEN, ADA) });
      await minutes('2019-09-09T07:59', 1);
      const job = await former(newsroom, ADA, 'waiting');
      await minutes('2019-09-09T08:01', late);
      await sendTransactional(newsroom.world, job);
      await minutes('2019-09-09T08:01', 59);
      await sendTransactional(newsroom.world, job);
      expect(newsroom.memory.mails.map((mail) => mail.to).toSorted()).toEqual([ADA, BEN]);
      await minutes('2019-09-10T08:00', 60);
      expect(newsroom.memory.mails).toHaveLength(4);
    }
  });

  test('after an upgrade, an email that an older version stored without an address stops nobody’s summary', async () => {
    const { newsroom, minutes } = opened({ 'newsroom.yaml': to(ADA, BEN) });
    await newsroom.world.transactional.add({ to: PROGRAMME_LEAD, kind: 'note', day });
    await newsroom.world.transactional.change({ to: PROGRAMME_LEAD, kind: 'note', day }, 'waiting', 'claimed');
    await minutes('2019-09-09T08:00', 60);
    expect(newsroom.memory.mails.map((mail) => mail.to).toSorted()).toEqual([ADA, BEN]);
  });
});

describe('the content of the morning summary', () => {
  test('the morning summary names what waits for approval, then what was missed, and each only once', async () => {
    const { newsroom, subjects, text } = opened({ 'newsroom.yaml': WITH_SUMMARY.replace('approval: automatic', 'approval: required') });
    await newsroom.minute('2019-09-09T08:00');
    expect(await text()).toMatch(
      'New post: Safer medicines on the ward, with 1 post Due today at 9am. It waits for someone to say yes. If you do nothing, they are not sent. They wait, and the first is missed today at 9pm. About 4 minutes. Look at them, and say yes (New post: Safer medicines on the ward, with 1 post): https://news.example.org/desk/yes?story=safer-medicines#yes Post on X: Safer medicines on the ward: https://news.example.org/desk/publications/x-safer-medicines#yes',
    );
    await newsroom.minute('2019-09-09T09:00');
    await newsroom.minute('2019-09-09T21:01');
    await newsroom.minute('2019-09-10T08:00');
    expect(await text()).toMatch('because nobody approved it before Monday 9 September 2019 at 9pm.');
    await newsroom.minute('2019-09-11T08:00');
    // The digest of Thursday at 8:30 is named a whole day before, not half an hour.
    expect(await subjects()).toEqual([
      'Needs you: New post: Safer medicines on the ward, with 1 post',
      'Needs you: New post: Safer medicines on the ward, with 1 post',
      'Needs you: Weekly digest, Thursday 12 September 2019',
    ]);
  });

  test('the morning summary names what a scanner may have pressed, whenever that was, at least a day before its readers leave', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 24 * 60 * 14 }), async (minute) => {
        const { newsroom, summaries } = opened({ 'posts/safer-medicines.md': '' });
        // From Monday 21 October on: the clocks go back in between, and the day has 25 hours.
        const pressed = at('2019-10-21T00:00').add({ minutes: minute });
        for (const n of [1, 2, 3, 4]) {
          const id = newsroom.world.subscribers.idOf(`reader${n}@example.org`);
          await newsroom.world.suppressions.add(id, 'pending-unsubscribe', pressed);
          await newsroom.world.pendingUnsubscribes.record({ id, at: pressed, network: 'a trust', inBurst: false });
        }
        const local = (moment: Temporal.Instant) => moment.toZonedDateTimeISO('Europe/London');
        await newsroom.minute(
          local(pressed.add({ minutes: 10 }))
            .toPlainDateTime()
            .toString(),
        );
        const last = pressed.add({ hours: 24 });
        for (let day = local(pressed).toPlainDate(); ; day = day.add({ days: 1 })) {
          const morning = day.toZonedDateTime({ timeZone: 'Europe/London', plainTime: '08:00' });
          if (morning.toInstant().epochMilliseconds > last.add({ hours: 1 }).epochMilliseconds) break;
          if (morning.toInstant().epochMilliseconds >= pressed.epochMilliseconds)
            await newsroom.minute(morning.toPlainDateTime().toString());
        }
        const said = await Promise.all(
          summaries().map(async ({ message }) => (await PostalMime.parse(message)).text?.replace(/\s+/g, ' ')),
        );
        expect(said.filter((text) => text?.includes('for 4 people'))).not.toEqual([]);
        expect(await newsroom.world.pendingUnsubscribes.open()).toHaveLength(4);
      }),
      { numRuns: 30 },
    );
  });

  test('the morning summary names held deliveries every morning until a person decides', async () => {
    const lose: MemoryOptions = {
      mailOutcome: ({ to }) => (to.startsWith('zoe') ? { kind: 'unknown', why: 'the wire broke' } : { kind: 'accepted', receipt: to }),
    };
    const { newsroom, minutes, text } = opened({ 'newsroom.yaml': `${WITH_SUMMARY}unknown: hold\n` }, lose);
    for (const name of ['zoe', 'ben']) await newsroom.subscribe(name);
    for (let minute = 0; minute <= 90; minute += 1) {
      const before = newsroom.memory.mails.length;
      await minutes(Temporal.PlainDateTime.from('2019-09-09T09:00').add({ minutes: minute }).toString(), 1);
      for (const { tag, to, receipt } of newsroom.memory.mails.slice(before))
        if (to.includes('simulator'))
          await handleSesEvent(newsroom.world, { kind: 'accepted', receipt, at: newsroom.memory.time.now, tag });
    }
    for (const day of ['2019-09-10', '2019-09-12']) {
      await newsroom.minute(`${day}T08:00`);
      expect(await text()).toMatch('Nobody can know whether 1 person got it.');
    }
  });

  test('the morning summary says how many mails the provider accepted, and where a post is', async () => {
    const { newsroom, text, minutes } = opened({ 'events/autumn.md': EVENT });
    for (const name of ['zoe', 'ben']) await newsroom.subscribe(name);
    await minutes('2019-09-09T08:59', 3);
    await newsroom.minute('2019-09-09T12:30');
    await newsroom.minute('2019-09-10T08:00');
    const said = await text();
    expect(said).toMatch('Yesterday at 9am. Sent to both people.');
    expect(said).toMatch(/https:\/\/x\.com\/\w+\/status\/x-1/);
    expect(said).not.toMatch(/(zoe|ben)@/);
  });

  test('the morning summary comes while the rules have a slip, and says first that the new ones are not in force', async () => {
    const { minutes, text, subjects, newsroom } = opened();
    await newsroom.minute('2019-09-09T07:00');
    newsroom.write('newsroom.yaml', `${WITH_SUMMARY}utm: yes\n`);
    await minutes('2019-09-09T08:00', 1);
    expect((await subjects())[0]).toMatch(/^Needs you: The new rules are not in force/);
    const line = WITH_SUMMARY.split('\n').length;
    expect(await text()).toContain(
      `The new rules are not in force newsroom.yaml has a problem. newsroom.yaml line ${line}: “yes” must be true or false.`,
    );
    expect(await text()).toContain('by the rules as they were on Monday 9 September 2019 at 7am.');
  });

  test('the morning summary says how many people joined, left, or bounced since the last one, without an address', async () => {
    const { newsroom, text } = opened();
    const early = at('2019-09-01T09:00');
    const [ada, ben, cleo, dan] = await Promise.all(
      ['ada', 'ben', 'cleo', 'dan'].map((name) => newsroom.subscribe(name, { confirmedAt: early })),
    );
    await newsroom.subscribe('eve', { confirmedAt: at('2019-09-08T12:00') });
    const { subscribers, suppressions } = newsroom.world;
    if (!ada || !ben || !cleo || !dan) throw new Error('Four people are on the list.');
    for (const { id } of [ada, ben]) await subscribers.unsubscribe(id, at('2019-09-08T20:00'), 'one-click');
    await subscribers.unsubscribe(dan.id, at('2019-09-05T20:00'), 'page');
    await suppressions.add(cleo.id, 'bounced', at('2019-09-08T20:00'));
    await subscribers.markAs(cleo.id, 'bounced');
    await newsroom.minute('2019-09-09T08:00');
    expect(await text()).toContain('1 person joined, 2 people left and 1 address takes no mail any more.');
    expect(await text()).not.toMatch(/(ada|ben|cleo|eve)@/);
  });

  test('the morning summary names pauses and stories with problems', async () => {
    const { newsroom, text } = opened({ 'posts/bad.md': '---\ntitle: No more\n---\n' });
    await newsroom.world.switches.pause('x', 'The key is gone.');
    await newsroom.world.switches.pause(publicationId('alert-safer-medicines'), 'Wait for Ama.');
    await newsroom.minute('2019-09-09T08:00');
    const said = await text();
    for (const sentence of ['Posting on X is paused The key is gone.', 'Due today at 9am. Paused: Wait for Ama.', 'posts/bad.md line'])
      expect(said).toMatch(sentence);
  });

  test('the morning summary names a post above the month’s budget', async () => {
    const { newsroom, text } = opened({ 'newsroom.yaml': WITH_SUMMARY.replace('monthly_budget_usd: 10', 'monthly_budget_usd: 0.1') });
    await newsroom.minute('2019-09-09T08:00');
    expect(await text()).toMatch(
      'Post on X: Safer medicines on the ward Due today at 9am. It waits for your yes: the month’s budget of $0.10 is used.',
    );
  });

  test('the morning summary names a due publication whose story is gone', async () => {
    const { newsroom, text } = opened({ 'newsroom.yaml': WITH_SUMMARY.replace('max_lateness: 12 hours', 'max_lateness: 3 days') });
    await newsroom.world.switches.pause('everything', 'a question of taste');
    await newsroom.minute('2019-09-09T09:00');
    newsroom.memory.files.delete('posts/safer-medicines.md');
    await newsroom.world.switches.resume('everything');
    await newsroom.minute('2019-09-10T08:00');
    expect(await text()).toMatch('Due yesterday at 9am. posts/safer-medicines.md is gone. Put the file back, and this goes out.');
  });

  test('the morning summary leaves out what was cancelled', async () => {
    const { newsroom, text } = opened();
    await newsroom.world.switches.cancel(publicationId('alert-safer-medicines'), 'Ama', at('2019-09-09T07:00'));
    await newsroom.minute('2019-09-09T08:00');
    expect(await text()).not.toMatch('New post');
  });
});

test.each(['bounced', 'complained', 'accepted', 'delivered'] as const)(
  'an event that a morning summary was %s changes no subscriber',
  async (kind) => {
    const { newsroom } = opened();
    const reader = await newsroom.subscribe('lead');
    const email = { to: LEAD, kind: 'note', day: Temporal.PlainDate.from('2019-09-09') } as const;
    const event = {
      tag: { kind: 'transactional', email } as const,
      at: at('2019-09-09T08:01'),
      receipt: 'm-1',
      address: 'lead@example.org',
    };
    await handleSesEvent(newsroom.world, kind === 'bounced' ? { ...event, kind, permanent: true, subType: 'General' } : { ...event, kind });
    expect(await handleSesEvents(newsroom.world, new Map())).toEqual(new Map());
    expect(await newsroom.world.suppressions.has(reader.id)).toBe(false);
    expect((await newsroom.world.subscribers.find(reader.id))?.status).toBe('confirmed');
  },
);
