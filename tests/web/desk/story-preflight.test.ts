import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { linkChecker } from '#adapters/links/link-checker';
import { plainText } from '#tests/web/desk/page-text';
import { NEW_POST, writer } from '#tests/web/desk/story-writer';
import { SITE, sampleNewsroom } from '#tests/web/sample-newsroom';
import { desk } from '#web/desk/desk';

/** 13 September 2019 is a Friday. */
const WRONG = {
  ...NEW_POST,
  title: 'What we learned',
  body: 'Come on Monday 13 September 2019.\r\n\r\nHe committed suicide.  \r\n\r\nWhilst we wait.',
};

async function checked(fields: Record<string, string>) {
  const newsroom = await sampleNewsroom();
  const desk = writer(newsroom);
  const url = await desk.begin('post');
  await desk.save(url, fields);
  const page = async () => newsroom.page(`${url}/check`);
  return { newsroom, desk, url, page, text: async () => plainText(await page()) };
}

describe('the pre-flight on the page before Publish', () => {
  test('three notes are shown, the most useful, each with its field, and Publish stays', async () => {
    const { page, text } = await checked(WRONG);
    expect(await text()).toMatch(
      /Worth a look .*Paragraph 1: “Monday 13 September 2019”: 13 September 2019 is a Friday\..*Paragraph 2: “committed suicide” can hurt readers.*Title: “What we learned” is also the title of the post of Thursday 12 September 2019\./,
    );
    expect(await text()).not.toContain('Whilst');
    expect((await page()).match(/#(?:body|title)">/g)).toHaveLength(3 + 2);
    expect(await page()).toContain('/publish"');
  });

  test('a button changes its words in the draft, comes back to the page, and leaves the version before in the history', async () => {
    const { newsroom, desk, url, page, text } = await checked(WRONG);
    const html = await page();
    const answer = await desk.press(`${url}/mend`, { version: desk.hidden(html, 'version'), note: desk.hidden(html, 'note') });
    expect(answer.to).toBe(`${url}/check?told=mended`);
    expect(plainText(await newsroom.page(answer.to))).toContain('The change is in your draft. Its history has the version before.');
    expect(await newsroom.page(url)).toContain(
      'Come on Friday 13 September 2019.\n\nHe committed suicide.  \n\nWhilst we wait.</textarea>',
    );
    expect(await newsroom.page(`${url}/history/2`)).toContain('Come on Monday 13 September 2019.');
    expect(await text()).toContain('“Whilst” is plainer as “while”.');
  });

  test('a button of a page that is out of date changes nothing', async () => {
    const { newsroom, desk, url, page } = await checked(WRONG);
    const html = await page();
    await desk.save(url, { ...WRONG, body: 'Their own words: Monday 13 September 2019.' });
    const answer = await desk.press(`${url}/mend`, { version: desk.hidden(html, 'version'), note: desk.hidden(html, 'note') });
    expect(answer.status).toBe(409);
    expect(plainText(answer.html)).toContain('Your press changed nothing.');
    expect(await newsroom.page(url)).toContain('Their own words: Monday 13 September 2019.</textarea>');
  });

  test('a note that is not there, or was mended already, changes nothing', async () => {
    const { desk, url, page } = await checked(WRONG);
    const html = await page();
    const form = { version: desk.hidden(html, 'version'), note: desk.hidden(html, 'note') };
    expect((await desk.press(`${url}/mend`, { ...form, note: 'P3.body..999' })).status).toBe(409);
    expect((await desk.press(`${url}/mend`, form)).status).toBe(303);
    expect((await desk.press(`${url}/mend`, form)).status).toBe(409);
    expect((await desk.press(`${url}/mend`)).status).toBe(409);
  });

  test('a link to a page of ours that is not there is put right first: Publish is not offered, and not taken', async () => {
    const body = 'See [what we learned](https://news.example.org/posts/what-we-lerned).';
    const { newsroom, desk, url, page, text } = await checked({ ...NEW_POST, body });
    expect(await text()).toContain(
      'Paragraph 1: The link to https://news.example.org/posts/what-we-lerned leads to no page. Correct it, or take it out.',
    );
    expect(await page()).not.toContain('/publish"');
    expect((await desk.press(`${url}/publish`, { version: '2', shown: '[]' })).status).toBe(409);
    await desk.save(url, { ...NEW_POST, body: body.replace('lerned', 'learned') });
    expect((await desk.publish(url)).to).toBe(`${url}/published`);
    expect([...newsroom.files.keys()].filter((file) => file.includes('talking'))).toHaveLength(1);
  });

  test('a link to the story itself leads somewhere', async () => {
    const { page } = await checked({ ...NEW_POST, body: 'Share https://news.example.org/posts/2019-09-13-talking-first with others.' });
    expect(await page()).toContain('/publish"');
  });

  test('notes are shown beside what must be put right, too', async () => {
    const { text } = await checked({ ...NEW_POST, author: '', body: 'Approximately 4.' });
    expect(await text()).toMatch(/Put this right first .*Fill in “Author”.* Worth a look .*“Approximately” is plainer as “about”\./);
  });

  test('the length of the text is said with its sentences, and no reading age', async () => {
    const { text } = await checked({ ...NEW_POST, body: 'We met. We spoke of many things. It helped everybody.' });
    expect(await text()).toContain('Text 10 words, about 3 to a sentence (LIX 13)');
  });
});

describe('links to other sites', () => {
  const LINKS = 'See [one](http://site.example.com/gone), [two](http://site.example.com/there) and [three](http://10.0.0.1/router).';

  test('a dead link is a note at its paragraph, and one that cannot be told is none', async () => {
    const site = createServer((request, response) => void response.writeHead(request.url === '/there' ? 200 : 404).end());
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    const { port } = site.address() as AddressInfo;
    const checker = linkChecker({
      elapsedMs: () => 0,
      addressesOf: async () => ['93.184.216.34'],
      through: () => ({ address: '127.0.0.1', port }),
    });
    const { newsroom, url, text } = await checked({ ...NEW_POST, body: LINKS });
    const app = desk(newsroom.world, 'none', { links: checker });
    const now = { event: { requestContext: { timeEpoch: newsroom.time.now.epochMilliseconds } } };
    const html = await (await app.request(`${SITE}${url}/check`, {}, now)).text();
    site.close();
    const [, said = ''] = /Worth a look (.*) Check what you wrote/.exec(plainText(html)) ?? [];
    expect(said).toContain('Paragraph 1: The link to http://site.example.com/gone leads to no page. Correct it, or take it out.');
    expect(said).not.toContain('/there');
    expect(said).not.toContain('10.0.0.1');
    expect(html).toContain('/publish"');
    // Without a checker nothing is asked, and nothing said.
    expect(await text()).not.toContain('leads to no page');
  });
});
