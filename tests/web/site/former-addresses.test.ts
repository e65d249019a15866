import { expect, test } from 'vitest';
import { EVENT, POST, sampleNewsroom } from '#tests/web/sample-newsroom';

type Newsroom = Awaited<ReturnType<typeof sampleNewsroom>>;

function rename({ files }: Newsroom, from: string, to: string): void {
  const bytes = files.get(from);
  if (!bytes) throw new Error(`There is no ${from}.`);
  files.delete(from);
  files.set(to, bytes);
}

/** Returns where an address leads: its status, and the address that it names. */
async function leads({ ask }: Newsroom, path: string): Promise<string> {
  const { status, headers } = await ask(path);
  return `${status}${headers.has('Location') ? ` ${headers.get('Location')}` : ''}`;
}

test('an address in an email that was sent leads to the page, before and after the next tick, also after a second rename', async () => {
  const newsroom = await sampleNewsroom();
  await newsroom.moveTo('2019-09-12T09:00');
  rename(newsroom, 'posts/what-we-learned.md', 'posts/lessons.md');
  expect(await leads(newsroom, '/posts/what-we-learned')).toBe('301 /posts/lessons');
  await newsroom.moveTo('2019-09-12T10:00');
  expect(await leads(newsroom, '/posts/what-we-learned?utm_source=email')).toBe('301 /posts/lessons?utm_source=email');
  rename(newsroom, 'posts/lessons.md', 'posts/four-lessons.md');
  await newsroom.moveTo('2019-09-12T11:00');
  expect(await leads(newsroom, '/posts/what-we-learned')).toBe('301 /posts/four-lessons');
  expect(await leads(newsroom, '/posts/lessons')).toBe('301 /posts/four-lessons');
  expect(await leads(newsroom, '/posts/four-lessons')).toBe('200');
  expect(await newsroom.page('/posts')).toMatch('href="/posts/four-lessons"');
});

test('a file that gets its old name back has its old address, and the one between leads to it', async () => {
  const newsroom = await sampleNewsroom();
  await newsroom.moveTo('2019-09-12T09:00');
  rename(newsroom, 'posts/what-we-learned.md', 'posts/lessons.md');
  await newsroom.moveTo('2019-09-12T10:00');
  rename(newsroom, 'posts/lessons.md', 'posts/what-we-learned.md');
  await newsroom.moveTo('2019-09-12T11:00');
  expect(await leads(newsroom, '/posts/what-we-learned')).toBe('200');
  expect(await leads(newsroom, '/posts/lessons')).toBe('301 /posts/what-we-learned');
  // A browser that kept the first redirect for ever would now go in a circle.
  expect((await newsroom.ask('/posts/lessons')).headers.get('Cache-Control')).toMatch(/max-age=120\b/);
});

test('the calendar file and the card of a renamed event are found at their old addresses, with the UID that calendars know', async () => {
  const newsroom = await sampleNewsroom({ at: '2020-01-14T09:00' });
  await newsroom.moveTo('2020-01-14T10:00');
  const before = await newsroom.page('/events/spring.ics');
  rename(newsroom, 'events/spring.md', 'events/spring-session.md');
  await newsroom.moveTo('2020-01-14T11:00');
  expect(await leads(newsroom, '/events/spring')).toBe('301 /events/spring-session');
  expect(await leads(newsroom, '/events/spring.ics')).toBe('301 /events/spring-session.ics');
  expect(await leads(newsroom, '/events/spring/card.png')).toMatch(/^302 \/events\/spring-session\/card\.png\?v=/);
  const after = await newsroom.page('/events/spring-session.ics');
  const uid = (file: string) => /^UID:.*$/m.exec(file)?.[0];
  for (const file of [before, after, await newsroom.page('/calendar.ics')]) expect(uid(file)).toBe('UID:evt-spring@news.example.org');
});

test('a feed keeps the id of a renamed story, and gives its present address', async () => {
  const newsroom = await sampleNewsroom();
  await newsroom.moveTo('2019-09-12T09:00');
  rename(newsroom, 'posts/what-we-learned.md', 'posts/lessons.md');
  await newsroom.moveTo('2019-09-12T10:00');
  const [item] = JSON.parse(await newsroom.page('/feed.json')).items;
  expect([item.id, item.url]).toEqual(['https://news.example.org/posts/what-we-learned', 'https://news.example.org/posts/lessons']);
  expect(await newsroom.page('/feed.xml')).toMatch('<id>https://news.example.org/posts/what-we-learned</id>');
});

test('two files that change names keep their addresses, so that each link in an email leads to its own story', async () => {
  const other = POST.replace('What we learned', 'What they told us').replace('We went to see', 'They came to tell us');
  const newsroom = await sampleNewsroom({ files: { 'posts/b.md': other } });
  await newsroom.moveTo('2019-09-12T09:00');
  newsroom.files.set('posts/b.md', new TextEncoder().encode(POST));
  newsroom.files.set('posts/what-we-learned.md', new TextEncoder().encode(other));
  await newsroom.moveTo('2019-09-12T10:00');
  expect(await newsroom.page('/posts/what-we-learned')).toMatch('<h1>What we learned</h1>');
  expect(await newsroom.page('/posts/b')).toMatch('<h1>What they told us</h1>');
});

test('a new story under a renamed one’s old file name has an address of its own: the old one leads to the renamed story', async () => {
  const newsroom = await sampleNewsroom();
  await newsroom.moveTo('2019-09-12T09:00');
  rename(newsroom, 'posts/what-we-learned.md', 'posts/lessons.md');
  await newsroom.moveTo('2019-09-12T10:00');
  const other = POST.replace('What we learned', 'A visit to Truro')
    .replace('2019-09-12', '2019-09-13')
    .replace('We went to see', 'In Truro');
  newsroom.files.set('posts/what-we-learned.md', new TextEncoder().encode(other));
  await newsroom.moveTo('2019-09-13T09:00');
  expect(await leads(newsroom, '/posts/what-we-learned')).toBe('301 /posts/lessons');
  expect(await newsroom.page('/posts/what-we-learned-2')).toMatch('<h1>A visit to Truro</h1>');
});

test('a different story that takes the place of a deleted one has the address of its file', async () => {
  const newsroom = await sampleNewsroom();
  await newsroom.moveTo('2019-09-12T09:00');
  const other = EVENT.replace('Spring session', 'Pharmacists and doctors').replace(
    'Bring a colleague.',
    'A talk at lunch about the morning round.',
  );
  newsroom.files.delete('posts/what-we-learned.md');
  newsroom.files.set('events/what-we-learned.md', new TextEncoder().encode(other.replaceAll('2020-03-26', '2020-05-05')));
  await newsroom.moveTo('2020-01-14T10:00');
  expect(await leads(newsroom, '/posts/what-we-learned')).toBe('404');
  expect(await newsroom.page('/events/what-we-learned')).toMatch('<h1>Pharmacists and doctors</h1>');
});

test('an old address does not show a story before its time', async () => {
  const newsroom = await sampleNewsroom();
  await newsroom.moveTo('2019-09-12T08:00');
  rename(newsroom, 'posts/what-we-learned.md', 'posts/lessons.md');
  await newsroom.moveTo('2019-09-12T08:10');
  expect(await leads(newsroom, '/posts/what-we-learned')).toBe('404');
});
