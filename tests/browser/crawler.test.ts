// Microsoft Defender opens every link of every mail in a browser that runs scripts. NHSmail switches it on for everyone.

import PostalMime from 'postal-mime';
import { describe, expect, test } from 'vitest';
import { tagValues } from '#core/delivery/mail-tag';
import { windows } from '#tests/browser/in-window';
import { servedDesk } from '#tests/browser/served-desk';
import { watchedWorld } from '#tests/browser/watched-world';
import { SITE, sampleNewsroom } from '#tests/web/sample-newsroom';

const TIMES = [0, 1, 2];

/** A newsroom that has sent emails of all kinds, transactional ones too, and the paths of all their links. */
async function sentNewsroom() {
  const newsroom = await sampleNewsroom({ people: [{}, { frequency: 'weekly' }, {}] });
  for (const at of ['2019-09-12T08:59', '2019-09-12T09:00', '2019-09-19T08:30', '2020-01-14T10:00']) await newsroom.moveTo(at);
  const form = (fields: Record<string, string>) => ({ method: 'POST', body: new URLSearchParams(fields) });
  const { world, anyone, time } = newsroom;
  const preferences = `/p/${world.tokens.sign('preferences', anyone, time.now.add({ hours: 24 * 365 }))}`;
  const fresh = `/p/${world.tokens.sign('fresh', anyone, time.now.add({ hours: 24 * 365 }))}`;
  await newsroom.ask(`${fresh}/address`, form({ address: 'new@avon.example.org' }));
  await newsroom.ask(`${preferences}/link`, form({}));
  const [, wording = ''] = /name="wording" value="([^"]+)"/.exec(await newsroom.page('/subscribe')) ?? [];
  await newsroom.ask('/subscribe', form({ email: 'stranger@avon.example.org', frequency: 'each', wording }));
  await newsroom.sendAllTransactional();
  expect(newsroom.mails.map(({ tag }) => tagValues(tag).i)).toEqual(
    expect.arrayContaining(['letter-confirm', 'letter-move', 'letter-moving', 'letter-link']),
  );
  // An unsubscribed reader's links lead to other pages.
  const unsubscriber = world.subscribers.idOf('person2@avon.example.org');
  await newsroom.ask(`/u/${world.tokens.sign('unsubscribe', unsubscriber)}`, form({}));
  const links = new Set<string>([preferences, fresh]);
  for (const { message } of newsroom.mails) {
    const mail = await PostalMime.parse(message);
    const written = [mail.html ?? '', mail.text ?? '', ...mail.headers.map(({ value }) => value)].join('\n');
    for (const [link] of written.matchAll(/https:\/\/news\.example\.org[^\s"<>]*/g)) links.add(pathOf(link));
  }
  return { newsroom, links };
}

const pathOf = (link: string) => link.slice(SITE.length).replaceAll('&amp;', '&') || '/';

describe('a mail scanner', () => {
  test('a mail scanner that opens every link of every email, and every page from there, three times by three methods, changes nothing', {
    timeout: 60_000,
  }, async () => {
    const { newsroom, links } = await sentNewsroom();
    const changes = watchedWorld(newsroom);
    const met = new Map([...links].map((link) => [link, 0]));
    for (const kind of ['/u/', '/p/', '/posts/', '/c/'])
      expect([kind, [...links].some((link) => link.startsWith(kind))]).toEqual([kind, true]);
    // Iterating over a Map includes entries that are added during the iteration.
    for (const [path] of met) {
      for (const time of TIMES) {
        for (const method of ['GET', 'HEAD', 'OPTIONS']) {
          const answer = await newsroom.ask(path, { method });
          if (method !== 'GET') continue;
          // An expired preferences link answers 410, and a reader's details by a link that is not fresh 403: both offer a new one.
          expect([path, answer.status < 400 || answer.status === 410 || answer.status === 403]).toEqual([path, true]);
          expect(answer.headers.get('Set-Cookie')).toBeNull();
          if (time > 0 || !answer.headers.get('Content-Type')?.startsWith('text/html')) continue;
          // Actions of forms are opened by the next test.
          for (const [, link = ''] of (await answer.text()).matchAll(/(?:href|src)="(\/[^"#]*)/g))
            if (!link.startsWith('/desk')) met.set(link.replaceAll('&amp;', '&'), 0);
        }
      }
    }
    expect(met.size).toBeGreaterThan(links.size);
    expect(changes).toEqual([]);
  });

  test('a mail scanner that opens the actions of forms changes nothing either', async () => {
    const { newsroom, links } = await sentNewsroom();
    const changes = watchedWorld(newsroom);
    const actions = new Set<string>();
    for (const link of links) {
      const html = await newsroom.page(link);
      for (const [, action = ''] of html.matchAll(/action="(\/[^"]+)"/g)) actions.add(action);
    }
    expect(actions.size).toBeGreaterThan(4);
    for (const action of actions) for (const method of ['GET', 'HEAD', 'OPTIONS']) await newsroom.ask(action, { method });
    expect(changes).toEqual([]);
  });

  test('a mail scanner that did change something would be noticed: a POST without a cookie unsubscribes', async () => {
    const { newsroom } = await sentNewsroom();
    const changes = watchedWorld(newsroom);
    const path = `/u/${newsroom.world.tokens.sign('unsubscribe', newsroom.anyone)}`;
    const answer = await newsroom.ask(path, { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) });
    expect([answer.status, changes]).toEqual([200, ['suppressions.add', 'pendingUnsubscribes.record']]);
  });
});

describe('a browser that runs scripts', () => {
  const inWindow = windows();

  test('a browser that runs scripts and opens every link of every email three times changes nothing', { timeout: 120_000 }, async () => {
    const { newsroom, links } = await sentNewsroom();
    const changes = watchedWorld(newsroom);
    const served = await servedDesk(newsroom);
    await inWindow({ javaScriptEnabled: true }, async (page) => {
      for (const link of links) {
        if (/\.(ics|xml|json)$/.test(link)) continue;
        for (const _ of TIMES) {
          await page.goto(`${served.url}${link}`, { waitUntil: 'load' });
          await page.mouse.move(200, 300);
        }
      }
    });
    await served.stop();
    expect(changes).toEqual([]);
  });
});
