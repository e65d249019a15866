// Her quarter on the desk in a real browser, in virtual time: by forms alone, and never by a file.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tagValues } from '#core/delivery/mail-tag';
import { writeCertificates } from '#flow/certificate/write-certificates';
import { windows } from '#tests/browser/in-window';
import { servedDesk } from '#tests/browser/served-desk';
import { eventArchiveOf } from '#tests/flow/archived-mails';
import { RULES, sampleNewsroom } from '#tests/web/sample-newsroom';

const inWindow = windows();
let newsroom: Awaited<ReturnType<typeof sampleNewsroom>>;
let served: Awaited<ReturnType<typeof servedDesk>>;
beforeAll(async () => {
  newsroom = await sampleNewsroom({
    people: [{}, {}, { frequency: 'weekly' }],
    files: { 'newsroom.yaml': RULES },
    at: '2019-09-02T08:00',
  });
  for (const file of [...newsroom.files.keys()]) if (file.endsWith('.md')) newsroom.files.delete(file);
  served = await servedDesk(newsroom);
});
afterAll(() => served?.stop());

/** The programme lead with a page of the desk before her. */
function lead(page: Page) {
  const press = async (role: 'link' | 'button', name: string | RegExp) => {
    await page
      .getByRole(role, { name, exact: typeof name === 'string' })
      .first()
      .click();
    await page.waitForLoadState();
  };
  const at = async (field: 'published' | 'starts' | 'ends' | 'from' | 'to', when: string) => {
    const [day = '', time = ''] = when.split(' ');
    const [year = '', month = '', date = ''] = day.split('-');
    const parts = { day: date, month, year, ...(time && { time }) };
    for (const [part, value] of Object.entries(parts)) await page.locator(`#${field}-${part}`).fill(value);
  };
  const fill = async (fields: Record<string, string>) => {
    for (const [label, words] of Object.entries(fields)) await page.getByLabel(label, { exact: true }).fill(words);
  };
  const main = () => page.getByRole('main').innerText();
  return {
    press,
    at,
    fill,
    main,
    begin: async (button: string) => {
      await press('link', 'Stories');
      await press('button', button);
    },
    edit: async (title: string) => {
      await press('link', 'Stories');
      await press('button', `Edit ${title}`);
    },
    /** Returns what the page before Publish said. */
    publish: async () => {
      await press('button', 'Continue');
      const said = await main();
      await press('button', 'Publish');
      expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Published');
      return said;
    },
  };
}

const sentSince = (count: number) =>
  newsroom.mails
    .slice(count)
    .map(({ tag, to }) => `${tagValues(tag).i} ${to.slice(0, to.indexOf('@'))}`)
    .sort();

test('in a quarter she writes, announces, moves, postpones, corrects and cancels, sees who got what, and prints it, without JavaScript', {
  timeout: 120_000,
}, async () => {
  await inWindow({ javaScriptEnabled: false, viewport: { width: 390, height: 800 } }, async (page) => {
    const { press, at, fill, main, begin, edit, publish } = lead(page);
    await page.goto(`${served.url}/desk/`);

    await begin('Write a post');
    await fill({ Title: 'Talking first', Author: 'Sam Example', Text: 'We spoke before we akted.' });
    await at('published', '2019-09-03 9am');
    expect(await publish()).toMatch(/New post, by email to 2 people: Tuesday 3 September 2019 at 9am/);
    await begin('Announce an event');
    await fill({ Title: 'Autumn session', Place: 'Bristol', Text: 'Bring a colleague.' });
    await at('starts', '2019-10-10 9:30am');
    await at('ends', '2019-10-10 4:30pm');
    await at('published', '2019-09-09 10am');
    expect(await publish()).toMatch(/by email to 3 people: Monday 9 September 2019 at 10am/);
    await newsroom.moveTo('2019-09-03T09:00');
    expect(sentSince(0)).toEqual(['alert-2019-09-03-talking-first person0', 'alert-2019-09-03-talking-first person1']);

    // A mistake: who has the email keeps it, and the digest and the page have the new words.
    await edit('Talking first');
    await fill({ Text: 'We spoke before we acted.' });
    expect(await publish()).toMatch(/gone out/);
    await newsroom.moveTo('2019-09-05T08:30');
    await newsroom.moveTo('2019-09-09T10:00');
    expect(newsroom.mails.filter(({ tag }) => tagValues(tag).i === 'announcement-2019-10-10-autumn-session')).toHaveLength(3);

    // The room is free a week later: everybody who was told gets one notice.
    let before = newsroom.mails.length;
    await edit('Autumn session');
    await at('starts', '2019-10-17 9:30am');
    await at('ends', '2019-10-17 4:30pm');
    expect(await publish()).toMatch(/Tell 3 people what changed/);
    await newsroom.moveTo('2019-09-09T10:10');
    await newsroom.moveTo('2019-09-10T09:00');
    expect(sentSince(before)).toEqual([0, 1, 2].map((n) => `change-2019-10-10-autumn-session-1 person${n}`));

    // Its reminder goes out two days earlier, by hand.
    await press('link', 'The plan');
    await press('link', /^(?:Reminder|In 7 days|A week).*Autumn session/);
    await press('button', 'Move it');
    await page.locator('#to-other').check();
    await at('to', '2019-10-08 11am');
    await press('button', 'Continue');
    await press('button', 'Move it');
    await newsroom.moveTo('2019-10-07T09:00');
    before = newsroom.mails.length;
    await newsroom.moveTo('2019-10-08T11:00');
    expect(sentSince(before)).toEqual([0, 1, 2].map((n) => `reminder-2019-10-10-autumn-session-7d person${n}`));

    before = newsroom.mails.length;
    await edit('Autumn session');
    await page.locator('#status-postponed').check();
    await fill({ 'If it does not: why?': 'The hall has burst pipes.' });
    await publish();
    await newsroom.moveTo('2019-10-08T11:10');
    await newsroom.moveTo('2019-10-09T09:00');
    expect(sentSince(before)).toEqual([0, 1, 2].map((n) => `change-2019-10-10-autumn-session-2 person${n}`));

    before = newsroom.mails.length;
    await edit('Autumn session');
    await page.locator('#status-cancelled').check();
    await publish();
    await newsroom.moveTo('2019-10-09T09:10');
    await newsroom.moveTo('2019-10-10T09:00');
    await newsroom.moveTo('2019-10-18T09:00');
    expect(sentSince(before)).toEqual([0, 1, 2].map((n) => `change-2019-10-10-autumn-session-3 person${n}`));

    // Did Devon get it?
    await writeCertificates(
      { ...newsroom.world, eventArchive: eventArchiveOf(newsroom.mails, () => newsroom.time.now) },
      newsroom.time.now,
    );
    await page.goto(`${served.url}/desk/publications/alert-2019-09-03-talking-first`);
    await press('link', 'Who got it');
    expect(await main()).toMatch(/Sent to both people/);

    newsroom.time.now = newsroom.london('2019-12-02T09:00');
    await page.goto(`${served.url}/desk/`);
    await press('link', /^Reports/);
    await page.getByText('Other days').click();
    await at('from', '2019-09-01');
    await at('to', '2019-11-30');
    await press('button', 'Show these days');
    const all = newsroom.mails.length;
    const row = page.getByRole('table', { name: 'Emails that went out' }).getByRole('row', { name: /^All/ });
    expect(await row.innerText()).toContain(String(all));
  });
});
