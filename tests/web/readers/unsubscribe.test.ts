import { describe, expect, test, vi } from 'vitest';
import { sampleNewsroom } from '#tests/web/sample-newsroom';

const ONE_CLICK = 'List-Unsubscribe=One-Click';
const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };

describe('a one-click unsubscribe', () => {
  const multipart = () => {
    const form = new FormData();
    form.set('List-Unsubscribe', 'One-Click');
    return form;
  };

  test.each([
    ['a form', () => ({ method: 'POST', body: ONE_CLICK, headers: FORM })],
    ['multipart', () => ({ method: 'POST', body: multipart() })],
  ])('a one-click unsubscribe takes effect at once, by %s, without cookie or redirect, however often it is posted', async (_, init) => {
    const newsroom = await sampleNewsroom();
    const path = `/u/${newsroom.world.tokens.sign('unsubscribe', newsroom.anyone)}`;
    for (let time = 0; time < 2; time += 1) {
      const answer = await newsroom.ask(path, init());
      expect(answer.status).toBe(200);
      expect(answer.headers.get('Set-Cookie')).toBeNull();
      expect(answer.headers.get('Content-Type')).toMatch('text/plain');
      expect(answer.headers.get('Cache-Control')).toBe('no-store');
      expect(await newsroom.world.suppressions.has(newsroom.anyone)).toBe(true);
    }
    await newsroom.moveTo('2019-09-12T08:11');
    const { status, unsubscribed } = (await newsroom.world.subscribers.find(newsroom.anyone)) ?? {};
    expect([status, unsubscribed?.method, unsubscribed?.at.toString()]).toEqual([
      'unsubscribed',
      'one-click',
      newsroom.london('2019-09-12T08:00').toString(),
    ]);
    expect(await newsroom.world.pendingUnsubscribes.open()).toEqual([]);
  });

  test('a one-click unsubscribe stops an email that is already on its way', async () => {
    const newsroom = await sampleNewsroom({ people: [{}, {}] });
    await newsroom.ask(`/u/${newsroom.world.tokens.sign('unsubscribe', newsroom.anyone)}`, {
      method: 'POST',
      body: ONE_CLICK,
      headers: FORM,
    });
    await newsroom.moveTo('2019-09-12T09:00');
    expect(newsroom.mails.map(({ to }) => to)).toEqual(['person1@avon.example.org']);
  });

  test('a one-click unsubscribe is never refused, however often and from whatever network it is pressed, and counts once', async () => {
    const newsroom = await sampleNewsroom();
    const path = `/u/${newsroom.world.tokens.sign('unsubscribe', newsroom.anyone)}`;
    const press = async (i: number) =>
      (
        await newsroom.ask(path, {
          method: 'POST',
          body: ONE_CLICK,
          headers: { ...FORM, 'X-Forwarded-For': `192.0.2.${i % 3}, 203.0.113.9` },
        })
      ).status;
    const statuses = new Set<number>();
    for (let i = 0; i < 10_000; i += 1) statuses.add(await press(i));
    expect([...statuses]).toEqual([200]);
    expect((await newsroom.world.suppressions.log(newsroom.anyone)).map(({ why }) => why)).toEqual(['pending-unsubscribe']);
    expect(await newsroom.world.pendingUnsubscribes.open()).toHaveLength(1);
  });

  test('a one-click unsubscribe with a token that nobody has asks no store for anything', async () => {
    const newsroom = await sampleNewsroom();
    const used: string[] = [];
    const { tokens: _, ...stores } = newsroom.world;
    for (const [port, methods] of Object.entries(stores)) {
      for (const name of Object.keys(methods)) {
        const real: unknown = Reflect.get(methods, name);
        if (typeof real === 'function')
          Reflect.set(methods, name, (...given: unknown[]) => {
            used.push(`${port}.${name}`);
            return Reflect.apply(real, methods, given);
          });
      }
    }
    expect((await newsroom.ask('/u/nobody', { method: 'POST', body: ONE_CLICK, headers: FORM })).status).toBe(400);
    expect(used).toEqual([]);
  });

  test('an unsubscribe is a suppression even if the subscriber table cannot be written', async () => {
    const newsroom = await sampleNewsroom();
    newsroom.world.subscribers.unsubscribe = () => Promise.reject(new Error('The table does not answer.'));
    const silent = vi.spyOn(console, 'error').mockReturnValue();
    const answer = await newsroom.ask(`/u/${newsroom.world.tokens.sign('unsubscribe', newsroom.anyone)}`, { method: 'POST' });
    silent.mockRestore();
    expect(answer.status).toBe(500);
    expect(await newsroom.world.suppressions.has(newsroom.anyone)).toBe(true);
  });

  test('an unsubscribe works while the rules have a problem', async () => {
    const newsroom = await sampleNewsroom({ files: { 'newsroom.yaml': 'name: [' } });
    const path = `/u/${newsroom.world.tokens.sign('unsubscribe', newsroom.anyone)}`;
    expect((await newsroom.ask(path)).status).toBe(200);
    expect((await newsroom.ask(path, { method: 'POST', body: ONE_CLICK, headers: FORM })).status).toBe(200);
    expect((await newsroom.ask(path, { method: 'POST' })).status).toBe(200);
    expect(await newsroom.world.suppressions.has(newsroom.anyone)).toBe(true);
  });
});

