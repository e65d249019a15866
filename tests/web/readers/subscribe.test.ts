import { describe, expect, test } from 'vitest';
import { tagValues } from '#core/delivery/mail-tag';
import type { World } from '#ports';
import { CONSENT_VERSION, posted, subscribed } from '#tests/web/readers/subscribed';
import { RULES, SITE, sampleNewsroom } from '#tests/web/sample-newsroom';
import { publicSite } from '#web/site/public';

describe('the sign-up form', () => {
  test('the sign-up form says who sends, what and how often, how to stop, and how details are used, and ticks nothing', async () => {
    const newsroom = await sampleNewsroom();
    const html = await newsroom.page('/subscribe');
    for (const phrase of [
      'Sample Improvement Collaborative will send you emails',
      'once a week',
      'stop at any time',
      'href="/privacy"',
      'Yes, send me these emails',
    ])
      expect(html).toMatch(phrase);
    expect(html).not.toMatch(/\bchecked\b|\bselected\b/);
    expect(html.match(/<h1/g)).toHaveLength(1);
  });

  test('the sign-up form names the host, if there is one', async () => {
    const newsroom = await sampleNewsroom({
      files: { 'newsroom.yaml': `${RULES}host:\n  name: Example Partnership NHS Trust\n  postal_address: 1 Trust Road, Exeter EX1 1AA\n` },
    });
    expect(await newsroom.page('/subscribe')).toMatch('hosted by Example Partnership NHS Trust');
  });

  test('the sign-up form comes back with what was typed and a sentence for each mistake', async () => {
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
    expect(newsroom.enqueued.transactional).toEqual([]);
  });

  test('the sign-up form filled in by a machine is ignored, with the usual answer', async () => {
    const newsroom = await sampleNewsroom();
    const trapped = await newsroom.ask('/subscribe', posted({ subject: 'Cheap watches' }));
    const honest = await newsroom.ask('/subscribe', posted());
    expect([trapped.status, trapped.headers.get('Location')]).toEqual([honest.status, honest.headers.get('Location')]);
    expect(newsroom.enqueued.transactional).toHaveLength(1);
  });

  test('the sign-up form with an outdated consent wording comes back with the present one, and with what was typed', async () => {
    const newsroom = await sampleNewsroom();
    for (const wording of ['', '0000000000000000']) {
      const answer = await newsroom.ask('/subscribe', posted({ wording }));
      expect(answer.status).toBe(409);
      expect(await answer.text()).toMatch('value="zoe@example.org"');
    }
    expect(newsroom.enqueued.transactional).toEqual([]);
  });

  test('the sign-up form asks a question when too many forms come, and takes the answer', async () => {
    const newsroom = await sampleNewsroom();
    for (let i = 0; i < 20; i += 1) await newsroom.ask('/subscribe', posted({ email: `person${i}@example.org` }));
    const asked = await newsroom.ask('/subscribe', posted());
    expect(asked.status).toBe(429);
    const html = await asked.text();
    expect(html).toMatch('value="zoe@example.org"');
    const [, first = '', , second = ''] = /You have (\w+) (\w+) and get (\w+) more/.exec(html) ?? [];
    const numberNames = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
    const question = /name="question" value="([^"]+)"/.exec(html)?.[1] ?? '';
    const wrong = await newsroom.ask('/subscribe', posted({ question: 'q', answer: '1' }));
    expect(await wrong.text()).toMatch('<title>Error: ');
    const answer = await newsroom.ask(
      '/subscribe',
      posted({ question, answer: String(numberNames.indexOf(first) + numberNames.indexOf(second)) }),
    );
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/subscribe/check']);
  });

  test('the sign-up form of a trust’s intranet posts to us without changes, and the consent says where it was', async () => {
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
    expect(hidden).toEqual({ form: 'copy', wording: CONSENT_VERSION, organisation: 'avon' });
    const signupsOf = (email: string) => newsroom.world.signups.to(newsroom.world.subscribers.idOf(email));
    expect((await newsroom.ask('/subscribe', posted(hidden, { Origin: 'https://intranet.avon.example.org' }))).status).toBe(303);
    expect(await signupsOf('zoe@example.org')).toMatchObject([{ page: 'https://intranet.avon.example.org', organisation: 'avon' }]);
    await newsroom.ask('/subscribe', posted({ ...hidden, email: 'ben@example.org' }, { Origin: 'null' }));
    expect(await signupsOf('ben@example.org')).toMatchObject([{ page: '/subscribe/form' }]);
  });
});

