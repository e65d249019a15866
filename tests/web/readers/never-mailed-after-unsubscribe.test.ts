// The promise "never mailed after an unsubscribe", over the real flow in an in-memory world, whatever happens afterwards.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readReceivedMails } from '#adapters/ses/received-mail';
import type { Subscriber } from '#core/subscriber/subscriber';
import { unsubscribeByMail } from '#flow/readers/unsubscribe-by-mail';
import { restore } from '#flow/restore/restore';
import { eventArchiveOf } from '#tests/flow/archived-mails';
import { sampleNewsroom } from '#tests/web/sample-newsroom';

const FROM_US = { 'Sec-Fetch-Site': 'same-origin' };
const post = (day: number) => `---
title: News of day ${day}
author: Ama Bright
role: Nurse
published: 2019-09-${day}T09:00
summary: Something happens every day.
---

Text.
`;
const DAYS = [12, 13, 16, 17, 18, 19, 20];

/** A reader who has unsubscribed, and everything that may try to bring them back. */
async function unsubscribed(method: 'page' | 'one-click' | 'mail' | 'forgotten') {
  const files = Object.fromEntries(DAYS.map((day) => [`posts/day-${day}.md`, post(day)]));
  const newsroom = await sampleNewsroom({ people: [{}, {}], files, at: '2019-09-12T08:00' });
  const { world, anyone, time } = newsroom;
  const address = 'person0@avon.example.org';
  await newsroom.moveTo('2019-09-12T09:00');
  const old = await world.subscribers.find(anyone);
  if (!old) throw new Error('The sample newsroom has no person0.');
  const preferences = `/p/${world.tokens.sign('fresh', anyone, time.now.add({ hours: 45 * 24 }))}`;
  const unsubscribeUrl = `/u/${world.tokens.sign('unsubscribe', anyone)}`;
  const submit = (path: string, fields: Record<string, string> = {}) =>
    newsroom.ask(path, { method: 'POST', body: new URLSearchParams(fields), headers: FROM_US });
  const point = time.now;
  if (method === 'page') await submit(unsubscribeUrl);
  if (method === 'one-click') await submit(unsubscribeUrl, { 'List-Unsubscribe': 'One-Click' });
  if (method === 'forgotten') await submit(`${preferences}/forget`);
  if (method === 'mail') {
    const mail = { timestamp: time.now.toString(), commonHeaders: { subject: unsubscribeUrl.slice('/u/'.length) } };
    for (const unsubscribeMail of readReceivedMails({ Records: [{ ses: { mail } }] })) await unsubscribeByMail(world, unsubscribeMail);
  }
  const before = newsroom.mails.length;

  let day = 0;
  const stale = (more: Partial<Subscriber>) => async () => void (await world.subscribers.save({ ...old, ...more }));
  const { version: _, ...asNew } = old;
  const events = {
    'the next day comes': async () => {
      day = Math.min(day + 1, DAYS.length - 1);
      await newsroom.moveTo(`2019-09-${DAYS[day]}T09:00`);
    },
    'a quarter of an hour passes': async () => {
      const later = time.now.add({ minutes: 15 }).toZonedDateTimeISO('Europe/London');
      await newsroom.moveTo(later.toPlainDateTime().toString());
    },
    'a stale record is saved': stale({}),
    'a stale record is saved as confirmed': stale({ status: 'confirmed', confirmedAt: time.now }),
    'an import brings the reader as if new': async () => void (await world.subscribers.save(asNew)),
    'the reader changes preferences, in an old window': async () => void (await submit(preferences, { frequency: 'each', name: 'Ama' })),
    'the reader pauses, in an old window': async () => void (await submit(`${preferences}/pause`, { day: '18', month: '9', year: '2019' })),
    'the reader ends a pause, in an old window': async () => void (await submit(`${preferences}/pause`, { again: 'now' })),
    'the reader asks for another address, in an old window': async () =>
      void (await submit(`${preferences}/address`, { address: 'new@avon.example.org' })),
    'the reader asks for a link': async () => void (await submit(`${preferences}/link`)),
    'someone signs up with the address': async () =>
      void (await submit('/subscribe', { address, email: address, name: 'Ama', frequency: 'each', organisation: 'avon' })),
    'another reader asks to move to the address': async () => {
      const other = world.tokens.sign('fresh', world.subscribers.idOf('person1@avon.example.org'), time.now.add({ hours: 1 }));
      await submit(`/p/${other}/address`, { address });
    },
    'a scanner opens every page of the reader': async () => {
      for (const path of [unsubscribeUrl, preferences, `${preferences}/held`, `${preferences}/forget`]) {
        const html = await newsroom.page(path);
        for (const [, link = ''] of html.matchAll(/(?:href|action)="(\/[^"]+)"/g)) await newsroom.ask(link);
      }
    },
    'the one-click button is pressed again': async () => void (await submit(unsubscribeUrl, { 'List-Unsubscribe': 'One-Click' })),
    'the store is rewound and restored': async () => {
      const eventArchive = eventArchiveOf(newsroom.mails, () => point);
      const sendingSwitch = { off: async () => undefined, on: async () => undefined };
      const rewind = async () => {
        await world.subscribers.remove(anyone);
        await world.subscribers.save(asNew);
      };
      await restore({ ...world, eventArchive, sendingSwitch }, { point, now: time.now, rewind });
    },
    'the programme lead says that it was a scanner': async () => {
      // The desk may undo a one-click unsubscribe as a scanner's: another test covers that.
      if (method !== 'one-click') await world.suppressions.reopen(anyone, 'scanner', time.now);
    },
    'the reader undoes it two days later': async () => {
      const undo = world.tokens.sign('undo', anyone, time.now.add({ hours: 24 }));
      if (day > 1) await submit(`/undo/${undo}`);
    },
  };
  const mailsTo = () =>
    newsroom.mails
      .slice(before)
      .filter(({ tag }) => tag.kind !== 'transactional')
      .map(({ to }) => to);
  return { newsroom, events, mailsTo };
}

type Event = keyof Awaited<ReturnType<typeof unsubscribed>>['events'];

test('a reader who has unsubscribed is never mailed again without confirming, whatever else happens, and others are', {
  timeout: 120_000,
}, async () => {
  const { events: known } = await unsubscribed('page');
  const events = fc.array(fc.constantFrom(...(Object.keys(known) as Event[])), { minLength: 3, maxLength: 14 });
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('page' as const, 'one-click' as const, 'mail' as const, 'forgotten' as const),
      events,
      async (method, each) => {
        const { newsroom, events: does, mailsTo } = await unsubscribed(method);
        for (const event of each) await does[event]();
        await newsroom.moveTo('2019-09-20T09:00');
        expect(mailsTo().filter((to) => to !== 'person1@avon.example.org')).toEqual([]);
        expect(mailsTo()).toContain('person1@avon.example.org');
      },
    ),
    { numRuns: 15 },
  );
});
