import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { certificate } from '#flow/certificate/certificate';
import { handleSesEvent } from '#flow/email/handle-ses-events';
import { send } from '#flow/email/send-chunk';
import { sayYes } from '#tests/flow/say-yes';
import { at, EVENT, publicationId, RULES, TestNewsroom } from '#tests/flow/test-newsroom';
import { POST } from '#tests/sample-texts';

const ALERT = 'alert-safer-medicines';

describe('a blog post', () => {
  test('a blog post reaches everyone who wants each post, once, at its time of publication', async () => {
    const newsroom = new TestNewsroom();
    await newsroom.subscribe('ada');
    await newsroom.subscribe('ben', { frequency: 'weekly' });
    await newsroom.subscribe('cat', { topics: [] });
    await newsroom.minute('2019-09-09T08:59');
    expect(newsroom.sent).toEqual([]);
    await newsroom.minute('2019-09-09T09:00');
    await newsroom.minute('2019-09-09T09:01');
    expect(newsroom.sent.toSorted()).toEqual([`${ALERT} ada`, `${ALERT} cat`]);
    expect(await newsroom.state(ALERT)).toBe('done');
    expect(await certificate(newsroom.world, publicationId(ALERT))).toMatchObject({ planned: 2, accepted: 2, held: 0, open: 0, twice: 0 });
  });

  test('a blog post is posted on X in the first slot', async () => {
    const newsroom = new TestNewsroom();
    await newsroom.minute('2019-09-09T08:59');
    await newsroom.minute('2019-09-09T09:00');
    await newsroom.minute('2019-09-09T09:01');
    expect(newsroom.memory.posts.map((post) => post.text)).toEqual([
      expect.stringContaining('https://news.example.org/posts/safer-medicines'),
    ]);
    expect(await newsroom.state('x-safer-medicines')).toBe('done');
  });

  test('a blog post is in the next weekly digest only, for readers who want it weekly', async () => {
    const newsroom = new TestNewsroom();
    await newsroom.subscribe('ben', { frequency: 'weekly' });
    for (const day of ['09', '12', '19', '26']) await newsroom.minute(`2019-09-${day}T09:00`);
    expect(newsroom.sent).toEqual(['digest-weekly-2019-09-12 ben']);
    expect(await newsroom.state('digest-weekly-2019-09-19')).toMatch(/^empty: /);
  });

  test('a blog post that is old when it is first seen is not sent', async () => {
    const newsroom = new TestNewsroom();
    await newsroom.subscribe('ada');
    for (const day of ['20', '21', '26', '27']) await newsroom.minute(`2019-09-${day}T09:00`);
    expect(newsroom.sent).toEqual([]);
    expect(newsroom.memory.posts).toEqual([]);
  });

  test('a blog post that breaks at its hour and is mended later still goes out, once', async () => {
    const newsroom = new TestNewsroom();
    await newsroom.subscribe('ada');
    await newsroom.minute('2019-09-09T08:00');
    newsroom.write('posts/safer-medicines.md', POST.replace('author: Ada Example\n', ''));
    await newsroom.minute('2019-09-09T09:00');
    await newsroom.minute('2019-09-09T09:05');
    expect(newsroom.sent).toEqual([]);
    newsroom.write('posts/safer-medicines.md', POST);
    await newsroom.minute('2019-09-09T09:10');
    await newsroom.minute('2019-09-09T09:11');
    expect(newsroom.sent).toEqual([`${ALERT} ada`]);
  });

  test('a blog post that is edited while it goes out keeps the text that it had when it began', async () => {
    const newsroom = new TestNewsroom();
    await newsroom.subscribe('ada');
    await newsroom.tick('2019-09-09T09:00');
    newsroom.write('posts/safer-medicines.md', POST.replace('Safer medicines on the ward', 'Another title'));
    await newsroom.tick('2019-09-09T09:01');
    await newsroom.answer();
    expect(Buffer.from(newsroom.memory.mails[0]?.message ?? []).toString()).toContain('Subject: Safer medicines on the ward');
  });

  test('a blog post that is edited before its time goes out as edited', async () => {
    const newsroom = new TestNewsroom();
    await newsroom.subscribe('ada');
    await newsroom.minute('2019-09-09T08:00');
    newsroom.write('posts/safer-medicines.md', POST.replace('Safer medicines on the ward', 'Another title').replace('T09:00', 'T11:00'));
    await newsroom.minute('2019-09-09T09:00');
    expect(newsroom.sent).toEqual([]);
    await newsroom.minute('2019-09-09T11:00');
    expect(Buffer.from(newsroom.memory.mails[0]?.message ?? []).toString()).toContain('Subject: Another title');
  });
});

