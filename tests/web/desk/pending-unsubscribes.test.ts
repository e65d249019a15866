import { describe, expect, test } from 'vitest';
import { SITE, sampleNewsroom } from '#tests/web/sample-newsroom';

const FROM_US = { 'Sec-Fetch-Site': 'same-origin' };
const six = () => Array.from({ length: 6 }, () => ({ frequency: 'each' }));

/** A newsroom of six readers whose one-click buttons are pressed from an address at `seconds` past nine. */
async function pressed(presses: [person: number, seconds: number, address: string][]) {
  const newsroom = await sampleNewsroom({ people: six() });
  const { world } = newsroom;
  const idOf = (person: number) => world.subscribers.idOf(`person${person}@avon.example.org`);
  await newsroom.moveTo('2019-09-12T09:00');
  for (const [person, seconds, address] of presses) {
    const timeEpoch = newsroom.london('2019-09-12T09:00').add({ seconds }).epochMilliseconds;
    const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });
    const request = { event: { requestContext: { timeEpoch, http: { sourceIp: address } } } };
    const answer = await newsroom.apps.public.request(
      `${SITE}/u/${world.tokens.sign('unsubscribe', idOf(person))}`,
      { method: 'POST', body },
      request,
    );
    expect([answer.status, await answer.text()]).toEqual([200, 'You have left.\n']);
  }
  const statuses = async () => {
    const { subscribers } = await world.subscribers.page(undefined, 10);
    const all = new Map(subscribers.map(({ address, status }) => [address, status]));
    return [0, 1, 2, 3, 4, 5].map((n) => all.get(`person${n}@avon.example.org`));
  };
  const decide = async (decision: string) => {
    const html = await newsroom.page('/desk/departures');
    const field = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '';
    const body = new URLSearchParams({ network: field('network'), until: field('until') });
    return newsroom.ask(`/desk/departures/${decision}`, { method: 'POST', body, headers: FROM_US });
  };
  return { newsroom, idOf, statuses, decide };
}

const BURST: [number, number, string][] = [
  [0, 5, '192.0.2.1'],
  [1, 6, '192.0.2.2'],
  [2, 100, '192.0.2.77'],
  [3, 6, '198.51.100.1'],
];

describe('one-click unsubscribes soon after an email', () => {
  test('one-click unsubscribes become final after ten minutes, unless they are in a burst, which the desk shows', async () => {
    const { newsroom, statuses } = await pressed(BURST);
    await newsroom.moveTo('2019-09-12T09:11');
    expect(await statuses()).toEqual(['confirmed', 'confirmed', 'confirmed', 'unsubscribed', 'confirmed', 'confirmed']);
    const html = await newsroom.page('/desk/departures');
    expect(html).toMatch('3 people');
    for (const n of [0, 1, 2]) expect(html).toMatch(`person${n}@`);
    expect(html).not.toMatch('person3@');
    expect(html).not.toMatch('192.0.2');
  });

  test('one-click unsubscribes in a burst keep their readers from being mailed while they are pending', async () => {
    const { newsroom } = await pressed(BURST);
    const before = newsroom.mails.length;
    newsroom.files.set('posts/second.md', new TextEncoder().encode(second));
    await newsroom.moveTo('2019-09-12T09:30');
    expect(newsroom.mails.slice(before).map(({ to }) => to)).toEqual(['person4@avon.example.org', 'person5@avon.example.org']);
  });

  test('one-click unsubscribes in a burst become final two days later, without a decision', async () => {
    const { newsroom, statuses } = await pressed(BURST);
    await newsroom.moveTo('2019-09-12T09:11');
    await newsroom.moveTo('2019-09-14T08:55');
    expect((await statuses()).slice(0, 3)).toEqual(['confirmed', 'confirmed', 'confirmed']);
    await newsroom.moveTo('2019-09-14T09:02');
    expect((await statuses()).slice(0, 4)).toEqual(['unsubscribed', 'unsubscribed', 'unsubscribed', 'unsubscribed']);
    expect(await newsroom.page('/desk/departures')).toMatch('There are none now');
  });

  test('one-click unsubscribes of a scanner are undone by the programme lead and audited; those confirmed on our page stay', async () => {
    const { newsroom, statuses, decide, idOf } = await pressed(BURST);
    await newsroom.ask(`/u/${newsroom.world.tokens.sign('unsubscribe', idOf(1))}`, { method: 'POST' });
    await newsroom.moveTo('2019-09-12T09:11');
    expect((await decide('keep')).headers.get('Location')).toBe('/desk/departures?told=keep');
    expect((await statuses()).slice(0, 3)).toEqual(['confirmed', 'unsubscribed', 'confirmed']);
    expect(await Promise.all([0, 1, 2].map((n) => newsroom.world.suppressions.has(idOf(n))))).toEqual([false, true, false]);
    expect((await newsroom.world.audit.page(undefined, 10)).entries).toMatchObject([{ did: 'scanner', people: 3 }]);
    expect((await decide('keep')).headers.get('Location')).toBe('/desk/departures?told=settled');
  });

  test('one-click unsubscribes that were people’s become final when the programme lead says so', async () => {
    const { newsroom, statuses, decide } = await pressed(BURST);
    await newsroom.moveTo('2019-09-12T09:11');
    await decide('left');
    expect((await statuses()).slice(0, 3)).toEqual(['unsubscribed', 'unsubscribed', 'unsubscribed']);
    expect(await newsroom.world.pendingUnsubscribes.open()).toEqual([]);
  });

  test('one-click unsubscribes of a reader who has confirmed again since are dropped', async () => {
    const { newsroom, statuses, idOf } = await pressed([[0, 5, '192.0.2.1']]);
    await newsroom.world.suppressions.reopen(idOf(0), 'confirmed', newsroom.time.now);
    await newsroom.moveTo('2019-09-12T09:11');
    expect((await statuses())[0]).toBe('confirmed');
    expect(await newsroom.world.suppressions.has(idOf(0))).toBe(false);
    expect(await newsroom.world.pendingUnsubscribes.open()).toEqual([]);
  });
});

const second = `---
title: A second post
author: Ama Bright
role: Nurse
published: 2019-09-12T09:30
summary: More of the same.
---

Text.
`;
