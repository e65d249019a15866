import { describe, expect, test } from 'vitest';
import { plainText } from '#tests/web/desk/page-text';
import { formsOf, OURS } from '#tests/web/desk/press';
import { pressYes, readYes } from '#tests/web/desk/say-yes';
import { RULES, sampleNewsroom } from '#tests/web/sample-newsroom';

const ALERT = '/desk/publications/alert-what-we-learned';
const DIGEST = '/desk/publications/digest-weekly-2019-09-19';

const OTHER_TIME = { to: 'other', 'to-day': '13', 'to-month': 'September', 'to-year': '2019', 'to-time': '2pm' };

function mover(newsroom: Awaited<ReturnType<typeof sampleNewsroom>>) {
  const post = (path: string, typed: Record<string, string>) =>
    newsroom.ask(path, { method: 'POST', headers: OURS, body: new URLSearchParams(typed) });
  return {
    /** Fills in the form and reads the page that says what the move does. */
    async choose(url: string, typed: Record<string, string>) {
      const answer = await post(`${url}/move`, typed);
      return { status: answer.status, html: await answer.text() };
    },
    /** Presses the button of that page. */
    async confirm(url: string, html: string) {
      const carried = [...html.matchAll(/<input type="hidden" name="([\w-]+)" value="([^"]*)"/g)];
      const typed = Object.fromEntries(
        carried.map(([, name = '', value = '']) => [name, value.replaceAll('&quot;', '"').replaceAll('&#x3D;', '=')]),
      );
      return post(`${url}/move/yes`, typed);
    },
  };
}

