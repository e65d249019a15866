import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import type { PublicationId } from '#core/publication/publication';
import { topic } from '#tests/core/samples';
import { EVENT, POST, RULES, SITE, sampleNewsroom } from '#tests/web/sample-newsroom';

const SECOND = POST.replace('What we learned', 'On leading').replace('[medication]', '[leadership]');
const ALERT = '/sent/alert-what-we-learned';

describe('the list of sent emails', () => {
  test('the list of sent emails has an email from its first mail on, by month, with its subject, kind and date', async () => {
    const newsroom = await sampleNewsroom();
    expect(await newsroom.page('/sent')).toMatch('We have not sent any emails yet');
    await newsroom.moveTo('2019-09-12T09:05');
    await newsroom.moveTo('2019-09-12T09:10');
    const html = await newsroom.page('/sent');
    expect(html).toMatch('<h2>September 2019</h2>');
    expect(html).toMatch(/<a href="\/sent\/alert-what-we-learned">What we learned<\/a><br><span class="quiet">New post, /);
    expect(html).toMatch('Thursday 12 September 2019');
  });

  test('the list of sent emails has no X posts, no planned emails and none that had no readers', async () => {
    const newsroom = await sampleNewsroom({ people: [] });
    await newsroom.moveTo('2019-09-12T09:05');
    await newsroom.moveTo('2019-09-12T17:30');
    const ids = (await newsroom.world.publications.all()).map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(['alert-what-we-learned', 'x-what-we-learned']));
    expect(await newsroom.page('/sent')).not.toMatch('href="/sent/');
    for (const id of [...ids, 'announcement-spring', 'nothing'])
      expect([id, (await newsroom.ask(`/sent/${encodeURIComponent(id)}`)).status]).toEqual([id, 404]);
  });

  test('the list of sent emails leaves out what can still be undone, and what was cancelled before its first mail', async () => {
    const newsroom = await sampleNewsroom({ files: { 'newsroom.yaml': `${RULES}undo: 30 minutes\n` } });
    await newsroom.moveTo('2019-09-12T08:45');
    const id = 'alert-what-we-learned' as PublicationId;
    const record = await newsroom.world.publications.find(id);
    expect(record?.begun).toBeDefined();
    expect((await newsroom.ask(ALERT)).status).toBe(404);
    await newsroom.world.switches.cancel(id, 'Lea', newsroom.time.now);
    await newsroom.moveTo('2019-09-12T10:00');
    expect((await newsroom.world.publications.find(id))?.state).toBe('cancelled');
    expect((await newsroom.ask(ALERT)).status).toBe(404);
    expect(await newsroom.page('/sent')).not.toMatch(ALERT);
  });

  test('a cancelled email that some readers already have keeps its page on the site', async () => {
    const newsroom = await sampleNewsroom();
    await newsroom.moveTo('2019-09-12T09:05');
    const record = await newsroom.world.publications.find('alert-what-we-learned' as PublicationId);
    if (!record) throw new Error('The alert has not begun.');
    await newsroom.world.publications.replace({ ...record, state: 'cancelled' });
    expect((await newsroom.ask(ALERT)).status).toBe(200);
  });

  test('an email counts as sent only if a mail of it went out, and not if every reader unsubscribed in time', async () => {
    const newsroom = await sampleNewsroom({ files: { 'newsroom.yaml': `${RULES}undo: 30 minutes\n` } });
    const id = 'alert-what-we-learned' as PublicationId;
    await newsroom.moveTo('2019-09-12T08:45');
    expect((await newsroom.world.publications.find(id))?.audience).toBe(1);
    await newsroom.world.subscribers.unsubscribe(newsroom.anyone, newsroom.time.now, 'page');
    await newsroom.world.suppressions.add(newsroom.anyone, 'unsubscribed', newsroom.time.now);
    await newsroom.moveTo('2019-09-12T09:00');
    await newsroom.moveTo('2019-09-12T09:20');
    await newsroom.moveTo('2019-09-12T10:20');
    expect((await newsroom.world.publications.find(id))?.state).toBe('done');
    expect((await newsroom.ask(ALERT)).status).toBe(404);
    expect(await newsroom.page('/sent')).not.toMatch(ALERT);
  });

  test('the list of sent emails has pages of 20', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 25 }, (_, i) => [`posts/post-${i}.md`, POST.replace('09:00', `09:${String(10 + i)}`)]),
    );
    const newsroom = await sampleNewsroom({ files });
    await newsroom.moveTo('2019-09-12T10:00');
    await newsroom.moveTo('2019-09-12T10:05');
    const links = async (path: string) => (await newsroom.page(path)).match(/href="\/sent\/alert-/g)?.length;
    expect([await links('/sent'), await links('/sent?page=2')]).toEqual([20, 6]);
    expect((await newsroom.ask('/sent?page=3')).status).toBe(404);
  });
});