describe('the unsubscribe page', () => {
  test('the unsubscribe page has one button, which unsubscribes the reader', async () => {
    const newsroom = await sampleNewsroom();
    const path = `/u/${newsroom.world.tokens.sign('unsubscribe', newsroom.anyone)}`;
    const html = await newsroom.page(path);
    expect(html.match(/<button/g)).toHaveLength(1);
    expect(html).toMatch(/<form method="post">/);
    expect(html).toMatch('noindex');
    const answer = await newsroom.ask(path, { method: 'POST', body: 'leave=yes', headers: FORM });
    expect(await answer.text()).toMatch('You have left');
    expect((await newsroom.world.subscribers.find(newsroom.anyone))?.status).toBe('unsubscribed');
  });

  test('the unsubscribe page says what to do if the link is damaged, forged or of another purpose', async () => {
    const newsroom = await sampleNewsroom();
    const other = newsroom.world.tokens.sign('preferences', newsroom.anyone);
    for (const token of ['preview', 'x', other, '%00', '..%2F..']) {
      const [shown, posted, clicked] = await Promise.all([
        newsroom.ask(`/u/${token}`),
        newsroom.ask(`/u/${token}`, { method: 'POST' }),
        newsroom.ask(`/u/${token}`, { method: 'POST', body: ONE_CLICK, headers: FORM }),
      ]);
      expect([shown.status, posted.status, clicked.status]).toEqual([404, 404, 400]);
      expect(await shown.text()).toMatch('reply to the email');
    }
    expect(await newsroom.world.suppressions.has(newsroom.anyone)).toBe(false);
    expect((await newsroom.ask(`/p/${newsroom.world.tokens.sign('unsubscribe', newsroom.anyone)}`)).status).toBe(404);
  });
});

