import { expect, test } from 'vitest';
import { plainText } from '#tests/web/desk/page-text';
import { NEW_POST, writer } from '#tests/web/desk/story-writer';
import { POST, sampleNewsroom } from '#tests/web/sample-newsroom';

type Newsroom = Awaited<ReturnType<typeof sampleNewsroom>>;

/** Opens a story's file, and returns its page, and how it is deleted as that was shown. */
async function deleting(newsroom: Newsroom, file: string) {
  const { edit, press, hidden } = writer(newsroom);
  const url = await edit(file);
  const html = await newsroom.page(`${url}/delete-story`);
  const carried = Object.fromEntries(['version', 'file-version', 'shown'].map((name) => [name, hidden(html, name)]));
  return { url, html, text: plainText(html), press: () => press(`${url}/delete-story`, carried) };
}

const mailsOf = ({ mails }: Newsroom, title: string) =>
  mails.filter(({ message }) => new TextDecoder().decode(message).includes(title)).length;

test('a story that is deleted before its time does not go out, and once it is brought back and published it does', async () => {
  const newsroom = await sampleNewsroom({ people: [{}, {}] });
  const { publish } = writer(newsroom);
  const story = await deleting(newsroom, 'posts/what-we-learned.md');
  expect(story.text).toContain('Does not go out any more');
  expect(story.text).toContain('New post, by email to 2 people: it was for Thursday 12 September 2019 at 9am.');
  expect(story.text).toContain('It has no page yet, and gets none.');
  expect((await story.press()).to).toBe('/desk/stories?told=story-deleted');
  expect(newsroom.files.has('posts/what-we-learned.md')).toBe(false);
  await newsroom.moveTo('2019-09-12T09:00');
  expect([newsroom.mails.length, newsroom.posts.length]).toEqual([0, 0]);
  const list = await newsroom.page('/desk/stories?told=story-deleted');
  expect(plainText(list)).toContain('You can bring it back until Saturday 12 October 2019 at 8am.');
  await writer(newsroom).press(`${story.url}/undelete`);
  expect(await newsroom.page(story.url)).toContain('We went to see **how others do it**.');
  expect((await publish(story.url)).to).toBe(`${story.url}/published`);
  expect(new TextDecoder().decode(newsroom.files.get('posts/what-we-learned.md'))).toBe(POST);
  await newsroom.moveTo('2019-09-12T10:00');
  expect(mailsOf(newsroom, 'What we learned')).toBe(2);
});

test('before a story is deleted its page says what has gone out, and afterwards its page on the website is not there', async () => {
  const newsroom = await sampleNewsroom({ people: [{}, { frequency: 'weekly' }] });
  await newsroom.moveTo('2019-09-12T09:00');
  expect((await newsroom.ask('/posts/what-we-learned')).status).toBe(200);
  newsroom.time.now = newsroom.london('2019-09-13T10:00');
  const story = await deleting(newsroom, 'posts/what-we-learned.md');
  expect(story.text).toMatch(/Has gone out, and no deletion reaches it New post, by email to 1 person: Thursday 12 September 2019 at 9/);
  expect(story.text).toContain('Its page ends within a few minutes.');
  await story.press();
  expect((await newsroom.ask('/posts/what-we-learned')).status).toBe(404);
  expect(newsroom.mails.length).toBe(1);
});

test('after a story is deleted, what was sent of it keeps its title on the plan, and its subject and text on its page', async () => {
  const newsroom = await sampleNewsroom();
  await newsroom.moveTo('2019-09-12T09:00');
  newsroom.files.delete('posts/what-we-learned.md');
  await newsroom.moveTo('2019-09-30T09:00');
  const [, past = ''] = plainText(await newsroom.page('/desk/plan')).split('What has been');
  expect(past).toMatch(/Post on X: What we learned .*New post: What we learned Email, Thursday 12 September 2019/);
  const email = plainText(await newsroom.page('/desk/publications/alert-what-we-learned'));
  expect(email).toContain('Subject What we learned');
  expect(email).toContain('We went to see how others do it.');
});

test('who deletes an announced event is told that nobody hears of it, is led to cancelling it, and is not asked again', async () => {
  const newsroom = await sampleNewsroom({ people: [{}, {}], at: '2020-01-14T09:00' });
  await newsroom.moveTo('2020-01-14T10:00');
  newsroom.time.now = newsroom.london('2020-01-15T10:00');
  const story = await deleting(newsroom, 'events/spring.md');
  expect(story.text).toContain('Readers have been told of this event');
  expect(story.html).toContain(`href="${story.url}#status"`);
  expect(story.text).toContain('Reminder, 7 days before, by email to 2 people: it was for Thursday 19 March 2020 at 9am.');
  await story.press();
  const asks = async () => (await newsroom.page('/desk/plan')).match(/Is it cancelled\?|is gone/g);
  expect(await asks()).toBe(null);
  // Neither when its reminder was due, nor when that is too late.
  for (const time of ['2020-01-15T10:10', '2020-03-18T08:00', '2020-03-19T09:00', '2020-03-20T08:00']) {
    await newsroom.moveTo(time);
    expect([time, await asks()]).toEqual([time, null]);
    // Its own page says the same: nobody is to put a file back.
    const own = plainText(await newsroom.page('/desk/publications/reminder-spring-7d'));
    expect([time, own.includes('The programme lead deleted the story'), /is gone|was gone/.test(own)]).toEqual([time, true, false]);
  }
  expect(plainText(await newsroom.page('/desk/plan'))).toContain('The programme lead deleted the story on Wednesday 15 January 2020.');
});

