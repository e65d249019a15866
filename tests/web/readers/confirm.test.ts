import fc from 'fast-check';
import type { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { consentWording } from '#core/privacy/consent';
import { oneLine } from '#core/text/lines';
import type { World } from '#ports';
import { posted, rulesOf, subscribed } from '#tests/web/readers/subscribed';
import { RULES, SITE, sampleNewsroom } from '#tests/web/sample-newsroom';
import { publicSite } from '#web/site/public';

const crash = () => Promise.reject(new Error('crash'));

/** The answer when the reader presses the button while a port of this world fails. */
async function brokenOff(world: World, path: string, now: Temporal.Instant): Promise<Response> {
  const site = publicSite(world);
  site.onError((_, c) => c.text('crash', 500));
  return site.request(`${SITE}${path}`, { method: 'POST' }, { event: { requestContext: { timeEpoch: now.epochMilliseconds } } });
}

describe('a confirmation', () => {
  test('a confirmation needs a button press: opening its page changes nothing, however often and by whatever method', async () => {
    const newsroom = await sampleNewsroom({ people: [] });
    const path = await subscribed(newsroom);
    for (let time = 0; time < 3; time += 1) for (const method of ['GET', 'HEAD', 'OPTIONS']) await newsroom.ask(path, { method });
    expect((await newsroom.world.subscribers.page(undefined, 10)).subscribers).toEqual([]);
    const html = await newsroom.page(path);
    expect(html.match(/<button/g)).toHaveLength(1);
    expect(html).toMatch('zoe@example.org');
    const answer = await newsroom.ask(path);
    expect([answer.headers.get('Cache-Control'), answer.headers.get('X-Robots-Tag')]).toEqual(['no-store', 'noindex, nofollow']);
  });

  test('a confirmation makes the reader a subscriber with the chosen emails and the agreed wording, once', async () => {
    const newsroom = await sampleNewsroom({ people: [] });
    const { world } = newsroom;
    const path = await subscribed(newsroom, { name: ' Zoë  O’Neill ', organisation: 'avon', topic: 'medication' });
    const pages = new Set<string>();
    for (let time = 0; time < 3; time += 1) {
      const answer = await newsroom.ask(path, { method: 'POST' });
      pages.add(`${answer.status} ${await answer.text()}`);
    }
    pages.add(`200 ${await newsroom.page(path)}`);
    expect(pages.size).toBe(1);
    const id = world.subscribers.idOf('zoe@example.org');
    const subscriber = await world.subscribers.find(id);
    expect(subscriber).toMatchObject({
      status: 'confirmed',
      name: 'Zoë O’Neill',
      frequency: 'weekly',
      topics: ['medication'],
      organisation: 'avon',
      version: 1,
    });
    expect(subscriber?.consent).toMatchObject({ by: 'confirmation', page: '/subscribe' });
    expect(await world.texts.get(subscriber?.consent?.wording ?? '')).toBe(consentWording(rulesOf(RULES)));
    expect(await world.signups.to(id)).toEqual([]);
    expect(await world.transactional.to(id)).toEqual([]);
  });

  test.each(['unsubscribed', 'bounced', 'complained'] as const)(
    'a confirmation brings back a reader who has %s, with the new choices',
    async (status) => {
      const newsroom = await sampleNewsroom({ people: [{ address: 'zoe@example.org', status, frequency: 'each' }] });
      const { world } = newsroom;
      const id = world.subscribers.idOf('zoe@example.org');
      await world.suppressions.add(id, status, newsroom.time.now);
      await newsroom.ask(await subscribed(newsroom), { method: 'POST' });
      expect(await world.subscribers.find(id)).toMatchObject({ status: 'confirmed', frequency: 'weekly' });
      expect((await world.subscribers.find(id))?.unsubscribed).toBeUndefined();
      expect(await world.suppressions.has(id)).toBe(false);
    },
  );

  test('a confirmation link used before an unsubscribe does not bring the reader back', async () => {
    const newsroom = await sampleNewsroom({ people: [] });
    const path = await subscribed(newsroom);
    await newsroom.ask(path, { method: 'POST' });
    const id = newsroom.world.subscribers.idOf('zoe@example.org');
    await newsroom.ask(`/u/${newsroom.world.tokens.sign('unsubscribe', id)}`, { method: 'POST' });
    const answer = await newsroom.ask(path, { method: 'POST' });
    expect(answer.status).toBe(410);
    expect(await answer.text()).toMatch('href="/subscribe"');
    expect(await newsroom.world.suppressions.has(id)).toBe(true);
  });

  test('a confirmation works for seven days, and with no token but its own', async () => {
    const newsroom = await sampleNewsroom({ people: [] });
    const path = await subscribed(newsroom);
    const late = newsroom.time.now.add({ hours: 7 * 24 + 2 });
    const other = newsroom.world.tokens.sign('preferences', newsroom.world.subscribers.idOf('zoe@example.org'));
    const now = newsroom.time.now;
    const answers = [
      [path, late, 410],
      ['/c/x', now, 404],
      [`/c/${other}`, now, 404],
      ['/c/%00', now, 404],
    ] as const;
    for (const [link, at, status] of answers) {
      for (const method of ['GET', 'POST']) {
        const answer = await newsroom.ask(link, { method }, at);
        expect([link, answer.status]).toEqual([link, status]);
        expect(await answer.text()).toMatch('href="/subscribe"');
      }
    }
    expect((await newsroom.world.subscribers.page(undefined, 10)).subscribers).toEqual([]);
  });

  test('a confirmation that fails half-way is finished when the button is pressed again', async () => {
    for (const [port, method] of [
      ['suppressions', 'reopen'],
      ['transactional', 'removeAllTo'],
      ['signups', 'remove'],
    ] as const) {
      const newsroom = await sampleNewsroom({ people: [{ address: 'zoe@example.org', status: 'unsubscribed' }] });
      const { world } = newsroom;
      const id = world.subscribers.idOf('zoe@example.org');
      await world.suppressions.add(id, 'unsubscribed', newsroom.time.now);
      const path = await subscribed(newsroom);
      expect((await brokenOff({ ...world, [port]: { ...world[port], [method]: crash } }, path, newsroom.time.now)).status).toBe(500);
      expect((await newsroom.ask(path, { method: 'POST' })).status).toBe(200);
      expect([(await world.subscribers.find(id))?.status, await world.suppressions.has(id), await world.signups.to(id)]).toEqual([
        'confirmed',
        false,
        [],
      ]);
    }
  });
});

describe('two forms for one address', () => {
  const STRANGER = { name: 'WIN £1000 at evil.example', frequency: 'events', organisation: '' };
  const whole = async (newsroom: Awaited<ReturnType<typeof sampleNewsroom>>) =>
    await newsroom.world.subscribers.find(newsroom.world.subscribers.idOf('zoe@example.org'));

  test.each([0, 1, 30])(
    'a confirmation link confirms what its own form said, and not what a stranger typed %i hours later',
    async (hours) => {
      const newsroom = await sampleNewsroom({ people: [] });
      const path = await subscribed(newsroom, { name: 'Zoë', organisation: 'avon' });
      newsroom.time.now = newsroom.time.now.add({ hours });
      await newsroom.ask('/subscribe', posted(STRANGER));
      await newsroom.sendAllTransactional();
      expect(await newsroom.page(path)).toMatch('Zoë');
      expect(await newsroom.page(path)).not.toMatch('evil.example');
      expect((await newsroom.ask(path, { method: 'POST' })).status).toBe(200);
      expect(await whole(newsroom)).toMatchObject({ name: 'Zoë', frequency: 'weekly', organisation: 'avon' });
    },
  );

  test('a confirmation link that waits to be sent is for the form that asked for it', async () => {
    const newsroom = await sampleNewsroom({ people: [] });
    await newsroom.ask('/subscribe', posted({ name: 'Zoë' }));
    const path = await subscribed(newsroom, STRANGER);
    expect(newsroom.mails).toHaveLength(1);
    expect(await newsroom.page(path)).toMatch('Zoë');
  });

  test('a confirmation page says when its form came, and whether there is another with other choices', async () => {
    const newsroom = await sampleNewsroom({ people: [] });
    const path = await subscribed(newsroom, { name: 'Zoë' });
    await newsroom.ask('/subscribe', posted({ name: 'Zoë' }));
    expect(await newsroom.page(path)).toMatch('filled in on Thursday 12 September 2019 at 8am');
    expect(await newsroom.page(path)).not.toMatch('more than once');
    await newsroom.ask('/subscribe', posted(STRANGER));
    const html = await newsroom.page(path);
    expect(html).toMatch('more than once, with other choices');
    expect(html).not.toMatch('evil.example');
  });

  test('a used confirmation link stays used, whatever a stranger types later', async () => {
    const newsroom = await sampleNewsroom({ people: [] });
    const path = await subscribed(newsroom, { name: 'Zoë' });
    await newsroom.ask(path, { method: 'POST' });
    await newsroom.ask('/subscribe', posted(STRANGER));
    await newsroom.sendAllTransactional();
    await newsroom.ask(path, { method: 'POST' });
    expect(await whole(newsroom)).toMatchObject({ name: 'Zoë', frequency: 'weekly' });
  });

  test('a confirmation ends the other links to the same address', async () => {
    const newsroom = await sampleNewsroom({ people: [] });
    const older = await subscribed(newsroom, { name: 'Zoë' });
    newsroom.time.now = newsroom.time.now.add({ hours: 30 });
    const newer = await subscribed(newsroom, { name: 'Zoë O’Neill' });
    expect(older).not.toBe(newer);
    for (const path of [newer, older]) expect((await newsroom.ask(path, { method: 'POST' })).status).toBe(200);
    expect(await whole(newsroom)).toMatchObject({ name: 'Zoë O’Neill' });
    expect(await newsroom.world.signups.to(newsroom.world.subscribers.idOf('zoe@example.org'))).toEqual([]);
  });
});

describe('a change of address', () => {
  const asked = async (people: Parameters<typeof sampleNewsroom>[0] = {}) => {
    const newsroom = await sampleNewsroom({ people: [{ address: 'old@example.org', frequency: 'each', name: 'Zoë' }], ...people });
    const { world, time } = newsroom;
    const [from, to] = [world.subscribers.idOf('old@example.org'), world.subscribers.idOf('new@example.org')];
    await world.signups.put({
      id: to,
      address: 'new@example.org',
      name: 'Zoë',
      frequency: 'each',
      topics: [],
      asked: time.now,
      page: '/p',
      wording: 'ab12',
      changesAddressOf: from,
    });
    return { ...newsroom, from, to, path: `/c/${world.tokens.sign('confirm', to, time.now.add({ hours: 168 }))}` };
  };

  test('a change of address moves choices and consent, and unsubscribes the old address, once', async () => {
    const { world, ask, page, from, to, path } = await asked();
    expect(await page(path)).toMatch('Yes, use this address');
    for (let time = 0; time < 2; time += 1) expect((await ask(path, { method: 'POST' })).status).toBe(200);
    expect(await world.subscribers.find(to)).toMatchObject({
      address: 'new@example.org',
      status: 'confirmed',
      frequency: 'each',
      name: 'Zoë',
    });
    expect(await world.subscribers.find(from)).toMatchObject({ status: 'unsubscribed', unsubscribed: { method: 'moved' } });
    expect([await world.suppressions.has(from), await world.suppressions.has(to)]).toEqual([true, false]);
  });

  test('a change of address that fails half-way is finished when the button is pressed again', async () => {
    for (const [port, method] of [
      ['subscribers', 'unsubscribe'],
      ['transactional', 'removeAllTo'],
      ['signups', 'remove'],
    ] as const) {
      const { world, ask, from, to, path, time } = await asked();
      expect((await brokenOff({ ...world, [port]: { ...world[port], [method]: crash } }, path, time.now)).status).toBe(500);
      expect((await ask(path, { method: 'POST' })).status).toBe(200);
      expect([(await world.subscribers.find(from))?.status, (await world.subscribers.find(to))?.status]).toEqual([
        'unsubscribed',
        'confirmed',
      ]);
      expect(await world.signups.to(to)).toEqual([]);
    }
  });

  test('a change of address is void once the old address is unsubscribed or has moved elsewhere', async () => {
    for (const method of ['one-click', 'moved'] as const) {
      const { world, ask, from, to, path, time } = await asked();
      await world.suppressions.add(from, 'unsubscribed', time.now);
      await world.subscribers.unsubscribe(from, time.now, method);
      expect((await ask(path, { method: 'POST' })).status).toBe(410);
      expect(await world.subscribers.find(to)).toBeUndefined();
    }
  });
});

test('any name of a reader is kept as it was typed, in the record and on the confirmation page', async () => {
  const names = fc.string({ unit: 'grapheme', maxLength: 40 }).filter((name) => [...oneLine(name)].length <= 80);
  await fc.assert(
    fc.asyncProperty(names, async (name) => {
      const newsroom = await sampleNewsroom({ people: [] });
      const path = await subscribed(newsroom, { name });
      const shown = /<bdi>([\s\S]*?)<\/bdi>/.exec(await newsroom.page(path))?.[1] ?? '';
      expect(unescaped(shown)).toBe(oneLine(name));
      await newsroom.ask(path, { method: 'POST' });
      expect((await newsroom.world.subscribers.find(newsroom.world.subscribers.idOf('zoe@example.org')))?.name).toBe(oneLine(name));
    }),
    { numRuns: 60 },
  );
});

function unescaped(html: string): string {
  return html
    .replace(/&#x([0-9a-fA-F]+);/g, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replace(/&(lt|gt|quot|amp);/g, (_, name: string) => ({ lt: '<', gt: '>', quot: '"', amp: '&' })[name] ?? '');
}