describe('an event', () => {
  const files = { 'events/autumn.md': EVENT };

  test('an event has its announcement and reminders sent to everyone, whatever their frequency', async () => {
    const newsroom = new TestNewsroom(files);
    await newsroom.subscribe('ada', { frequency: 'events' });
    await newsroom.subscribe('ben', { frequency: 'monthly' });
    await newsroom.minute('2019-09-09T09:00');
    for (const time of ['2019-09-10T10:00', '2019-10-03T09:00', '2019-10-09T09:00']) await newsroom.minute(time);
    expect(newsroom.sent.filter((line) => !line.startsWith('digest')).toSorted()).toEqual([
      'announcement-autumn ada',
      'announcement-autumn ben',
      'reminder-autumn-1d ada',
      'reminder-autumn-1d ben',
      'reminder-autumn-7d ada',
      'reminder-autumn-7d ben',
    ]);
  });

  test('an event that is cancelled after its announcement gives one notice, and no reminder', async () => {
    const newsroom = new TestNewsroom(files);
    await newsroom.subscribe('ada', { frequency: 'events' });
    await newsroom.minute('2019-09-09T09:00');
    await newsroom.minute('2019-09-10T10:00');
    newsroom.write('events/autumn.md', EVENT.replace('venue:', 'status: cancelled\nvenue:'));
    await newsroom.minute('2019-09-20T10:00');
    expect(newsroom.sent).toEqual(['announcement-autumn ada']);
    expect(await newsroom.state('change-autumn-1')).toMatch(/^waiting: It waits for someone to say yes, because it tells people/);
    await sayYes(newsroom.world, 'change-autumn-1', at('2019-09-20T10:00'));
    await newsroom.minute('2019-09-20T10:01');
    await newsroom.minute('2019-10-03T09:00');
    await newsroom.minute('2019-10-09T09:00');
    expect(newsroom.sent).toEqual(['announcement-autumn ada', 'change-autumn-1 ada']);
    expect(await newsroom.state('reminder-autumn-7d')).toMatch(/^dropped: /);
  });

  test('an event that moves has its reminders moved, and its calendar entry superseded', async () => {
    const newsroom = new TestNewsroom(files);
    await newsroom.subscribe('ada', { frequency: 'events' });
    await newsroom.minute('2019-09-09T09:00');
    await newsroom.minute('2019-09-10T10:00');
    newsroom.write('events/autumn.md', EVENT.replaceAll('2019-10-10', '2019-10-17'));
    await newsroom.minute('2019-09-20T10:00');
    await sayYes(newsroom.world, 'change-autumn-1', at('2019-09-20T10:00'));
    await newsroom.minute('2019-09-20T10:01');
    await newsroom.minute('2019-10-03T09:00');
    await newsroom.minute('2019-10-10T09:00');
    expect(newsroom.sent).toEqual(['announcement-autumn ada', 'change-autumn-1 ada', 'reminder-autumn-7d ada']);
    const calendars = newsroom.memory.mails.map((mail) => calendarOf(mail.message));
    expect(calendars.map((ics) => /SEQUENCE:(\d+)/.exec(ics)?.[1])).toEqual(['0', '1', '1']);
  });
});

test('a slip in the start of an announced event mails nobody: the notice waits for a yes, and is gone once the slip is put right', async () => {
  const newsroom = new TestNewsroom({ 'events/autumn.md': EVENT });
  await newsroom.subscribe('ada', { frequency: 'events' });
  await newsroom.minute('2019-09-09T09:00');
  await newsroom.minute('2019-09-10T10:00');
  newsroom.write('events/autumn.md', EVENT.replace('starts: 2019-10-10', 'starts: 2019-10-01'));
  await newsroom.minute('2019-09-20T10:00');
  newsroom.write('events/autumn.md', EVENT);
  for (const minute of ['2019-09-20T10:05', '2019-09-20T10:06']) await newsroom.minute(minute);
  expect(newsroom.sent).toEqual(['announcement-autumn ada']);
  expect(await newsroom.state('change-autumn-1')).toBe('dropped: The event is again as readers were told.');
});