test('of an event whose file somebody else took away, the plan asks whether it is cancelled', async () => {
  const newsroom = await sampleNewsroom({ at: '2020-01-14T09:00' });
  const { edit } = writer(newsroom);
  await newsroom.moveTo('2020-01-14T10:00');
  await edit('events/spring.md');
  newsroom.files.delete('events/spring.md');
  await newsroom.moveTo('2020-01-15T10:00');
  expect(plainText(await newsroom.page('/desk/plan'))).toContain('Is it cancelled?');
});

test('an event that was deleted, came back and was then taken out of the folder is asked about', async () => {
  const newsroom = await sampleNewsroom({ at: '2020-01-14T09:00' });
  await newsroom.moveTo('2020-01-14T10:00');
  const bytes = newsroom.files.get('events/spring.md') ?? new Uint8Array();
  await (await deleting(newsroom, 'events/spring.md')).press();
  await newsroom.moveTo('2020-01-15T10:00');
  newsroom.files.set('events/spring.md', bytes);
  await newsroom.moveTo('2020-01-20T10:00');
  newsroom.files.delete('events/spring.md');
  await newsroom.moveTo('2020-01-21T10:00');
  expect(plainText(await newsroom.page('/desk/plan'))).toContain('Is it cancelled?');
});

test.each<[string, (newsroom: Newsroom, url: string) => Promise<unknown>]>([
  [
    'its file has changed',
    async ({ files }) => files.set('posts/what-we-learned.md', new TextEncoder().encode(POST.replace('others', 'they'))),
  ],
  ['somebody has saved its draft', (newsroom, url) => writer(newsroom).save(url, { author: 'Kim' })],
  ['it has gone out', (newsroom) => newsroom.moveTo('2019-09-12T09:00')],
])('a story is not deleted if since the page was shown %s: the page comes back', async (_, change) => {
  const newsroom = await sampleNewsroom();
  const story = await deleting(newsroom, 'posts/what-we-learned.md');
  await change(newsroom, story.url);
  const answer = await story.press();
  expect([answer.status, plainText(answer.html).includes('Something has changed since you looked')]).toEqual([409, true]);
  expect(newsroom.files.has('posts/what-we-learned.md')).toBe(true);
  const again = await deleting(newsroom, 'posts/what-we-learned.md');
  expect((await again.press()).to).toBe('/desk/stories?told=story-deleted');
});

test('changes that were not published yet come back with a deleted story, and the text that was published is in its history', async () => {
  const newsroom = await sampleNewsroom();
  const { edit, save, press } = writer(newsroom);
  const url = await edit('posts/what-we-learned.md');
  await save(url, { author: 'Kim Clear' });
  const story = await deleting(newsroom, 'posts/what-we-learned.md');
  expect(story.text).toContain('with the changes that are not published yet');
  await story.press();
  await press(`${url}/undelete`);
  expect(await newsroom.page(url)).toContain('value="Kim Clear"');
  expect(await newsroom.page(`${url}/history/1`)).toContain('author: Ama Bright');
});

test('a deleted story stands in the audit log, and a second press of the button does nothing', async () => {
  const newsroom = await sampleNewsroom();
  const story = await deleting(newsroom, 'posts/what-we-learned.md');
  await story.press();
  const versions = await newsroom.world.drafts.versions(story.url.split('/').at(-1) as never);
  expect((await story.press()).to).toBe('/desk/stories?told=story-deleted');
  expect(await newsroom.world.drafts.versions(story.url.split('/').at(-1) as never)).toEqual(versions);
  expect(plainText(await newsroom.page('/desk/audit'))).toContain('Deleted posts/what-we-learned.md');
});

test('a new draft, which has no file, has no page to delete its story', async () => {
  const newsroom = await sampleNewsroom();
  const { begin, save } = writer(newsroom);
  const url = await begin('post');
  await save(url, NEW_POST);
  expect((await newsroom.ask(`${url}/delete-story`)).status).toBe(404);
  expect(await newsroom.page(url)).not.toContain('delete-story');
});

test('a story that was published here and whose file is gone stands among those that need something', async () => {
  const newsroom = await sampleNewsroom();
  const { begin, save, publish } = writer(newsroom);
  const url = await begin('post');
  await save(url, NEW_POST);
  await publish(url);
  const file = [...newsroom.files.keys()].find((name) => name.includes('talking')) ?? '';
  const bytes = newsroom.files.get(file) ?? new Uint8Array();
  newsroom.files.delete(file);
  const list = await newsroom.page('/desk/stories?state=needs');
  expect(plainText(list)).toContain(`Its file, ${file}, is gone, so it has no page.`);
  expect(list).toContain(`href="${url}"`);
  // Under another name it is the same story.
  newsroom.files.set('posts/renamed.md', bytes);
  expect(plainText(await newsroom.page('/desk/stories?state=needs'))).not.toContain('is gone');
});
