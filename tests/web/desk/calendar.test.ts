import { describe, expect, test } from 'vitest';
import { publicationUrl } from '#core/publication/names';
import { readOutlook } from '#flow/publish/outlook';
import { plainText } from '#tests/web/desk/page-text';
import { formsOf } from '#tests/web/desk/press';
import { NEW_POST, writer } from '#tests/web/desk/story-writer';
import { EVENT, POST, RULES, sampleNewsroom } from '#tests/web/sample-newsroom';

const QUIET = `${RULES}quiet:\n  weekends: true\n  bank_holidays: england-and-wales\n`;

/** The words of one day, by its date; undefined when the page does not show it. */
function dayOf(html: string, date: string): string | undefined {
  const parts = html.split(/<time datetime="/).slice(1);
  const part = parts.find((one) => one.startsWith(date));
  return part === undefined ? undefined : plainText(`<${part}`.split(/<\/td>|<\/section>/)[0] ?? '').trim();
}

const weekLines = (html: string) =>
  [...html.matchAll(/<th class="cal__week"[^>]*>(.*?)<\/th>/g)].map(([, words = '']) => plainText(words).trim());

describe('the calendar', () => {
  test('a month has each email and post on its day, with time, channel, state and the way to move it', async () => {
    const newsroom = await sampleNewsroom({ people: [{}, { frequency: 'weekly' }] });
    const html = await newsroom.page('/desk/calendar');
    expect(plainText(html)).toContain('Calendar: September 2019');
    const day = dayOf(html, '2019-09-12');
    for (const said of ['Thursday 12 September', '(today)', '9am Email to 1 person New post: What we learned Planned', 'On X as @sample'])
      expect(day).toContain(said);
    expect(html).toContain('href="/desk/publications/alert-what-we-learned/move"');
    expect(dayOf(html, '2019-09-19')).toContain('8:30am Email to 1 person Weekly digest, Thursday 19 September 2019');
    expect([...html.matchAll(/<th scope="col">(\w+)<\/th>/g)].map(([, name]) => name)).toEqual([
      ...['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
    ]);
  });

  test('each week says how much goes out in it, or that nothing does', async () => {
    const newsroom = await sampleNewsroom({ people: [{ frequency: 'weekly' }] });
    const lines = weekLines(await newsroom.page('/desk/calendar?month=2019-09'));
    expect(lines).toEqual([
      'Week of 26 August : Nothing went out',
      'Week of 2 September : Nothing went out',
      'Week of 9 September : 1 email, 1 post',
      'Week of 16 September : 1 email',
      'Week of 23 September : Nothing goes out',
      'Week of 30 September : Nothing goes out',
    ]);
  });

  test('what one person would get too much of is crowded: on a day, and in a week', async () => {
    const posts = [12, 12, 13, 13].map((day, i) => [
      `posts/more-${i}.md`,
      POST.replace('What we learned', `More ${i}`).replace('2019-09-12', `2019-09-${day}`),
    ]);
    const newsroom = await sampleNewsroom({ files: Object.fromEntries(posts) });
    const html = await newsroom.page('/desk/calendar');
    expect(dayOf(html, '2019-09-12')).toContain('Crowded: 3 emails to one person');
    expect(weekLines(html)[2]).toContain('Crowded: 5 emails to one person');
    expect(plainText(html)).toContain('“Crowded” means more than 3 emails in a week, or more than 1 on a day, to one person');
  });

  test('bank holidays have their names, and days without emails say so by the rules', async () => {
    const newsroom = await sampleNewsroom({ files: { 'newsroom.yaml': QUIET } });
    const html = await newsroom.page('/desk/calendar?month=2019-12');
    expect(dayOf(html, '2019-12-25')).toContain('Bank holiday: Christmas Day No emails or posts on bank holidays');
    expect(dayOf(html, '2019-12-28')).toContain('No emails or posts at weekends');
    const without = await (await sampleNewsroom()).page('/desk/calendar?month=2019-12');
    expect(dayOf(without, '2019-12-25')).toContain('Bank holiday: Christmas Day');
    expect(dayOf(without, '2019-12-25')).not.toContain('No emails');
    expect(dayOf(without, '2019-12-28')).not.toContain('No emails');
  });

  test('what the rules have moved stands on its new day, with the reason', async () => {
    const saturday = POST.replace('2019-09-12', '2019-09-14');
    const newsroom = await sampleNewsroom({ files: { 'newsroom.yaml': QUIET, 'posts/what-we-learned.md': saturday } });
    const html = await newsroom.page('/desk/calendar');
    expect(dayOf(html, '2019-09-14')).not.toContain('What we learned');
    expect(dayOf(html, '2019-09-16')).toContain('Moved from Saturday 14 September 2019 at 9am: no emails at weekends.');
  });

  test('the days on which the clocks change say so, and what goes out on them stands at London’s time', async () => {
    const post = POST.replace('2019-09-12T09:00', '2019-10-27T00:30');
    const newsroom = await sampleNewsroom({ files: { 'posts/what-we-learned.md': post } });
    const day = dayOf(await newsroom.page('/desk/calendar?month=2019-10'), '2019-10-27');
    expect(day).toContain('The clocks go back');
    expect(day).toContain('12:30am Email to 1 person New post: What we learned');
    expect(dayOf(await newsroom.page('/desk/calendar?week=2020-W13'), '2020-03-29')).toContain('The clocks go forward');
  });

  test('a day that is over has what went out, and what became of it, and nothing to move', async () => {
    const newsroom = await sampleNewsroom();
    await newsroom.moveTo('2019-09-12T09:00');
    await newsroom.moveTo('2019-09-13T09:00');
    const html = await newsroom.page('/desk/calendar');
    const day = dayOf(html, '2019-09-12');

    expect(day).toContain('New post: What we learned Sent Sent to 1 person.');
    expect(day).toContain('Post on X: What we learned Posted It is on X.');
    expect(html).not.toContain('alert-what-we-learned/move');
  });

  test('what a person has cancelled is shown as cancelled, and is not counted', async () => {
    const newsroom = await sampleNewsroom();
    await formsOf(newsroom)('/desk/publications/alert-what-we-learned/cancel', '/cancel');
    const html = await newsroom.page('/desk/calendar');
    expect(dayOf(html, '2019-09-12')).toContain('Cancelled');
    expect(weekLines(html)[2]).toBe('Week of 9 September : 1 post');
    expect(html).not.toContain('alert-what-we-learned/move');
  });

  test('each publication, past or ahead, stands in exactly one week, and on the day on which it goes out', async () => {
    const newsroom = await sampleNewsroom({ people: [{ frequency: 'weekly' }] });
    await newsroom.moveTo('2019-09-12T09:00');
    const { entries } = await readOutlook(newsroom.world, newsroom.time.now, newsroom.london('2020-03-30T00:00'));
    const shown: string[] = [];
    let url = '/desk/calendar?week=2019-W37';
    for (let week = 0; week < 29; week += 1) {
      const html = await newsroom.page(url);
      for (const section of html.split('<section').slice(1)) {
        const date = /<time datetime="([\d-]+)"/.exec(section)?.[1];
        for (const [, to] of section.matchAll(/<p><a href="(\/desk\/publications\/[^"/]+)">/g)) shown.push(`${date} ${to}`);
      }
      url = (/<a href="([^"]+)" rel="next"/.exec(html)?.[1] ?? '').replaceAll('&#x3D;', '=');
    }
    const expected = entries.map(({ id, went, due }) => `${(went ?? due).toPlainDate()} ${publicationUrl(id)}`);
    expect(expected.length).toBeGreaterThan(30);
    expect(shown.toSorted()).toEqual(expected.toSorted());
  });

  test('an event stands on the days on which it takes place', async () => {
    const newsroom = await sampleNewsroom({ files: { 'events/spring.md': EVENT.replace('ends: 2020-03-26', 'ends: 2020-03-27') } });
    const html = await newsroom.page('/desk/calendar?month=2020-03');
    for (const date of ['2020-03-26', '2020-03-27']) expect(dayOf(html, date)).toContain('Event: Spring session');
    expect(dayOf(html, '2020-03-28')).not.toContain('Event');
  });

  test('a week has its seven days one below the other, and leads to the weeks beside it and to its month', async () => {
    const newsroom = await sampleNewsroom();
    const html = await newsroom.page('/desk/calendar?week=2019-W38');
    expect([...html.matchAll(/<h2[^>]* id="day-([\d-]+)"/g)].map(([, date]) => date)).toEqual([
      ...['2019-09-16', '2019-09-17', '2019-09-18', '2019-09-19', '2019-09-20', '2019-09-21', '2019-09-22'],
    ]);
    for (const to of ['week&#x3D;2019-W37', 'week&#x3D;2019-W39', 'month&#x3D;2019-09']) expect(html).toContain(`/desk/calendar?${to}`);
  });

  test('there are no links to before the newsroom, nor to after the year that the plan has', async () => {
    const newsroom = await sampleNewsroom();
    expect(await newsroom.page('/desk/calendar')).not.toContain('rel="prev"');
    const end = await newsroom.page('/desk/calendar?month=2020-10');
    expect(end).not.toContain('rel="next"');
    expect(plainText(end)).toContain('Not planned yet');
    expect(plainText(end)).toContain('The plan is made for a year ahead, until Saturday 12 September 2020.');
  });

  test.each(['month=2019-13', 'month=x', 'week=2019-W60', 'month=', 'week='])('an address with %s leads to this month', async (asked) => {
    const newsroom = await sampleNewsroom();
    expect(plainText(await newsroom.page(`/desk/calendar?${asked}`))).toContain('Calendar: September 2019');
  });

  test('the plan leads to the calendar, and the calendar to the plan', async () => {
    const newsroom = await sampleNewsroom();
    expect(await newsroom.page('/desk/plan')).toContain('href="/desk/calendar?week=now"');
    expect(plainText(await newsroom.page('/desk/calendar?week=now'))).toContain('Calendar: Week of 9 September 2019');
  });

  test('while the rules have a problem and there were none before, the calendar says so', async () => {
    const newsroom = await sampleNewsroom({ files: { 'newsroom.yaml': 'name: [' } });
    expect(plainText(await newsroom.page('/desk/calendar'))).toContain('The rules have a problem, so nothing new is planned.');
  });
});

describe('drafts on the calendar', () => {
  test('a draft with a day stands there, marked, and is not counted as going out', async () => {
    const newsroom = await sampleNewsroom();
    const { begin, save } = writer(newsroom);
    const url = await begin('post');
    await save(url, NEW_POST);
    const html = await newsroom.page('/desk/calendar');
    expect(dayOf(html, '2019-09-13')).toContain('9am New post Talking first Draft: goes out only once it is published.');
    expect(html).toContain(`href="${url}"`);
    expect(weekLines(html)[2]).toBe('Week of 9 September : 1 email, 1 post, 1 draft');
  });

  test.each([
    {
      what: 'without a day',
      fields: { 'published-day': '', 'published-month': '', 'published-year': '', 'published-time': '' },
      said: 'New post, without a day.',
    },
    {
      what: 'with a day that has passed',
      fields: { 'published-day': '2' },
      said: 'New post. Its time has passed: Monday 2 September 2019 at 9am.',
    },
  ])('a draft $what is on the shelf', async ({ fields, said }) => {
    const newsroom = await sampleNewsroom();
    const { begin, save } = writer(newsroom);
    await save(await begin('post'), { ...NEW_POST, ...fields });
    const html = await newsroom.page('/desk/calendar');
    expect(plainText(html.split('id="shelf"')[1] ?? '')).toContain(`Talking first ${said}`);
    expect(html.split('Talking first')).toHaveLength(2);
  });

  test('changes to a story that is out are on the shelf, as changes', async () => {
    const newsroom = await sampleNewsroom({ at: '2019-09-20T08:00' });
    const { edit, save } = writer(newsroom);
    await save(await edit('posts/what-we-learned.md'), { summary: 'A word more.' });
    const shelf = plainText((await newsroom.page('/desk/calendar')).split('id="shelf"')[1] ?? '');
    expect(shelf).toContain('What we learned Changes to a story that is published. They are not published yet.');
  });

  test('a file that says draft: true is shown like a draft', async () => {
    const newsroom = await sampleNewsroom({
      files: {
        'posts/later.md': POST.replace('What we learned', 'Later')
          .replace('2019-09-12', '2019-09-18')
          .replace('title:', 'draft: true\ntitle:'),
      },
    });
    expect(dayOf(await newsroom.page('/desk/calendar'), '2019-09-18')).toContain('Later Draft: goes out only once it is published.');
  });
});