test('a story that says DRAFT waits for a yes in every email and post that shows it, and goes out when the word is gone', async () => {
  const newsroom = new TestNewsroom({ 'posts/safer-medicines.md': POST.replace('Safer medicines', 'DRAFT please do not send') });
  await newsroom.subscribe('ada');
  await newsroom.subscribe('ben', { frequency: 'weekly' });
  await newsroom.minute('2019-09-09T09:00');
  await newsroom.minute('2019-09-12T08:30');
  expect([newsroom.sent, newsroom.memory.posts]).toEqual([[], []]);
  const why = 'waiting: It waits for someone to say yes, because “DRAFT” looks as if it were not finished. Put that right, or say yes.';
  expect(await newsroom.state('digest-weekly-2019-09-12')).toBe(why);
  newsroom.write('posts/safer-medicines.md', POST);
  await newsroom.minute('2019-09-12T08:31');
  expect(newsroom.sent).toEqual(['digest-weekly-2019-09-12 ben']);
});

describe('never twice', () => {
  test('a doubled tick, a doubled job and a lost job change only the time of a mail', async () => {
    const newsroom = new TestNewsroom();
    for (let i = 0; i < 45; i += 1) await newsroom.subscribe(`reader${i}`);
    await newsroom.tick('2019-09-09T09:00');
    await newsroom.tick('2019-09-09T09:00');
    const jobs = [...newsroom.memory.enqueued.send];
    newsroom.memory.enqueued.send.length = 0;
    await newsroom.minute('2019-09-09T09:01');
    for (const job of [...jobs, ...jobs]) await send(newsroom.world, job);
    await newsroom.minute('2019-09-09T09:02');
    expect(new Set(newsroom.sent).size).toBe(45);
    expect(newsroom.sent).toHaveLength(45);
  });

  test('two send workers at once share the work', async () => {
    const newsroom = new TestNewsroom();
    for (let i = 0; i < 60; i += 1) await newsroom.subscribe(`reader${i}`);
    await newsroom.tick('2019-09-09T09:00');
    const jobs = newsroom.memory.enqueued.send.splice(0);
    await Promise.all([...jobs, ...jobs, ...jobs].map((job) => send(newsroom.world, job)));
    expect(newsroom.sent).toHaveLength(60);
    expect(new Set(newsroom.sent).size).toBe(60);
  });

  test('a mail without a known outcome is not sent again, and its event settles it', async () => {
    const newsroom = new TestNewsroom(undefined, {
      mailOutcome: (_, count) => (count === 1 ? { kind: 'unknown', why: 'the wire broke' } : { kind: 'accepted', receipt: `m-${count}` }),
    });
    const ada = await newsroom.subscribe('ada');
    await newsroom.minute('2019-09-09T09:00');
    await newsroom.minute('2019-09-09T09:01');
    await newsroom.minute('2019-09-09T09:02');
    expect(newsroom.sent).toEqual([]);
    expect(await certificate(newsroom.world, publicationId(ALERT))).toMatchObject({ planned: 1, accepted: 0, held: 1 });
    const rows = await newsroom.world.ledger.group({ publication: publicationId(ALERT), chunk: 0, group: 0 });
    const row = rows.get(ada.id);
    if (row?.state !== 'attempting') throw new Error(`expected a claim, found ${row?.state}`);
    const tag = {
      kind: 'delivery',
      at: { publication: publicationId(ALERT), chunk: 0, group: 0 },
      subscriber: ada.id,
      attempt: 1,
      nonce: row.nonce,
    } as const;
    await handleSesEvent(newsroom.world, { kind: 'accepted', receipt: 'late', at: Temporal.Instant.from('2019-09-09T08:05:00Z'), tag });
    await newsroom.minute('2019-09-09T09:06');
    expect(await certificate(newsroom.world, publicationId(ALERT))).toMatchObject({ planned: 1, accepted: 1, byEvent: 1, held: 0 });
    expect(await newsroom.state(ALERT)).toBe('done');
  });

  test('a second receipt for one mail is counted as twice', async () => {
    const newsroom = new TestNewsroom();
    const ada = await newsroom.subscribe('ada');
    await newsroom.minute('2019-09-09T09:00');
    const tag = {
      kind: 'delivery',
      at: { publication: publicationId(ALERT), chunk: 0, group: 0 },
      subscriber: ada.id,
      attempt: 1,
      nonce: 'x',
    } as const;
    await handleSesEvent(newsroom.world, { kind: 'accepted', receipt: 'm-1', at: at('2019-09-09T09:01'), tag });
    expect(await certificate(newsroom.world, publicationId(ALERT))).toMatchObject({ accepted: 1, twice: 0 });
    await handleSesEvent(newsroom.world, { kind: 'accepted', receipt: 'other', at: at('2019-09-09T09:01'), tag });
    expect(await certificate(newsroom.world, publicationId(ALERT))).toMatchObject({ accepted: 1, twice: 1 });
  });
});

