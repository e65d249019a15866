import { describe, expect, test } from 'vitest';
import { plainText } from '#tests/web/desk/page-text';
import { POST, sampleNewsroom } from '#tests/web/sample-newsroom';

const FAULTY = POST.replace(
  'We went',
  'On 9th September we saw it, [our leaflet](https://exa%20mple.org/a) and [here](http://www.example.org). We went',
);
const BLOCKS =
  'The link “our leaflet” is dead: no mail program can open “https://exa%20mple.org/a”. Write the whole address, with https://.';
const WARNS = 'The link “here” is not encrypted. Write https:// if the page has it.';

describe('an email with findings', () => {
  test('an email with findings is marked on the plan, with what to put right and what to look at', async () => {
    const newsroom = await sampleNewsroom({ files: { 'posts/what-we-learned.md': FAULTY } });
    const plan = plainText(await newsroom.page('/desk/plan'));
    expect(plan).toContain(`It waits until it is put right. ${BLOCKS}`);
    expect(plan).toMatch(/Put right/);
    expect(plan).toContain(`To look at: ${WARNS} Its page has 2 more notes.`);
  });

  test('an email that its text keeps back stands beside the problems of its file, and its post waits with it', async () => {
    const newsroom = await sampleNewsroom({ files: { 'posts/what-we-learned.md': FAULTY } });
    const plan = plainText(await newsroom.page('/desk/plan'));
    expect(plan).toContain(`posts/what-we-learned.md ${BLOCKS} 1 email waits until that is put right.`);
    expect(plan).toMatch(/Post on X: What we learned (?:\S+ )*?Its email has not gone out: the link “our leaflet” is dead/);
  });

  test('an email with findings has the same findings on its own page, beside the email', async () => {
    const newsroom = await sampleNewsroom({ files: { 'posts/what-we-learned.md': FAULTY } });
    const page = plainText(await newsroom.page('/desk/publications/alert-what-we-learned'));
    expect(page).toMatch(/Put right/);
    expect(page).toContain(`It waits until this is put right. ${BLOCKS}`);
    expect(page).toContain(`Information: ${WARNS}`);
    expect(page).toContain('The link “here” does not say where it leads. Write what is behind it.');
    expect(page).not.toContain('More notes');
  });

  test('an email with findings shows the three most useful notes, and the rest on request', async () => {
    const long = `${'A sentence that goes on and on '.repeat(6)}ends.`;
    const story = FAULTY.replace('exa%20mple', 'example').replace('We went', `${long} ${long.replace('A', 'Another')} We went`);
    const newsroom = await sampleNewsroom({ files: { 'posts/what-we-learned.md': story } });
    const page = await newsroom.page('/desk/publications/alert-what-we-learned');
    expect(page.match(/Information: /g)).toHaveLength(3);
    expect(plainText(page)).toMatch(/More notes on this email \(2\) The sentence “A sentence that goes on .* has 43 words/);
  });

  test('an email that leaves its text to the website says so on its page', async () => {
    const story = FAULTY.replace('exa%20mple', 'example').replace('We went', `${'We saw a ward. '.repeat(6_400)} We went`);
    const newsroom = await sampleNewsroom({ files: { 'posts/what-we-learned.md': story } });
    const page = plainText(await newsroom.page('/desk/publications/alert-what-we-learned'));
    expect(page).toContain('so the email has the summary and a link to the rest. Shorten the text to have it in the email.');
  });

  test('an email with findings shows none of them once it has gone out', async () => {
    const newsroom = await sampleNewsroom({ files: { 'posts/what-we-learned.md': FAULTY.replace('exa%20mple', 'example') } });
    await newsroom.moveTo('2019-09-12T09:10');
    const page = plainText(await newsroom.page('/desk/publications/alert-what-we-learned'));
    expect(page).toContain('On 9th September we saw it');
    expect(page).not.toContain(WARNS);
  });
});