test('a sign-up that bypasses CloudFront cannot claim another network each time', async () => {
  const newsroom = await sampleNewsroom();
  const site = publicSite(newsroom.world, 'the word');
  const event = { event: { requestContext: { timeEpoch: newsroom.time.now.epochMilliseconds, http: { sourceIp: '203.0.113.9' } } } };
  const status = async (i: number, headers: Record<string, string>) => {
    const init = posted({ email: `person@example${i}.org` }, { 'X-Forwarded-For': `10.0.${i}.1, 203.0.113.9`, ...headers });
    return (await site.request(`${SITE}/subscribe`, init, event)).status;
  };
  const around = await Promise.all(Array.from({ length: 21 }, (_, i) => status(i, i % 2 ? {} : { 'X-Newsroom-Site': 'a guess' })));
  expect(around.filter((one) => one === 429)).toHaveLength(1);
  const through = await Promise.all(Array.from({ length: 21 }, (_, i) => status(100 + i, { 'X-Newsroom-Site': 'the word' })));
  expect(through.filter((one) => one === 429)).toHaveLength(0);
});

describe('the answer to a sign-up', () => {
  const states = ['unknown', 'confirmed', 'unsubscribed', 'bounced', 'complained', 'erased', 'waiting to confirm'] as const;

  test('the answer to a sign-up never says whether the address is known: answer and calls are the same', async () => {
    const seen: string[] = [];
    for (const state of states) {
      const newsroom = await sampleNewsroom({
        people:
          state === 'unknown' || state === 'erased'
            ? []
            : [{ address: 'zoe@example.org', status: state === 'waiting to confirm' ? 'pending' : state }],
      });
      const id = newsroom.world.subscribers.idOf('zoe@example.org');
      if (state === 'erased' || state === 'unsubscribed') await newsroom.world.suppressions.add(id, state, newsroom.time.now);
      if (state === 'waiting to confirm') await newsroom.ask('/subscribe', posted());
      const { world, calls } = listened(newsroom.world);
      const event = { event: { requestContext: { timeEpoch: newsroom.time.now.epochMilliseconds } } };
      const answer = await publicSite(world).request(`${SITE}/subscribe`, posted(), event);
      const check = await newsroom.page('/subscribe/check');
      seen.push(JSON.stringify([answer.status, [...answer.headers], await answer.text(), check, calls]));
    }
    expect(new Set(seen).size).toBe(1);
    expect(seen[0]).toMatch('enqueueTransactional');
  });

  test('the sign-up of a known address is told only to its owner, by email', async () => {
    const newsroom = await sampleNewsroom({ people: [{ address: 'zoe@example.org' }] });
    expect(await subscribed(newsroom, { name: 'Somebody else' })).toMatch(/^\/p\//);
    expect(newsroom.mails.map(({ tag }) => tagValues(tag).i)).toEqual(['letter-known']);
    expect((await newsroom.world.subscribers.find(newsroom.world.subscribers.idOf('zoe@example.org')))?.name).toBe('Ama');
  });
});

/** The same world, with the name of each call to it. */
function listened(world: World): { world: World; calls: string[] } {
  const calls: string[] = [];
  const watch = <P extends object>(port: string, real: P): P =>
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
  return { world: Object.fromEntries(Object.entries(world).map(([port, real]) => [port, watch(port, real)])) as World, calls };
}