describe('moving a publication', () => {
  test('a moved email goes out at its new time, once, and not at its old one', async () => {
    const newsroom = await sampleNewsroom({ people: [{}, {}] });
    const { choose, confirm } = mover(newsroom);
    const { status, html } = await choose(ALERT, OTHER_TIME);
    expect(status).toBe(200);
    expect(plainText(html)).toContain('Goes out Friday 13 September 2019 at 2pm Instead of Thursday 12 September 2019 at 9am To 2 people');
    const answer = await confirm(ALERT, html);
    expect(answer.headers.get('Location')).toBe(`${ALERT}?told=moved`);
    expect(plainText(await newsroom.page('/desk/plan'))).toContain('moved it from Thursday 12 September 2019 at 9am.');
    const before = newsroom.mails.length;
    await newsroom.moveTo('2019-09-12T10:00');
    expect(newsroom.mails.length).toBe(before);
    await newsroom.moveTo('2019-09-13T14:00');
    await newsroom.moveTo('2019-09-13T15:00');
    expect(newsroom.mails.length).toBe(before + 2);
  });

  test('the form offers three times with what else goes out that day, and says what is wrong with none', async () => {
    const newsroom = await sampleNewsroom();
    const html = await newsroom.page(`${DIGEST}/move`);
    expect([...html.matchAll(/type="radio" value="([^"]*)"/g)].map(([, value]) => value)).toEqual([
      '2019-09-20T07:30:00Z',
      '2019-09-23T07:30:00Z',
      '2019-09-26T07:30:00Z',
      'now',
      'other',
    ]);
    const { choose } = mover(newsroom);
    const wrong = await choose(DIGEST, {});
    expect(wrong.status).toBe(422);
    expect(plainText(wrong.html)).toContain('Choose when it goes out.');
    const past = await choose(DIGEST, { ...OTHER_TIME, 'to-year': '2018' });
    expect(plainText(past.html)).toContain('That time has passed. Choose a later one.');
    expect(past.html).toContain('value="September"');
    const none = await choose(DIGEST, { ...OTHER_TIME, 'to-day': '31' });
    expect(plainText(none.html)).toContain('Fill in a day and a time, such as 26 11 2026 at 9am.');
  });

  test('no page says that something goes out at a time that is over while it waits for a yes', async () => {
    const newsroom = await sampleNewsroom({ files: { 'newsroom.yaml': `${RULES}approval: required\n` } });
    const said = async () => Promise.all([ALERT, `${ALERT}/move`].map(async (path) => plainText(await newsroom.page(path))));
    for (const text of await said()) expect(text).toContain('It is due on Thursday 12 September 2019 at 9am.');
    await newsroom.moveTo('2019-09-12T10:00');
    for (const text of await said()) {
      expect(text).toContain('It was due on Thursday 12 September 2019 at 9am.');
      expect(text).not.toContain('goes out on Thursday 12 September 2019 at 9am');
    }
  });

  test('an announcement cannot be moved behind its event', async () => {
    const newsroom = await sampleNewsroom();
    const { choose } = mover(newsroom);
    const { status, html } = await choose('/desk/publications/announcement-spring', { ...OTHER_TIME, 'to-month': '6', 'to-year': '2020' });
    expect(status).toBe(422);
    expect(plainText(html)).toContain('It would not go out then. It would come after the event has started on Thursday 26 March 2020');
  });

  test('a digest that is sent now goes out in a few minutes, and not again on its day', async () => {
    const newsroom = await sampleNewsroom({ people: [{ frequency: 'weekly' }] });
    await newsroom.moveTo('2019-09-13T10:00');
    const { choose, confirm } = mover(newsroom);
    const before = newsroom.mails.length;
    await confirm(DIGEST, (await choose(DIGEST, { to: 'now' })).html);
    await newsroom.moveTo('2019-09-13T10:10');
    expect(newsroom.mails.length).toBe(before + 1);
    await newsroom.moveTo('2019-09-19T09:00');
    expect(newsroom.mails.length).toBe(before + 1);
  });

  test('a moved publication goes back to the time of the rules, while that is ahead', async () => {
    const newsroom = await sampleNewsroom();
    const { choose, confirm } = mover(newsroom);
    await confirm(ALERT, (await choose(ALERT, OTHER_TIME)).html);
    const { html } = await choose(ALERT, { to: 'own' });
    expect(plainText(html)).toContain('Goes out Thursday 12 September 2019 at 9am Instead of Friday 13 September 2019 at 2pm');
    await newsroom.moveTo('2019-09-12T09:30');
    const late = await choose(ALERT, { to: 'own' });
    expect(plainText(late.html)).toContain('Its own time has passed, so it cannot go back to that.');
  });

  test('a yes to the old time does not count for the new one', async () => {
    const newsroom = await sampleNewsroom({ files: { 'newsroom.yaml': `${RULES}approval: required\n` } });
    const { choose, confirm } = mover(newsroom);
    await pressYes(newsroom, 'alert-what-we-learned', await readYes(newsroom, 'alert-what-we-learned'));
    await confirm(ALERT, (await choose(ALERT, OTHER_TIME)).html);
    expect(plainText(await newsroom.page(ALERT))).toContain('It changed after the programme lead said yes: the time.');
    const before = newsroom.mails.length;
    await newsroom.moveTo('2019-09-13T15:00');
    expect(newsroom.mails.length).toBe(before);
  });

  test('two people who move one publication: the second sees that the first did, and nothing moves unseen', async () => {
    const newsroom = await sampleNewsroom();
    const { choose, confirm } = mover(newsroom);
    const mine = await choose(ALERT, OTHER_TIME);
    const theirs = await choose(ALERT, { ...OTHER_TIME, 'to-time': '16:00' });
    await confirm(ALERT, mine.html);
    const answer = await confirm(ALERT, theirs.html);
    expect(answer.status).toBe(409);
    expect(plainText(await answer.text())).toContain('Somebody else has changed it in the meantime.');
    expect(plainText(await newsroom.page(ALERT))).toContain('Friday 13 September 2019 at 2pm');
  });

  test('what has begun, is cancelled or does not exist is not moved, and its page says so', async () => {
    const newsroom = await sampleNewsroom();
    await newsroom.moveTo('2019-09-12T09:00');
    expect((await newsroom.ask(`${ALERT}/move`)).headers.get('Location')).toBe(`${ALERT}?told=stays-put`);
    expect((await newsroom.ask('/desk/publications/alert-of-nothing/move')).status).toBe(404);
    await formsOf(newsroom)(`${DIGEST}/cancel`, '/cancel');
    expect((await newsroom.ask(`${DIGEST}/move`)).status).toBe(303);
  });
});
