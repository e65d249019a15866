import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { certificate } from '#flow/certificate/certificate';
import { heed } from '#flow/email/handle-ses-events';
import { send } from '#flow/email/send-chunk';
import { at, DeskTop, EVENT, publicationId, RULES } from '#tests/flow/test-newsroom';
import { POST } from '#tests/sample-texts';

const ALERT = 'alert-safer-medicines';

describe('a blog post', () => {
  test('reaches everyone who wants each post, once, at its time of publication', async () => {
    const desk = new DeskTop();
    await desk.subscribe('ada');
    await desk.subscribe('ben', { frequency: 'weekly' });
    await desk.subscribe('cat', { topics: [] });
    await desk.minute('2019-09-09T08:59');
    expect(desk.sent).toEqual([]);
    await desk.minute('2019-09-09T09:00');
    await desk.minute('2019-09-09T09:01');
    expect(desk.sent.toSorted()).toEqual([`${ALERT} ada`, `${ALERT} cat`]);
    expect(await desk.state(ALERT)).toBe('done');
    expect(await certificate(desk.world, publicationId(ALERT))).toMatchObject({ planned: 2, accepted: 2, held: 0, open: 0, twice: 0 });
  });

  test('is posted on X in the first slot', async () => {
    const desk = new DeskTop();
    await desk.minute('2019-09-09T08:59');
    await desk.minute('2019-09-09T09:00');
    await desk.minute('2019-09-09T09:01');
    expect(desk.memory.posts.map((post) => post.text)).toEqual([expect.stringContaining('https://news.example.org/posts/safer-medicines')]);
    expect(await desk.state('x-safer-medicines')).toBe('done');
  });

  test('is in the next weekly digest for those who want it weekly, and in no other', async () => {
    const desk = new DeskTop();
    await desk.subscribe('ben', { frequency: 'weekly' });
    for (const day of ['09', '12', '19', '26']) await desk.minute(`2019-09-${day}T09:00`);
    expect(desk.sent).toEqual(['digest-weekly-2019-09-12 ben']);
    expect(await desk.state('digest-weekly-2019-09-19')).toMatch(/^empty: /);
  });

  test('that is old when first seen goes to nobody', async () => {
    const desk = new DeskTop();
    await desk.subscribe('ada');
    for (const day of ['20', '21', '26', '27']) await desk.minute(`2019-09-${day}T09:00`);
    expect(desk.sent).toEqual([]);
    expect(desk.memory.posts).toEqual([]);
  });

  test('that breaks at its hour and is mended later still goes out, once', async () => {
    const desk = new DeskTop();
    await desk.subscribe('ada');
    await desk.minute('2019-09-09T08:00');
    desk.write('posts/safer-medicines.md', POST.replace('author: Ada Example\n', ''));
    await desk.minute('2019-09-09T09:00');
    await desk.minute('2019-09-09T09:05');
    expect(desk.sent).toEqual([]);
    desk.write('posts/safer-medicines.md', POST);
    await desk.minute('2019-09-09T09:10');
    await desk.minute('2019-09-09T09:11');
    expect(desk.sent).toEqual([`${ALERT} ada`]);
  });

  test('says what it said when it began, whatever is edited while it goes out', async () => {
    const desk = new DeskTop();
    await desk.subscribe('ada');
    await desk.tick('2019-09-09T09:00');
    desk.write('posts/safer-medicines.md', POST.replace('Safer medicines on the ward', 'Another title'));
    await desk.tick('2019-09-09T09:01');
    await desk.answer();
    expect(Buffer.from(desk.memory.mails[0]?.message ?? []).toString()).toContain('Subject: Safer medicines on the ward');
  });

  test('edited before its time goes out as edited', async () => {
    const desk = new DeskTop();
    await desk.subscribe('ada');
    await desk.minute('2019-09-09T08:00');
    desk.write('posts/safer-medicines.md', POST.replace('Safer medicines on the ward', 'Another title').replace('T09:00', 'T11:00'));
    await desk.minute('2019-09-09T09:00');
    expect(desk.sent).toEqual([]);
    await desk.minute('2019-09-09T11:00');
    expect(Buffer.from(desk.memory.mails[0]?.message ?? []).toString()).toContain('Subject: Another title');
  });
});

