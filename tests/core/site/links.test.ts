import { expect, test } from 'vitest';
import { links } from '#core/site/links';
import type { Slug } from '#core/story/story';

const site = 'https://news.example.org';
const to = links({ site });

test('every link is absolute and below the site of the rules', () => {
  expect(to.story({ kind: 'post', slug: 'introducing-us' as Slug })).toBe(`${site}/posts/introducing-us`);
  expect(to.story({ kind: 'event', slug: 'learning-session' as Slug })).toBe(`${site}/events/learning-session`);
  expect(to.calendarFile({ slug: 'learning-session' as Slug })).toBe(`${site}/events/learning-session.ics`);
  expect(to.image('2020/bristol.jpg')).toBe(`${site}/images/2020/bristol.jpg`);
  expect(to.unsubscribe('abc')).toBe(`${site}/u/abc`);
  expect(to.preferences('abc')).toBe(`${site}/p/abc`);
  expect([to.home, to.storyList, to.privacy]).toEqual([`${site}/`, `${site}/posts`, `${site}/privacy`]);
});

test.each(['été', 'a b', 'what?', 'part#2', '100%', "it's (new)!", '\ud800'])('a file named "%s" still has one whole address', (name) => {
  const address = new URL(to.story({ kind: 'post', slug: name as Slug }));
  expect(address.search + address.hash).toBe('');
  expect(decodeURIComponent(address.pathname)).toBe(`/posts/${name.toWellFormed()}`);
  expect(new URL(to.image(`folder/${name}`)).pathname.split('/')).toHaveLength(4);
});
