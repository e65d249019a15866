import { describe, expect, test } from 'vitest';
import { plainText } from '#tests/web/desk/page-text';
import { OURS } from '#tests/web/desk/press';
import { pressYes, readYes } from '#tests/web/desk/say-yes';
import { POST, RULES, sampleNewsroom } from '#tests/web/sample-newsroom';

const ID = 'digest-weekly-2019-09-19';
const DIGEST = `/desk/publications/${ID}`;
const files = {
  'posts/second-look.md': POST.replace('What we learned', 'A second look').replace('2019-09-12T09:00', '2019-09-13T09:00'),
};
const WORDS = {
  version: '0',
  subject: 'Two looks at one ward',
  introduction: 'Dear all,\r\nthis week\r\n\r\nTwo stories.',
  'place-what-we-learned': '1',
};

async function opened(more: { rules?: string; people?: object[] } = {}) {
  const newsroom = await sampleNewsroom({
    files: { ...files, ...(more.rules && { 'newsroom.yaml': more.rules }) },
    people: [{ frequency: 'weekly' }],
  });
  await newsroom.moveTo('2019-09-13T10:00');
  const save = (typed: Record<string, string>) =>
    newsroom.ask(`${DIGEST}/digest`, { method: 'POST', headers: OURS, body: new URLSearchParams(typed) });
  return { newsroom, save };
}

describe('a digest’s own words', () => {
  test('a digest goes out with the subject, the introduction and the order that a person has set', async () => {
    const { newsroom, save } = await opened();
    expect((await save(WORDS)).headers.get('Location')).toBe(`${DIGEST}?told=worded`);
    await newsroom.moveTo('2019-09-19T08:30');
    const mail = newsroom.mails.at(-1);
    const text = new TextDecoder().decode(mail?.message).replaceAll('=\r\n', '');
    expect(text).toMatch(/^Subject: Two looks at one ward\r$/m);
    expect(text).toMatch(/Dear all, this week\r\n\r\nTwo stories\.\r\n\r\nIn this email/);
    expect(text.indexOf('What we learned')).toBeLessThan(text.indexOf('A second look'));
  });

  test('the preview shows the words before it goes out, and the form what is stored', async () => {
    const { newsroom, save } = await opened();
    await save(WORDS);
    expect(plainText(await newsroom.page(DIGEST))).toContain('Subject Two looks at one ward');
    expect(await newsroom.page(`${DIGEST}/mail.html`)).toContain('Dear all, this week');
    const form = await newsroom.page(`${DIGEST}/digest`);
    expect(form).toContain('value="Two looks at one ward"');
    expect(form).toContain('Dear all, this week\n\nTwo stories.</textarea>');
    expect(form).toContain('name="place-what-we-learned" inputmode="numeric" value="1"');
  });

  test('empty fields leave the digest as it would be by itself', async () => {
    const { newsroom, save } = await opened();
    const before = await newsroom.page(`${DIGEST}/mail.html`);
    await save(WORDS);
    await save({ version: '1', subject: ' ', introduction: '\r\n' });
    expect(await newsroom.page(`${DIGEST}/mail.html`)).toBe(before);
  });

  test('a yes to a digest does not count once somebody has given it other words', async () => {
    const { newsroom, save } = await opened({ rules: `${RULES}approval: required\n` });
    await pressYes(newsroom, ID, await readYes(newsroom, ID));
    await save(WORDS);
    expect(plainText(await newsroom.page(DIGEST))).toContain(
      'It changed after the programme lead said yes: whom it is for, the stories, the subject, the line after the subject and the text.',
    );
    const before = newsroom.mails.length;
    await newsroom.moveTo('2019-09-19T09:00');
    expect(newsroom.mails.length).toBe(before);
  });

  test('words that look unfinished wait for a yes, as those of a story do', async () => {
    const { newsroom, save } = await opened();
    await save({ ...WORDS, introduction: 'TODO: thank Ada' });
    expect(plainText(await newsroom.page(DIGEST))).toContain('“TODO” looks as if it were not finished');
  });

  test('what is wrong is said at its field, and what was typed stays', async () => {
    const { save } = await opened();
    const answer = await save({ ...WORDS, subject: 'A'.repeat(79), 'place-what-we-learned': 'first' });
    expect(answer.status).toBe(422);
    const html = await answer.text();
    expect(plainText(html)).toContain('The subject has 79 characters. Shorten it to 78.');
    expect(plainText(html)).toContain('Give each place as a number, such as 1.');
    expect(html).toContain('value="first"');
  });

  test('two people who edit one digest: the second keeps what they typed, and nothing is overwritten unseen', async () => {
    const { newsroom, save } = await opened();
    await save(WORDS);
    const answer = await save({ ...WORDS, subject: 'My own subject' });
    expect(answer.status).toBe(422);
    const html = await answer.text();
    expect(plainText(html)).toContain('Somebody else has changed this digest in the meantime.');
    expect(html).toContain('value="My own subject"');
    expect(plainText(await newsroom.page(DIGEST))).toContain('Subject Two looks at one ward');
  });
});

describe('what a digest goes without', () => {
  test('the page of a digest names the story that it leaves out, because the story waits for a yes', async () => {
    const late = POST.replace('What we learned', 'Saved too late').replace('2019-09-12T09:00', '2019-09-13T08:00');
    const { newsroom } = await opened();
    newsroom.files.set('posts/saved-too-late.md', new TextEncoder().encode(late));
    await newsroom.moveTo('2019-09-13T11:00');
    expect(plainText(await newsroom.page(DIGEST))).toContain('Goes without “Saved too late”: what tells of it waits for a yes.');
    expect(plainText(await newsroom.page(DIGEST))).not.toContain('Goes without “What we learned”');
  });
});
