import { describe, expect, test } from 'vitest';
import { forecastMails } from '#flow/publish/check-mail';
import { readPlan } from '#flow/publish/plan';
import { sayYes } from '#tests/flow/say-yes';
import { at, EVENT, RULES, TestNewsroom } from '#tests/flow/test-newsroom';
import { POST } from '#tests/sample-texts';

const FAULTY = POST.replace('Four wards', 'To see how, [read on](https://exa%20mple.org/how). Four wards');

describe('an email with a fault that blocks', () => {
  test('an email with a blocking fault waits until it is put right, and says what to do', async () => {
    const newsroom = new TestNewsroom({ 'posts/a.md': FAULTY });
    await newsroom.subscribe('ada');
    await newsroom.minute('2019-09-09T09:00');
    expect(await newsroom.state('alert-a')).toBe(
      'waiting: It waits until it is put right. The link "read on" is dead: no mail program can open "https://exa%20mple.org/how". Write the whole address, with https://.',
    );
    expect(newsroom.sent).toEqual([]);
    newsroom.write('posts/a.md', FAULTY.replace('exa%20mple', 'www.example'));
    await newsroom.minute('2019-09-09T10:00');
    expect(newsroom.sent).toEqual(['alert-a ada']);
  });

  test('an email with a blocking fault is missed when it stays as it is, even with an approval', async () => {
    const newsroom = new TestNewsroom({ 'posts/a.md': FAULTY });
    await newsroom.subscribe('ada');
    await sayYes(newsroom.world, 'alert-a', at('2019-09-09T08:30'));
    await newsroom.minute('2019-09-09T09:00');
    await newsroom.minute('2019-09-10T09:00');
    expect(await newsroom.state('alert-a')).toMatch(/^missed: .*its email had a problem: the link "read on" is dead/);
    expect(newsroom.sent).toEqual([]);
  });

  test('an email with a blocking fault does not hold back other stories, and the post of the same story waits with it', async () => {
    const newsroom = new TestNewsroom({ 'posts/a.md': FAULTY, 'posts/b.md': POST.replace('Safer', 'Better') });
    await newsroom.subscribe('ada');
    await newsroom.minute('2019-09-09T09:00');
    expect(newsroom.sent).toEqual(['alert-b ada']);
    expect(newsroom.memory.posts.map(({ text }) => text)).toEqual([expect.stringContaining('/posts/b')]);
    expect(await newsroom.state('x-a')).toMatch(/^waiting: Its email has not gone out: the link "read on" is dead/);
  });

  test('a story whose body has a blocking fault is in the digest, which does not show the body', async () => {
    const newsroom = new TestNewsroom({ 'posts/a.md': FAULTY });
    await newsroom.subscribe('ada', { frequency: 'weekly' });
    await newsroom.minute('2019-09-09T09:00');
    await newsroom.minute('2019-09-12T08:30');
    expect(newsroom.sent).toEqual(['digest-weekly-2019-09-12 ada']);
  });
});

test('an email that only has warnings goes out', async () => {
  const newsroom = new TestNewsroom({
    'events/a.md': EVENT.replace('Every trust is invited.', 'Doors open at 9.15am on the 10th October.'),
  });
  await newsroom.subscribe('ada');
  await newsroom.minute('2019-09-10T10:00');
  expect(newsroom.sent).toEqual(['announcement-a ada']);
});

test('what is said of an email follows the other pages of the site and the rules, although its story stays', async () => {
  const newsroom = new TestNewsroom({
    'posts/safer-medicines.md': POST.replace('Four wards', '[Other wards](https://news.example.org/posts/other). Four wards'),
  });
  const findings = async () => {
    const planned = await readPlan(newsroom.world, at('2019-09-09T08:00'), at('2019-09-20T08:00'));
    if (!planned) throw new Error('The rules cannot be read.');
    return [...forecastMails(planned)]
      .filter(([id]) => id === 'alert-safer-medicines')
      .flatMap(([, all]) => all.map(({ sentence }) => sentence));
  };
  const wrong = expect.stringContaining('leads to a page of ours that there is not');
  expect(await findings()).toContainEqual(wrong);
  newsroom.write('posts/other.md', POST.replace('Safer medicines', 'Other'));
  expect(await findings()).not.toContainEqual(wrong);
  newsroom.memory.files.delete('posts/other.md');
  expect(await findings()).toContainEqual(wrong);
  newsroom.write('newsroom.yaml', RULES.replace('https://news.example.org', 'https://other.example.org'));
  expect(await findings()).not.toContainEqual(wrong);
});
