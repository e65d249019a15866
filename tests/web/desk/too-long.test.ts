// What a draft cannot hold is never a fault of the page, and never lost: it stays where it was typed, with a sentence on what to do.
import { expect, test } from 'vitest';
import { plainText } from '#tests/web/desk/page-text';
import { OURS } from '#tests/web/desk/press';
import { NEW_POST, writer } from '#tests/web/desk/story-writer';
import { sampleNewsroom } from '#tests/web/sample-newsroom';

const LONG = `The first words. ${'We spoke before we acted. '.repeat(16_000)}The last words.`;

async function written() {
  const newsroom = await sampleNewsroom();
  const desk = writer(newsroom);
  const url = await desk.begin('post');
  await desk.save(url, NEW_POST);
  const texts = async () => (await newsroom.world.drafts.versions(url.slice(url.lastIndexOf('/') + 1) as never)).length;
  return { newsroom, desk, url, texts };
}

test('a text that is too long to be saved comes back whole in the form, with what to do, and nothing is written', async () => {
  const { desk, url, texts, newsroom } = await written();
  const before = await texts();
  const answer = await desk.save(url, { ...NEW_POST, title: 'A new title', body: LONG });
  expect(answer.status).toBe(413);
  const text = plainText(answer.html);
  expect(answer.html).toContain('<a href="#body">Not saved: the text is too long. A story may have 100,000 characters. Put a part of it');
  expect(answer.html).toMatch(/id="body-error">.*Not saved: the text is too long\./);
  expect(text).not.toContain('Saved on');
  expect(answer.html).toContain(`${LONG}</textarea>`);
  expect(answer.html).toContain('value="A new title"');
  expect(await texts()).toBe(before);
  // Shortened in that form, it is saved.
  const again = await desk.press(url, { version: desk.hidden(answer.html, 'version'), ...NEW_POST, body: 'Short.', do: 'save' });
  expect(again.status).toBe(303);
  expect(await newsroom.page(url)).toContain('Short.</textarea>');
});

test('the script is told that the text is too long, and not of a fault', async () => {
  const { newsroom, desk, url, texts } = await written();
  const before = await texts();
  const body = new URLSearchParams({ version: desk.hidden(await newsroom.page(url), 'version'), ...NEW_POST, body: LONG, do: 'save' });
  const answer = await newsroom.ask(url, { method: 'POST', headers: { ...OURS, Accept: 'application/json' }, body });
  expect(answer.status).toBe(413);
  expect(await texts()).toBe(before);
});

test('a story of the most characters that can be published is saved, in whatever script it is written', async () => {
  const { desk, url } = await written();
  for (const letter of ['a', 'é', '水', '😀']) {
    const answer = await desk.save(url, { ...NEW_POST, body: letter.repeat(100_000 / letter.length) });
    expect([letter, answer.status]).toEqual([letter, 303]);
  }
});

test('two texts that are too long together are not saved as one: both are shown again, with what to do', async () => {
  const { desk, url, newsroom, texts } = await written();
  const version = desk.hidden(await newsroom.page(url), 'version');
  const half = (word: string) => `${word} spoke before anybody acted. `.repeat(8_000);
  await desk.save(url, { ...NEW_POST, body: half('They') });
  const crossed = await desk.press(url, { ...NEW_POST, version, body: half('We'), do: 'save' });
  expect(crossed.status).toBe(409);
  const before = await texts();
  const fields = Object.fromEntries(['what', 'base', 'version'].map((name) => [name, desk.hidden(crossed.html, name)]));
  const mine = (await newsroom.world.drafts.find(url.slice(url.lastIndexOf('/') + 1) as never, Number(version)))?.text ?? '';
  const merged = await desk.press(`${url}/merge`, {
    ...fields,
    mine: mine.replace('We spoke before we acted.\n\nIt helped.', half('We')),
    'choice-0': 'both',
  });
  expect(merged.status).toBe(409);
  expect(plainText(merged.html)).toContain('Both together are too long to be saved.');
  expect(await texts()).toBe(before);
});
