import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { consentVersion, consentWording } from '#core/consent';
import { readNewsroom } from '#core/edition';
import { oneLine } from '#core/mime-slots';
import type { Rules } from '#core/rules';
import type { World } from '#ports';
import { RULES, SITE, sampleNewsroom } from '#tests/web/sample-newsroom';
import { publicSite } from '#web/public';

type Newsroom = Awaited<ReturnType<typeof sampleNewsroom>>;

function rulesOf(text: string): Rules {
  const bytes = new TextEncoder().encode(text);
  const { newsroom } = readNewsroom({ rules: { file: 'newsroom.yaml', size: bytes.length, bytes }, stories: [], images: [] });
  if (!newsroom) throw new Error('the sample rules have a problem');
  return newsroom.rules;
}
const WORDING = consentVersion(rulesOf(RULES));

const fieldsOf = (fields: Record<string, string>) =>
  new URLSearchParams({ email: 'zoe@example.org', frequency: 'weekly', wording: WORDING, ...fields });
const posted = (fields: Record<string, string> = {}, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  body: fieldsOf(fields).toString(),
  headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
});

/** The link of the newest letter, as a path. */
function linkIn({ mails }: Newsroom): string {
  const text = new TextDecoder().decode(mails.at(-1)?.message).replaceAll('=\r\n', '').replaceAll('=3D', '=');
  const link = /https:\/\/news\.example\.org(\/[cp]\/[\w.-]+)/.exec(text)?.[1];
  if (!link) throw new Error('the letter has no link');
  return link;
}

async function subscribed(newsroom: Newsroom, fields: Record<string, string> = {}): Promise<string> {
  await newsroom.ask('/subscribe', posted(fields));
  await newsroom.sendLetters();
  return linkIn(newsroom);
}

