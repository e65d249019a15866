import PostalMime from 'postal-mime';
import { describe, expect, test, vi } from 'vitest';
import { sampleNewsroom } from '#tests/web/sample-newsroom';

const ONE_CLICK = 'List-Unsubscribe=One-Click';
const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };

describe('a reader who leaves with one click', () => {
  const multipart = () => {
    const form = new FormData();
    form.set('List-Unsubscribe', 'One-Click');
    return form;
  };

  test.each([
    ['a form', () => ({ method: 'POST', body: ONE_CLICK, headers: FORM })],
    ['multipart', () => ({ method: 'POST', body: multipart() })],
  ])('has left at once, by %s, without cookie or redirect, however often it is posted', async (_, init) => {
    const newsroom = await sampleNewsroom();
    const path = `/u/${newsroom.world.tokens.sign('unsubscribe', newsroom.anyone)}`;
    for (let time = 0; time < 2; time += 1) {
      const answer = await newsroom.ask(path, init());
      expect(answer.status).toBe(200);
      expect(answer.headers.get('Set-Cookie')).toBeNull();
      expect(answer.headers.get('Content-Type')).toMatch('text/plain');
      expect(answer.headers.get('Cache-Control')).toBe('no-store');
      expect((await newsroom.world.subscribers.find(newsroom.anyone))?.status).toBe('left');
      expect(await newsroom.world.suppressions.has(newsroom.anyone)).toBe(true);
    }
  });

  test('is not mailed what is already on its way to her', async () => {
    const newsroom = await sampleNewsroom({ people: [{}, {}] });
    await newsroom.ask(`/u/${newsroom.world.tokens.sign('unsubscribe', newsroom.anyone)}`, {
      method: 'POST',
      body: ONE_CLICK,
      headers: FORM,
    });
    await newsroom.moveTo('2019-09-12T09:00');
    expect(newsroom.mails.map(({ to }) => to)).toEqual(['person1@avon.example.org']);
  });

  test('is suppressed even when the list of subscribers cannot be written', async () => {
    const newsroom = await sampleNewsroom();
    newsroom.world.subscribers.leave = () => Promise.reject(new Error('The table does not answer.'));
    const silent = vi.spyOn(console, 'error').mockReturnValue();
    const answer = await newsroom.ask(`/u/${newsroom.world.tokens.sign('unsubscribe', newsroom.anyone)}`, {
      method: 'POST',
      body: ONE_CLICK,
      headers: FORM,
    });
    silent.mockRestore();
    expect(answer.status).toBe(500);
    expect(await newsroom.world.suppressions.has(newsroom.anyone)).toBe(true);
  });

  test('can leave while the rules have a problem', async () => {
    const newsroom = await sampleNewsroom({ files: { 'newsroom.yaml': 'name: [' } });
    const path = `/u/${newsroom.world.tokens.sign('unsubscribe', newsroom.anyone)}`;
    expect((await newsroom.ask(path)).status).toBe(200);
    expect((await newsroom.ask(path, { method: 'POST', body: ONE_CLICK, headers: FORM })).status).toBe(200);
    expect((await newsroom.ask(path, { method: 'POST' })).status).toBe(200);
    expect(await newsroom.world.suppressions.has(newsroom.anyone)).toBe(true);
  });
});

describe('the page behind the link to leave', () => {
  test('has one button, and with it she has left', async () => {
    const newsroom = await sampleNewsroom();
    const path = `/u/${newsroom.world.tokens.sign('unsubscribe', newsroom.anyone)}`;
    const html = await newsroom.page(path);
    expect(html.match(/<button/g)).toHaveLength(1);
    expect(html).toMatch(/<form method="post">/);
    expect(html).toMatch('noindex');
    const answer = await newsroom.ask(path, { method: 'POST', body: 'leave=yes', headers: FORM });
    expect(await answer.text()).toMatch('You have left');
    expect((await newsroom.world.subscribers.find(newsroom.anyone))?.status).toBe('left');
  });

  test('says what to do when the link is damaged, forged or meant for something else', async () => {
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

describe('the page of her preferences', () => {
  test('says in words what she gets, and how to leave', async () => {
    const newsroom = await sampleNewsroom({ people: [{ frequency: 'weekly', topics: ['medication' as never] }] });
    const html = await newsroom.page(`/p/${newsroom.world.tokens.sign('preferences', newsroom.anyone)}`);
    expect(html).toMatch('The weekly digest');
    expect(html).toMatch('Medication');
    expect(html).toMatch('Avon');
    expect(html).toMatch('Reply to any of our emails');
    expect(html).toMatch(`/u/${newsroom.world.tokens.sign('unsubscribe', newsroom.anyone)}`);
    expect(html).not.toMatch('person0@');
  });
});

describe('a scanner that opens every link of every email three times', () => {
  test('changes nothing, with GET, HEAD and OPTIONS', async () => {
    const newsroom = await sampleNewsroom({ people: [{}, { frequency: 'weekly' }] });
    for (const at of ['2019-09-12T08:59', '2019-09-12T09:00', '2019-09-19T08:30', '2020-01-14T10:00']) await newsroom.moveTo(at);
    expect(newsroom.mails.length).toBeGreaterThan(3);
    const before = await stateOf(newsroom);
    const links = new Set<string>();
    for (const { message } of newsroom.mails) {
      const mail = await PostalMime.parse(message);
      const written = [
        ...(mail.html ?? '').matchAll(/(?:href|src)="([^"]+)"/g),
        ...(mail.text ?? '').matchAll(/(https:\/\/news\.example\.org\S*)/g),
      ];
      for (const [, link = ''] of written)
        if (link.startsWith('https://news.example.org/')) links.add(link.slice('https://news.example.org'.length).replace(/&amp;/g, '&'));
    }
    expect([...links].some((link) => link.startsWith('/u/'))).toBe(true);
    for (const link of links) {
      for (let time = 0; time < 3; time += 1) {
        for (const method of ['GET', 'HEAD', 'OPTIONS']) {
          const answer = await newsroom.ask(link, { method });
          if (method === 'GET') expect([link, answer.status]).toEqual([link, 200]);
          for (const [, further = ''] of method === 'GET' ? (await answer.text()).matchAll(/href="(\/[^"]*)"/g) : [])
            await newsroom.ask(further);
        }
      }
    }
    expect(await stateOf(newsroom)).toEqual(before);
  });
});

async function stateOf({ world }: Awaited<ReturnType<typeof sampleNewsroom>>) {
  const { subscribers } = await world.subscribers.page(undefined, 100);
  const suppressed = await Promise.all(subscribers.map(({ id }) => world.suppressions.has(id)));
  return JSON.stringify([subscribers, suppressed, await world.register.publications(), await world.switches.read()]);
}