describe('an event', () => {
  const files = { 'events/autumn.md': EVENT };

  test('is announced and reminded of, to everyone whatever their frequency', async () => {
    const desk = new DeskTop(files);
    await desk.subscribe('ada', { frequency: 'events' });
    await desk.subscribe('ben', { frequency: 'monthly' });
    await desk.minute('2019-09-09T09:00');
    for (const time of ['2019-09-10T10:00', '2019-10-03T09:00', '2019-10-09T09:00']) await desk.minute(time);
    expect(desk.sent.filter((line) => !line.startsWith('digest')).toSorted()).toEqual([
      'announcement-autumn ada',
      'announcement-autumn ben',
      'reminder-autumn-1d ada',
      'reminder-autumn-1d ben',
      'reminder-autumn-7d ada',
      'reminder-autumn-7d ben',
    ]);
  });

  test('that is cancelled after its announcement gives one notice, and no reminder', async () => {
    const desk = new DeskTop(files);
    await desk.subscribe('ada', { frequency: 'events' });
    await desk.minute('2019-09-09T09:00');
    await desk.minute('2019-09-10T10:00');
    desk.write('events/autumn.md', EVENT.replace('venue:', 'status: cancelled\nvenue:'));
    await desk.minute('2019-09-20T10:00');
    await desk.minute('2019-09-20T10:01');
    await desk.minute('2019-10-03T09:00');
    await desk.minute('2019-10-09T09:00');
    expect(desk.sent).toEqual(['announcement-autumn ada', 'change-autumn-1 ada']);
    expect(await desk.state('reminder-autumn-7d')).toMatch(/^dropped: /);
  });

  test('that moves has its reminders moved, and its calendar entry superseded', async () => {
    const desk = new DeskTop(files);
    await desk.subscribe('ada', { frequency: 'events' });
    await desk.minute('2019-09-09T09:00');
    await desk.minute('2019-09-10T10:00');
    desk.write('events/autumn.md', EVENT.replaceAll('2019-10-10', '2019-10-17'));
    await desk.minute('2019-09-20T10:00');
    await desk.minute('2019-10-03T09:00');
    await desk.minute('2019-10-10T09:00');
    expect(desk.sent).toEqual(['announcement-autumn ada', 'change-autumn-1 ada', 'reminder-autumn-7d ada']);
    const calendars = desk.memory.mails.map((mail) => calendarOf(mail.message));
    expect(calendars.map((ics) => /SEQUENCE:(\d+)/.exec(ics)?.[1])).toEqual(['0', '1', '1']);
  });
});

describe('never twice', () => {
  test('a doubled tick, a doubled ring and a lost ring change nothing but the time', async () => {
    const desk = new DeskTop();
    for (let i = 0; i < 45; i += 1) await desk.subscribe(`reader${i}`);
    await desk.tick('2019-09-09T09:00');
    await desk.tick('2019-09-09T09:00');
    const jobs = [...desk.memory.rings.send];
    desk.memory.rings.send.length = 0;
    await desk.minute('2019-09-09T09:01');
    for (const job of [...jobs, ...jobs]) await send(desk.world, job);
    await desk.minute('2019-09-09T09:02');
    expect(new Set(desk.sent).size).toBe(45);
    expect(desk.sent).toHaveLength(45);
  });

  test('two workers at once share the work', async () => {
    const desk = new DeskTop();
    for (let i = 0; i < 60; i += 1) await desk.subscribe(`reader${i}`);
    await desk.tick('2019-09-09T09:00');
    const jobs = desk.memory.rings.send.splice(0);
    await Promise.all([...jobs, ...jobs, ...jobs].map((job) => send(desk.world, job)));
    expect(desk.sent).toHaveLength(60);
    expect(new Set(desk.sent).size).toBe(60);
  });

  test('a mail without a known outcome is not sent again, and its event settles it', async () => {
    const desk = new DeskTop(undefined, {
      mailOutcome: (_, count) => (count === 1 ? { kind: 'unknown', why: 'the wire broke' } : { kind: 'accepted', receipt: `m-${count}` }),
    });
    const ada = await desk.subscribe('ada');
    await desk.minute('2019-09-09T09:00');
    await desk.minute('2019-09-09T09:01');
    await desk.minute('2019-09-09T09:02');
    expect(desk.sent).toEqual([]);
    expect(await certificate(desk.world, publicationId(ALERT))).toMatchObject({ planned: 1, accepted: 0, held: 1 });
    const rows = await desk.world.ledger.group({ publication: publicationId(ALERT), chunk: 0, group: 0 });
    const row = rows.get(ada.id);
    if (row?.state !== 'attempting') throw new Error(`expected a claim, found ${row?.state}`);
    const tag = { at: { publication: publicationId(ALERT), chunk: 0, group: 0 }, subscriber: ada.id, attempt: 1, nonce: row.nonce };
    await heed(desk.world, { kind: 'accepted', receipt: 'late', at: Temporal.Instant.from('2019-09-09T08:05:00Z'), tag });
    await desk.minute('2019-09-09T09:06');
    expect(await certificate(desk.world, publicationId(ALERT))).toMatchObject({ planned: 1, accepted: 1, byEvent: 1, held: 0 });
    expect(await desk.state(ALERT)).toBe('done');
  });

  test('a second receipt for one mail is counted as twice', async () => {
    const desk = new DeskTop();
    const ada = await desk.subscribe('ada');
    await desk.minute('2019-09-09T09:00');
    const tag = { at: { publication: publicationId(ALERT), chunk: 0, group: 0 }, subscriber: ada.id, attempt: 1, nonce: 'x' };
    await heed(desk.world, { kind: 'accepted', receipt: 'm-1', at: at('2019-09-09T09:01'), tag });
    expect(await certificate(desk.world, publicationId(ALERT))).toMatchObject({ accepted: 1, twice: 0 });
    await heed(desk.world, { kind: 'accepted', receipt: 'other', at: at('2019-09-09T09:01'), tag });
    expect(await certificate(desk.world, publicationId(ALERT))).toMatchObject({ accepted: 1, twice: 1 });
  });
});

