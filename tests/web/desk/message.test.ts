import { describe, expect, test } from 'vitest';
import { plainText } from '#tests/web/desk/page-text';
import { writer } from '#tests/web/desk/story-writer';
import { sampleNewsroom } from '#tests/web/sample-newsroom';

const FIELDS = {
  title: 'The room has changed',
  body: 'We meet in the Severn Room.',
  'published-day': '13',
  'published-month': '9',
  'published-year': '2019',
  'published-time': '9am',
  'topics-asked': 'yes',
  'organisations-asked': 'yes',
};
const ID = 'message-2019-09-13-the-room-has-changed';

const opened = () =>
  sampleNewsroom({
    people: [{ organisation: 'avon' }, { organisation: '', frequency: 'weekly' }, { organisation: 'avon', status: 'unsubscribed' }],
    at: '2019-09-11T08:00',
  });

describe('a message from the desk', () => {
  test('the pages show for whom it is, by rule and by number, and Publish is the yes to that', async () => {
    const newsroom = await opened();
    const { begin, save, publish, fileText } = writer(newsroom);
    const url = await begin('message');
    expect(plainText(await newsroom.page(url))).toContain('Send a message');
    await save(url, { ...FIELDS, to: 'organisations', organisations: 'avon', topics: 'medication' });
    const check = plainText(await newsroom.page(`${url}/check`));
    expect(check).toContain('Those of some trusts: Avon');
    expect(check).toContain('1 person');
    await publish(url);
    expect(fileText('messages/2019-09-13-the-room-has-changed.md')).toContain('to: organisations\norganisations: [avon]\n');
    expect(plainText(await newsroom.page(`/desk/publications/${ID}`))).toMatch(
      /1 person\s+Everyone who gets our emails\. Of them those of Avon\./,
    );
    await newsroom.moveTo('2019-09-13T09:00');
    await newsroom.moveTo('2019-09-13T09:05');
    expect(newsroom.mails.map(({ to }) => to)).toEqual(['person0@avon.example.org']);
  });

  test('a message whose readers are not chosen has its problem at the field, in the words of the form', async () => {
    const newsroom = await opened();
    const { begin, save } = writer(newsroom);
    const url = await begin('message');
    await save(url, { ...FIELDS, to: 'event' });
    const html = await newsroom.page(`${url}?look=yes`);
    expect(plainText(html)).toContain('Choose the event, or choose other readers.');
    expect(html).toContain('href="#to"');
    expect(html).toContain('<option value="spring">');
  });

  test('a message has no page: not on the website, in feeds, in search, and not among the emails that were sent', async () => {
    const newsroom = await opened();
    const { begin, save, publish } = writer(newsroom);
    const url = await begin('message');
    await save(url, { ...FIELDS, title: 'Zebracrossing', to: 'everyone' });
    await publish(url);
    const id = 'message-2019-09-13-zebracrossing';
    await newsroom.moveTo('2019-09-13T08:55');
    await newsroom.moveTo('2019-09-13T09:05');
    expect(newsroom.mails).toHaveLength(2);
    expect(newsroom.mails.map(({ message }) => new TextDecoder().decode(message)).join('')).not.toContain('/sent/');
    for (const path of ['/', '/posts', '/events', '/sent', '/feed.xml', '/feed.json', '/sitemap.xml', '/search?q=severn', '/topics'])
      expect([path, (await (await newsroom.ask(path)).text()).toLowerCase().includes('zebracrossing')]).toEqual([path, false]);
    for (const path of ['/posts', '/events', '/messages'])
      expect((await newsroom.ask(`${path}/2019-09-13-zebracrossing`)).status).toBe(404);
    expect((await newsroom.ask(`/sent/${id}`)).status).toBe(404);
  });

  test('a message to those who know of an event is opened again with that event', async () => {
    const newsroom = await opened();
    const { begin, save } = writer(newsroom);
    const url = await begin('message');
    await save(url, { ...FIELDS, to: 'event', event: 'spring' });
    const html = await newsroom.page(url);
    expect(html).toContain('<option value="spring" selected>');
    await save(url, { ...FIELDS, to: 'everyone', event: 'spring' });
    expect(await newsroom.page(url)).not.toContain('<option value="spring" selected>');
  });
});