describe('never silently missed', () => {
  test('a mail that SES throttles goes out later, once', async () => {
    const newsroom = new TestNewsroom(undefined, {
      mailOutcome: (_, count) => (count <= 3 ? { kind: 'try-later', why: 'rate' } : { kind: 'accepted', receipt: `m-${count}` }),
    });
    for (let i = 0; i < 25; i += 1) await newsroom.subscribe(`reader${i}`);
    for (const minute of ['00', '01', '02', '03', '04']) await newsroom.minute(`2019-09-09T09:${minute}`);
    expect(newsroom.sent).toHaveLength(25);
    expect(new Set(newsroom.sent).size).toBe(25);
  });

  test('a publication that could not go out in time is marked as missed, with the reason', async () => {
    const newsroom = new TestNewsroom();
    await newsroom.subscribe('ada');
    await newsroom.tick('2019-09-09T08:59');
    await newsroom.minute('2019-09-10T09:01');
    expect(newsroom.sent).toEqual([]);
    expect(await newsroom.state(ALERT)).toMatch(/^missed: It was due on Monday 9 September 2019 at 9am/);
  });

  test('a publication that requires approval waits for it, and is missed without it', async () => {
    const files = { 'newsroom.yaml': RULES.replace('approval: automatic', 'approval: required'), 'posts/safer-medicines.md': POST };
    const newsroom = new TestNewsroom(files);
    await newsroom.subscribe('ada');
    await newsroom.minute('2019-09-09T09:00');
    expect(await newsroom.state(ALERT)).toBe('waiting: It waits for someone to say yes.');
    await sayYes(newsroom.world, ALERT, at('2019-09-09T09:30'));
    await newsroom.minute('2019-09-09T09:31');
    expect(newsroom.sent).toEqual([`${ALERT} ada`]);
    await newsroom.minute('2019-09-10T09:31');
    expect(await newsroom.state('x-safer-medicines')).toMatch(/^missed: .*nobody approved it/);
  });

  test('a paused publication waits, and goes on when it is resumed', async () => {
    const newsroom = new TestNewsroom();
    await newsroom.subscribe('ada');
    await newsroom.tick('2019-09-09T09:00');
    await newsroom.pause(ALERT);
    await newsroom.answer();
    expect(newsroom.sent).toEqual([]);
    await newsroom.world.switches.resume(publicationId(ALERT));
    await newsroom.minute('2019-09-09T09:02');
    expect(newsroom.sent).toEqual([`${ALERT} ada`]);
  });
});

describe('never after an unsubscribe', () => {
  test('a reader who unsubscribes after the audience was sealed is not mailed', async () => {
    const newsroom = new TestNewsroom();
    const ada = await newsroom.subscribe('ada');
    await newsroom.subscribe('ben');
    await newsroom.tick('2019-09-09T09:00');
    await newsroom.world.subscribers.unsubscribe(ada.id, at('2019-09-09T09:00'), 'one-click');
    await newsroom.answer();
    expect(newsroom.sent).toEqual([`${ALERT} ben`]);
    expect(await certificate(newsroom.world, publicationId(ALERT))).toMatchObject({ planned: 2, accepted: 1, suppressed: 1 });
  });

  test('a permanent bounce or a complaint suppresses its reader, and an out-of-office reply does not', async () => {
    const newsroom = new TestNewsroom();
    const [ada, ben, cat] = [await newsroom.subscribe('ada'), await newsroom.subscribe('ben'), await newsroom.subscribe('cat')];
    const about = (address: string) => ({ receipt: 'r', at: at('2019-09-09T08:00'), address });
    await handleSesEvent(newsroom.world, { kind: 'bounced', permanent: true, subType: 'General', ...about(ada.address) });
    await handleSesEvent(newsroom.world, { kind: 'complained', ...about(ben.address) });
    await handleSesEvent(newsroom.world, { kind: 'bounced', permanent: false, subType: 'General', ...about(cat.address) });
    await newsroom.minute('2019-09-09T09:00');
    expect(newsroom.sent).toEqual([`${ALERT} cat`]);
  });
});

function calendarOf(message: Uint8Array): string {
  const raw = Buffer.from(message).toString('latin1');
  const part = raw.slice(raw.indexOf('Content-Type: text/calendar'));
  const body = part.slice(part.indexOf('\r\n\r\n') + 4, part.indexOf('\r\n--'));
  return Buffer.from(body, 'base64').toString();
}