describe('the form', () => {
  test('says who sends, what and how often, how to stop, and how details are looked after, and ticks nothing', async () => {
    const newsroom = await sampleNewsroom();
    const html = await newsroom.page('/subscribe');
    for (const words of [
      'Sample Improvement Collaborative will send you emails',
      'once a week',
      'stop at any time',
      'href="/privacy"',
      'Yes, send me these emails',
    ])
      expect(html).toMatch(words);
    expect(html).not.toMatch(/\bchecked\b|\bselected\b/);
    expect(html.match(/<h1/g)).toHaveLength(1);
  });

  test('names the trust that hosts us, where there is one', async () => {
    const newsroom = await sampleNewsroom({
      files: { 'newsroom.yaml': `${RULES}host:\n  name: Example Partnership NHS Trust\n  postal_address: 1 Trust Road, Exeter EX1 1AA\n` },
    });
    expect(await newsroom.page('/subscribe')).toMatch('hosted by Example Partnership NHS Trust');
  });

  test('comes back with what was typed and a sentence for each thing to mend', async () => {
    const newsroom = await sampleNewsroom();
    const answer = await newsroom.ask(
      '/subscribe',
      posted({ email: 'zoë@example.org', name: 'Zoë "Q" <b>', frequency: '', topic: 'medication' }),
    );
    expect(answer.status).toBe(400);
    const html = await answer.text();
    expect(html).toMatch('<title>Error: ');
    expect(html).toMatch('href="#email"');
    expect(html).toMatch('href="#frequency-1"');
    expect(html).toMatch('aria-describedby="email-error"');
    expect(html).toMatch('value="zoë@example.org"');
    expect(html).toMatch('value="Zoë &quot;Q&quot; &lt;b&gt;"');
    expect(html).toMatch(/value="medication" checked/);
    expect(newsroom.rings.letter).toEqual([]);
  });

  test('that a machine has filled in is taken for nothing, and says so to nobody', async () => {
    const newsroom = await sampleNewsroom();
    const trapped = await newsroom.ask('/subscribe', posted({ subject: 'Cheap watches' }));
    const honest = await newsroom.ask('/subscribe', posted());
    expect([trapped.status, trapped.headers.get('Location')]).toEqual([honest.status, honest.headers.get('Location')]);
    expect(newsroom.rings.letter).toHaveLength(1);
  });

  test('that shows other words than ours are now is shown anew, with what was typed', async () => {
    const newsroom = await sampleNewsroom();
    for (const wording of ['', '0000000000000000']) {
      const answer = await newsroom.ask('/subscribe', posted({ wording }));
      expect(answer.status).toBe(409);
      expect(await answer.text()).toMatch('value="zoe@example.org"');
    }
    expect(newsroom.rings.letter).toEqual([]);
  });

  test('asks a question when there are too many, and takes the answer', async () => {
    const newsroom = await sampleNewsroom();
    for (let i = 0; i < 20; i += 1) await newsroom.ask('/subscribe', posted({ email: `person${i}@example.org` }));
    const asked = await newsroom.ask('/subscribe', posted());
    expect(asked.status).toBe(429);
    const html = await asked.text();
    expect(html).toMatch('value="zoe@example.org"');
    const [, first = '', , second = ''] = /You have (\w+) (\w+) and get (\w+) more/.exec(html) ?? [];
    const words = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
    const question = /name="question" value="([^"]+)"/.exec(html)?.[1] ?? '';
    const wrong = await newsroom.ask('/subscribe', posted({ question: 'q', answer: '1' }));
    expect(await wrong.text()).toMatch('<title>Error: ');
    const answer = await newsroom.ask('/subscribe', posted({ question, answer: String(words.indexOf(first) + words.indexOf(second)) }));
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/subscribe/check']);
  });

  test('of a trust’s intranet posts to us as it stands, and is said to have stood there', async () => {
    const newsroom = await sampleNewsroom();
    const html = await newsroom.page('/subscribe/form?organisation=avon');
    const form = (/<textarea[^>]*>([\s\S]*)<\/textarea>/.exec(html)?.[1] ?? '')
      .replace(/&lt;/g, '<')
      .replace(/&gt;/g, '>')
      .replace(/&quot;/g, '"')
      .replace(/&#x3D;/g, '=');
    expect(form).toMatch(`action="${SITE}/subscribe"`);
    expect(form).toMatch('Yes, send me these emails');
    const hidden = Object.fromEntries(
      [...form.matchAll(/type="hidden" name="([^"]+)" value="([^"]+)"/g)].map(([, name = '', value = '']) => [name, value]),
    );
    expect(hidden).toEqual({ form: 'copy', wording: WORDING, organisation: 'avon' });
    const id = newsroom.world.subscribers.idOf('zoe@example.org');
    expect((await newsroom.ask('/subscribe', posted(hidden, { Origin: 'https://intranet.avon.example.org' }))).status).toBe(303);
    expect(await newsroom.world.signups.find(id)).toMatchObject({ page: 'https://intranet.avon.example.org', organisation: 'avon' });
    await newsroom.ask('/subscribe', posted(hidden, { Origin: 'null' }));
    expect(await newsroom.world.signups.find(id)).toMatchObject({ page: '/subscribe/form' });
  });
});

test('who asks the pages around the site cannot claim to be another network each time', async () => {
  const newsroom = await sampleNewsroom();
  const site = publicSite(newsroom.world, 'the word');
  const event = { event: { requestContext: { timeEpoch: newsroom.time.now.epochMilliseconds, http: { sourceIp: '203.0.113.9' } } } };
  const status = async (i: number, headers: Record<string, string>) => {
    const init = posted({ email: `person${i}@example.org` }, { 'X-Forwarded-For': `10.0.${i}.1, 203.0.113.9`, ...headers });
    return (await site.request(`${SITE}/subscribe`, init, event)).status;
  };
  const around = await Promise.all(Array.from({ length: 21 }, (_, i) => status(i, i % 2 ? {} : { 'X-Newsroom-Site': 'a guess' })));
  expect(around.filter((one) => one === 429)).toHaveLength(1);
  const through = await Promise.all(Array.from({ length: 21 }, (_, i) => status(100 + i, { 'X-Newsroom-Site': 'the word' })));
  expect(through.filter((one) => one === 429)).toHaveLength(0);
});