describe('the page of a sent email', () => {
  test('the page of a sent email has every story of the publication, even if each reader chose only some', async () => {
    const people = [
      { frequency: 'weekly', topics: ['medication'] },
      { frequency: 'weekly', topics: ['leadership'] },
    ].map(({ frequency, topics }) => ({ frequency, topics: topics.map(topic) }));
    const newsroom = await sampleNewsroom({ files: { 'posts/on-leading.md': SECOND, 'events/spring.md': EVENT }, people });
    await newsroom.moveTo('2019-09-12T08:55');
    await newsroom.moveTo('2019-09-19T08:31');
    await newsroom.moveTo('2019-09-19T08:35');
    const html = await newsroom.page('/sent/digest-weekly-2019-09-19');
    for (const title of ['What we learned', 'On leading']) expect(html).toMatch(title);
  });

  test('the page of a sent email has nothing personal, and links within this site', async () => {
    const newsroom = await sampleNewsroom({ people: [{ name: 'Quirinius Zeitgeist' }] });
    await newsroom.moveTo('2019-09-12T09:05');
    await newsroom.moveTo('2019-09-12T09:10');
    const html = await newsroom.page(ALERT);
    expect(html).not.toMatch(/Quirinius|Hello|Unsubscribe|Choose which emails|You get this email|\/u\/|\/p\/|person0|\u001a/);
    expect(html).not.toMatch(`href="${SITE}`);
    expect(html.match(/<h1/g)).toHaveLength(1);
    expect(html).toMatch('<main id="main">');
    expect(html).toMatch('href="/posts/what-we-learned"');
    expect(html).toMatch('We sent this email on Thursday 12 September 2019.');
  });

  test('the page of a sent email stays as it was sent when the story is edited or deleted', async () => {
    const newsroom = await sampleNewsroom();
    await newsroom.moveTo('2019-09-12T09:05');
    await newsroom.moveTo('2019-09-12T09:10');
    const before = await newsroom.page(ALERT);
    newsroom.files.set('posts/what-we-learned.md', new TextEncoder().encode(POST.replace('We went', 'They went')));
    expect(await newsroom.page(ALERT)).toBe(before);
    newsroom.files.delete('posts/what-we-learned.md');
    expect(await newsroom.page(ALERT)).toBe(before);
  });

  test.each([
    ['an announcement', '2020-01-14T10:05', '/sent/announcement-spring', 'New event'],
    ['a reminder', '2020-03-19T09:05', '/sent/reminder-spring-7d', 'Event reminder'],
  ])('the page of a sent email exists for %s, under its kind', async (_, at, path, kind) => {
    const newsroom = await sampleNewsroom();
    await newsroom.moveTo('2020-01-14T10:02');
    await newsroom.moveTo(at);
    newsroom.time.now = newsroom.time.now.add(Temporal.Duration.from({ minutes: 5 }));
    expect(await newsroom.page('/sent')).toMatch(kind);
    expect(await newsroom.page(path)).toMatch('Spring session');
  });
});