describe('undoing an unsubscribe', () => {
  const unsubscribed = async (people = [{}]) => {
    const newsroom = await sampleNewsroom({ people });
    const path = `/u/${newsroom.world.tokens.sign('unsubscribe', newsroom.anyone)}`;
    const html = await (await newsroom.ask(path, { method: 'POST' })).text();
    return { newsroom, path, undo: undoIn(html) };
  };
  const undoIn = (html: string) => /action="(\/undo\/[^"]+)"/.exec(html)?.[1] ?? '';

  test('undoing an unsubscribe works as often as it is pressed, and the reader is mailed as before', async () => {
    const { newsroom, undo } = await unsubscribed();
    for (let time = 0; time < 2; time += 1) {
      expect(await (await newsroom.ask(undo, { method: 'POST' })).text()).toMatch('You are back');
    }
    const subscriber = await newsroom.world.subscribers.find(newsroom.anyone);
    expect([subscriber?.status, subscriber?.unsubscribed]).toEqual(['confirmed', undefined]);
    await newsroom.moveTo('2019-09-12T09:00');
    expect(newsroom.mails).toHaveLength(1);
  });

  test('undoing an unsubscribe is offered for a day, behind the link of any email', async () => {
    const { newsroom, path } = await unsubscribed();
    const [soon, late] = [newsroom.london('2019-09-13T07:59'), newsroom.london('2019-09-13T08:01')];
    const [within, after] = await Promise.all([soon, late].map(async (now) => (await newsroom.ask(path, {}, now)).text()));
    expect(within).toMatch('You have left');
    expect(undoIn(within ?? '')).not.toBe('');
    expect(after).toMatch('You have left');
    expect(undoIn(after ?? '')).toBe('');
    expect(after).toMatch('href="/subscribe"');
  });

  test('undoing an unsubscribe works after a one-click unsubscribe too', async () => {
    const newsroom = await sampleNewsroom();
    const path = `/u/${newsroom.world.tokens.sign('unsubscribe', newsroom.anyone)}`;
    await newsroom.ask(path, { method: 'POST', body: ONE_CLICK, headers: FORM });
    await newsroom.ask(undoIn(await newsroom.page(path)), { method: 'POST' });
    await newsroom.moveTo('2019-09-12T09:00');
    expect(newsroom.mails).toHaveLength(1);
    expect(await newsroom.world.pendingUnsubscribes.open()).toEqual([]);
  });

  test('undoing an unsubscribe is refused a day later, after a complaint, and after an erasure', async () => {
    const { newsroom, undo } = await unsubscribed();
    await newsroom.ask(undo, { method: 'POST' }, newsroom.london('2019-09-13T10:00'));
    expect(await newsroom.world.suppressions.has(newsroom.anyone)).toBe(true);
    await newsroom.world.suppressions.add(newsroom.anyone, 'complained', newsroom.time.now);
    expect(await (await newsroom.ask(undo, { method: 'POST' })).text()).toMatch('You have left');
    expect((await newsroom.world.subscribers.find(newsroom.anyone))?.status).toBe('unsubscribed');
    const other = await unsubscribed();
    await other.newsroom.world.suppressions.add(other.newsroom.anyone, 'erased', other.newsroom.time.now);
    await other.newsroom.world.subscribers.remove(other.newsroom.anyone);
    await other.newsroom.ask(other.undo, { method: 'POST' });
    expect(await other.newsroom.world.suppressions.has(other.newsroom.anyone)).toBe(true);
  });

  test('undoing an unsubscribe is refused after a change of address: the reader would get everything twice', async () => {
    const newsroom = await sampleNewsroom();
    const { world, anyone, time } = newsroom;
    await world.suppressions.add(anyone, 'unsubscribed', time.now);
    await world.subscribers.unsubscribe(anyone, time.now, 'moved');
    const undo = `/undo/${world.tokens.sign('undo', anyone, time.now.add({ hours: 24 }))}`;
    expect(undoIn(await newsroom.page(undo))).toBe('');
    await newsroom.ask(undo, { method: 'POST' });
    expect(await world.suppressions.has(anyone)).toBe(true);
  });

  test('undoing an unsubscribe needs more than opening the link, and its link cannot be forged', async () => {
    const { newsroom, undo } = await unsubscribed();
    await newsroom.ask(undo);
    expect(await newsroom.world.suppressions.has(newsroom.anyone)).toBe(true);
    for (const purpose of ['unsubscribe', 'preferences', 'confirm'] as const) {
      const answer = await newsroom.ask(`/undo/${newsroom.world.tokens.sign(purpose, newsroom.anyone)}`, { method: 'POST' });
      expect(answer.status).toBe(404);
    }
    expect(await newsroom.world.suppressions.has(newsroom.anyone)).toBe(true);
  });
});