describe('what anybody can see of whether an address is known', () => {
  const states = ['unknown', 'confirmed', 'left', 'bounced', 'complained', 'erased', 'waiting to confirm'] as const;

  test('is nothing: the answer is the same, byte for byte, and so are the calls', async () => {
    const seen: string[] = [];
    for (const state of states) {
      const newsroom = await sampleNewsroom({
        people:
          state === 'unknown' || state === 'erased'
            ? []
            : [{ address: 'zoe@example.org', status: state === 'waiting to confirm' ? 'pending' : state }],
      });
      const id = newsroom.world.subscribers.idOf('zoe@example.org');
      if (state === 'erased' || state === 'left') await newsroom.world.suppressions.add(id, state, newsroom.time.now);
      if (state === 'waiting to confirm') await newsroom.ask('/subscribe', posted());
      const { world, calls } = listened(newsroom.world);
      const event = { event: { requestContext: { timeEpoch: newsroom.time.now.epochMilliseconds } } };
      const answer = await publicSite(world).request(`${SITE}/subscribe`, posted(), event);
      const check = await newsroom.page('/subscribe/check');
      seen.push(JSON.stringify([answer.status, [...answer.headers], await answer.text(), check, calls]));
    }
    expect(new Set(seen).size).toBe(1);
    expect(seen[0]).toMatch('ringLetter');
  });

  test('is told to her alone: who is on our list gets a letter that says so', async () => {
    const newsroom = await sampleNewsroom({ people: [{ address: 'zoe@example.org' }] });
    expect(await subscribed(newsroom, { name: 'Somebody else' })).toMatch(/^\/p\//);
    expect(newsroom.mails.map(({ tag }) => tag.at.publication)).toEqual(['letter-known']);
    expect((await newsroom.world.subscribers.find(newsroom.world.subscribers.idOf('zoe@example.org')))?.name).toBe('Ama');
  });
});

describe('her confirmation', () => {
  test('is a button on a page: opening the page changes nothing, however often and in which way', async () => {
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

  test('makes her a subscriber with what she chose and the words that she agreed to, once and for all', async () => {
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
    const her = await world.subscribers.find(id);
    expect(her).toMatchObject({
      status: 'confirmed',
      name: 'Zoë O’Neill',
      frequency: 'weekly',
      topics: ['medication'],
      organisation: 'avon',
      version: 1,
    });
    expect(her?.consent).toMatchObject({ by: 'confirmation', page: '/subscribe' });
    expect(await world.sealed.read(her?.consent?.wording ?? '')).toBe(consentWording(rulesOf(RULES)));
    expect(await world.signups.find(id)).toBeUndefined();
    expect(await world.letters.to(id)).toEqual([]);
  });

  test.each(['left', 'bounced', 'complained'] as const)('brings back somebody who has %s, with her new choices', async (status) => {
    const newsroom = await sampleNewsroom({ people: [{ address: 'zoe@example.org', status, frequency: 'each' }] });
    const { world } = newsroom;
    const id = world.subscribers.idOf('zoe@example.org');
    await world.suppressions.add(id, status, newsroom.time.now);
    await newsroom.ask(await subscribed(newsroom), { method: 'POST' });
    expect(await world.subscribers.find(id)).toMatchObject({ status: 'confirmed', frequency: 'weekly' });
    expect((await world.subscribers.find(id))?.left).toBeUndefined();
    expect(await world.suppressions.has(id)).toBe(false);
  });

  test('does not bring back somebody who has left since, by an old letter', async () => {
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

  test('can be given for seven days, and with no other word than ours', async () => {
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

  test('that breaks off anywhere is finished when she presses again', async () => {
    for (const [port, method] of [
      ['suppressions', 'reopen'],
      ['letters', 'forget'],
      ['signups', 'remove'],
    ] as const) {
      const newsroom = await sampleNewsroom({ people: [{ address: 'zoe@example.org', status: 'left' }] });
      const { world } = newsroom;
      const id = world.subscribers.idOf('zoe@example.org');
      await world.suppressions.add(id, 'left', newsroom.time.now);
      const path = await subscribed(newsroom);
      const broken = publicSite({ ...world, [port]: { ...world[port], [method]: () => Promise.reject(new Error('crash')) } });
      broken.onError((_, c) => c.text('crash', 500));
      const event = { event: { requestContext: { timeEpoch: newsroom.time.now.epochMilliseconds } } };
      expect((await broken.request(`${SITE}${path}`, { method: 'POST' }, event)).status).toBe(500);
      expect((await newsroom.ask(path, { method: 'POST' })).status).toBe(200);
      expect([(await world.subscribers.find(id))?.status, await world.suppressions.has(id), await world.signups.find(id)]).toEqual([
        'confirmed',
        false,
        undefined,
      ]);
    }
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
      movesFrom: from,
    });
    return { ...newsroom, from, to, path: `/c/${world.tokens.sign('confirm', to, time.now.add({ hours: 168 }))}` };
  };

  test('takes her choices and consent along, and says goodbye to the old address, once', async () => {
    const { world, ask, page, from, to, path } = await asked();
    expect(await page(path)).toMatch('Yes, use this address');
    for (let time = 0; time < 2; time += 1) expect((await ask(path, { method: 'POST' })).status).toBe(200);
    expect(await world.subscribers.find(to)).toMatchObject({
      address: 'new@example.org',
      status: 'confirmed',
      frequency: 'each',
      name: 'Zoë',
    });
    expect(await world.subscribers.find(from)).toMatchObject({ status: 'left', left: { way: 'moved' } });
    expect([await world.suppressions.has(from), await world.suppressions.has(to)]).toEqual([true, false]);
  });

  test('that breaks off half-way is finished when she presses again', async () => {
    for (const [port, method] of [
      ['subscribers', 'leave'],
      ['letters', 'forget'],
      ['signups', 'remove'],
    ] as const) {
      const { world, ask, from, to, path, time } = await asked();
      const broken = publicSite({ ...world, [port]: { ...world[port], [method]: () => Promise.reject(new Error('crash')) } });
      broken.onError((_, c) => c.text('crash', 500));
      const event = { event: { requestContext: { timeEpoch: time.now.epochMilliseconds } } };
      expect((await broken.request(`${SITE}${path}`, { method: 'POST' }, event)).status).toBe(500);
      expect((await ask(path, { method: 'POST' })).status).toBe(200);
      expect([(await world.subscribers.find(from))?.status, (await world.subscribers.find(to))?.status]).toEqual(['left', 'confirmed']);
      expect(await world.signups.find(to)).toBeUndefined();
    }
  });

  test('is void once she has said goodbye at the old one, or has moved elsewhere', async () => {
    for (const way of ['one-click', 'moved'] as const) {
      const { world, ask, from, to, path, time } = await asked();
      await world.suppressions.add(from, 'left', time.now);
      await world.subscribers.leave(from, time.now, way);
      expect((await ask(path, { method: 'POST' })).status).toBe(410);
      expect(await world.subscribers.find(to)).toBeUndefined();
    }
  });
});

test('any name arrives as it was typed: in her record, on the page, and in what greets her', async () => {
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

/** The same world, and the name of each call to it. */
function listened(world: World): { world: World; calls: string[] } {
  const calls: string[] = [];
  const hear = <P extends object>(port: string, real: P): P =>
    new Proxy(real, {
      get: (target, name) => {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== 'function') return method;
        return (...args: unknown[]) => {
          calls.push(`${port}.${String(name)}`);
          return Reflect.apply(method, target, args);
        };
      },
    });
  return { world: Object.fromEntries(Object.entries(world).map(([port, real]) => [port, hear(port, real)])) as World, calls };
}