describe('never silently missed', () => {
  test('what SES throttles goes out later, once', async () => {
    const desk = new DeskTop(undefined, {
      mailOutcome: (_, count) => (count <= 3 ? { kind: 'try-later', why: 'rate' } : { kind: 'accepted', receipt: `m-${count}` }),
    });
    for (let i = 0; i < 25; i += 1) await desk.subscribe(`reader${i}`);
    for (const minute of ['00', '01', '02', '03', '04']) await desk.minute(`2019-09-09T09:${minute}`);
    expect(desk.sent).toHaveLength(25);
    expect(new Set(desk.sent).size).toBe(25);
  });

  test('what could not go out in time is marked as missed, with the reason', async () => {
    const desk = new DeskTop();
    await desk.subscribe('ada');
    await desk.tick('2019-09-09T08:59');
    await desk.minute('2019-09-10T09:01');
    expect(desk.sent).toEqual([]);
    expect(await desk.state(ALERT)).toMatch(/^missed: It was due on Monday 9 September 2019 at 9am/);
  });

  test('with approval required it waits for a yes, and is missed without one', async () => {
    const files = { 'newsroom.yaml': RULES.replace('approval: automatic', 'approval: required'), 'posts/safer-medicines.md': POST };
    const desk = new DeskTop(files);
    await desk.subscribe('ada');
    await desk.minute('2019-09-09T09:00');
    expect(await desk.state(ALERT)).toBe('waiting: It waits for someone to say yes.');
    await desk.world.switches.approve(publicationId(ALERT), 'lead', at('2019-09-09T09:30'));
    await desk.minute('2019-09-09T09:31');
    expect(desk.sent).toEqual([`${ALERT} ada`]);
    await desk.minute('2019-09-10T09:31');
    expect(await desk.state('x-safer-medicines')).toMatch(/^missed: .*nobody approved it/);
  });

  test('a paused publication waits, and goes on when it is resumed', async () => {
    const desk = new DeskTop();
    await desk.subscribe('ada');
    await desk.tick('2019-09-09T09:00');
    await desk.pause(ALERT);
    await desk.answer();
    expect(desk.sent).toEqual([]);
    await desk.world.switches.resume(publicationId(ALERT));
    await desk.minute('2019-09-09T09:02');
    expect(desk.sent).toEqual([`${ALERT} ada`]);
  });
});

describe('never after goodbye', () => {
  test('who leaves after the audience was sealed is not mailed', async () => {
    const desk = new DeskTop();
    const ada = await desk.subscribe('ada');
    await desk.subscribe('ben');
    await desk.tick('2019-09-09T09:00');
    await desk.world.subscribers.leave(ada.id, at('2019-09-09T09:00'), 'one-click');
    await desk.answer();
    expect(desk.sent).toEqual([`${ALERT} ben`]);
    expect(await certificate(desk.world, publicationId(ALERT))).toMatchObject({ planned: 2, accepted: 1, suppressed: 1 });
  });

  test('a permanent bounce or a complaint suppresses, an out-of-office does not', async () => {
    const desk = new DeskTop();
    const [ada, ben, cat] = [await desk.subscribe('ada'), await desk.subscribe('ben'), await desk.subscribe('cat')];
    const about = (address: string) => ({ receipt: 'r', at: at('2019-09-09T08:00'), address });
    await heed(desk.world, { kind: 'bounced', permanent: true, subType: 'General', ...about(ada.address) });
    await heed(desk.world, { kind: 'complained', ...about(ben.address) });
    await heed(desk.world, { kind: 'bounced', permanent: false, subType: 'General', ...about(cat.address) });
    await desk.minute('2019-09-09T09:00');
    expect(desk.sent).toEqual([`${ALERT} cat`]);
  });
});

function calendarOf(message: Uint8Array): string {
  const raw = Buffer.from(message).toString('latin1');
  const part = raw.slice(raw.indexOf('Content-Type: text/calendar'));
  const body = part.slice(part.indexOf('\r\n\r\n') + 4, part.indexOf('\r\n--'));
  return Buffer.from(body, 'base64').toString();
}
