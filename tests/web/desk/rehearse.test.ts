import { describe, expect, test } from 'vitest';
import { plainText } from '#tests/web/desk/page-text';
import { formsOf } from '#tests/web/desk/press';
import { NEW_POST, writer } from '#tests/web/desk/story-writer';
import { POST, sampleNewsroom } from '#tests/web/sample-newsroom';
import { shownMail } from '#web/desk/decode-mail';

const WEEKLY = '/desk/rehearse?frequency=weekly&weeks=4';

/** The subjects of the rehearsal's inbox, in order, with the addresses of their pages. */
function inboxOf(html: string): { subject: string; url: string }[] {
  const links = [...html.matchAll(/<a class="wraps" href="(\/desk\/rehearse\/email\?[^"]*)">(.*?)<\/a>/g)];
  return links.map(([, url = '', subject = '']) => ({
    subject: plainText(subject),
    url: url.replaceAll('&amp;', '&').replaceAll('&#x3D;', '='),
  }));
}
const subjectsOf = (html: string) => inboxOf(html).map(({ subject }) => subject);

const another = (title: string, published: string, topic = 'medication') =>
  POST.replace('What we learned', title).replace('2019-09-12T09:00', published).replace('medication', topic);

describe('a rehearsal', () => {
  test('what the rehearsal shows a reader is what that reader then gets: the same subjects, in the same order', async () => {
    const files = {
      'posts/second.md': another('The second', '2019-09-24T09:00'),
      'posts/led.md': another('Led well', '2019-09-25T09:00', 'leadership'),
      'posts/third.md': another('The third', '2019-10-02T09:00'),
    };
    for (const [frequency, topics] of [
      ['weekly', []],
      ['each', []],
      ['weekly', ['leadership']],
      ['each', ['leadership']],
      ['events', []],
    ] as const) {
      const newsroom = await sampleNewsroom({ files, people: [{ frequency, topics: [...topics] as never }] });
      const query = new URLSearchParams([['frequency', frequency], ['weeks', '4'], ...topics.map((topic) => ['topics', topic])]);
      const html = await newsroom.page(`/desk/rehearse?${query}`);
      for (let day = 12; day <= 40; day += 1) {
        const date = day > 30 ? `2019-10-${String(day - 30).padStart(2, '0')}` : `2019-09-${day}`;
        for (const time of ['08:30', '09:00']) await newsroom.moveTo(`${date}T${time}`);
      }
      expect([frequency, topics, subjectsOf(html)]).toEqual([
        frequency,
        topics,
        newsroom.mails.map(({ message }) => plainText(shownMail(message).subject)),
      ]);
    }
  });

  test('each email opens as that reader would get it: with the stories that concern her, and no others', async () => {
    const files = { 'posts/led.md': another('Led well', '2019-09-13T09:00', 'leadership') };
    const newsroom = await sampleNewsroom({ files });
    const [all] = inboxOf(await newsroom.page(WEEKLY));
    const [hers] = inboxOf(await newsroom.page(`${WEEKLY}&topics=leadership`));
    const mailOf = (url = '') => newsroom.ask(url.replace('/email?', '/email.html?'));
    const [whole, part] = [await mailOf(all?.url), await mailOf(hers?.url)];
    expect(part.headers.get('Content-Security-Policy')).toMatch(/^sandbox /);
    const [wholeText, partText] = [plainText(await whole.text()), plainText(await part.text())];
    for (const title of ['Led well', 'What we learned']) expect(wholeText).toContain(title);
    expect(partText).toContain('Led well');
    expect(partText).not.toContain('What we learned');
    const around = await newsroom.page(hers?.url ?? '');
    expect(plainText(around)).toContain('It has not been sent');
    expect(around).toContain('<iframe class="frame-wide" src="/desk/rehearse/email.html?');
  });

  test('a digest takes over the stories of one that a person has cancelled', async () => {
    const newsroom = await sampleNewsroom();
    expect(subjectsOf(await newsroom.page(WEEKLY))).toEqual(['What we learned (19 September news)']);
    await formsOf(newsroom)('/desk/publications/digest-weekly-2019-09-19/cancel', '/cancel');
    expect(subjectsOf(await newsroom.page(WEEKLY))).toEqual(['What we learned (26 September news)']);
  });

  test('with the drafts, it shows them in the emails and posts that they would be in, and says so', async () => {
    const newsroom = await sampleNewsroom();
    const { begin, save } = writer(newsroom);
    await save(await begin('post'), NEW_POST);
    const html = await newsroom.page(`${WEEKLY}&drafts=yes`);
    expect(subjectsOf(html)).toEqual(['Talking first, and 1 more (19 September news)']);
    expect(plainText(html)).toContain('As if these drafts were published now: Talking first.');
    expect(plainText(html)).toContain('From a draft: Talking first');
    expect(plainText(html.split('On X, as @sample')[1] ?? '')).toContain('Talking first');
    expect(await newsroom.page(WEEKLY)).not.toContain('Talking first');
  });

  test('two drafts are in it together, each in its own file', async () => {
    const newsroom = await sampleNewsroom();
    const { begin, save } = writer(newsroom);
    // Their titles make the same name of a file.
    for (const title of ['Talking first', 'Talking first!'])
      await save(await begin('post'), { ...NEW_POST, title, body: `All about ${title}`, author: title });
    const html = await newsroom.page('/desk/rehearse?frequency=each&weeks=4&drafts=yes');
    expect(subjectsOf(html).toSorted()).toEqual(['Talking first', 'Talking first!', 'What we learned']);
  });

  test('changes to a story are in it as they would be, and a draft that cannot be published is named with the reason', async () => {
    const newsroom = await sampleNewsroom();
    const { begin, edit, save } = writer(newsroom);
    await save(await edit('posts/what-we-learned.md'), { title: 'What we have learned since' });
    await save(await begin('post'), { ...NEW_POST, title: 'Nobody wrote it', author: '' });
    await save(await begin('post'), { ...NEW_POST, title: 'Some time', 'published-day': '' });
    await save(await begin('post'), { ...NEW_POST, title: 'Too late', 'published-day': '2' });
    const html = await newsroom.page(`${WEEKLY}&drafts=yes`);
    expect(subjectsOf(html)).toEqual(['What we have learned since (19 September news)']);
    const left = plainText(html.split('These drafts are not in it:')[1]?.split('</ul>')[0] ?? '');
    expect(left).toContain('Some time . It has no day and time yet.');
    expect(left).toContain('Too late . Its day and time have passed.');
    expect(left).toMatch(/Nobody wrote it \. .*author/);
  });

  test('a story file that says draft: true is rehearsed like a draft', async () => {
    const file = another('Written in a file', '2019-09-18T09:00').replace('title:', 'draft: true\ntitle:');
    const newsroom = await sampleNewsroom({ files: { 'posts/later.md': file } });
    expect(subjectsOf(await newsroom.page(`${WEEKLY}&drafts=yes`))).toEqual(['Written in a file, and 1 more (19 September news)']);
  });

  test('it sends nothing, stores nothing and writes no file', async () => {
    const newsroom = await sampleNewsroom();
    const { begin, save } = writer(newsroom);
    await save(await begin('post'), NEW_POST);
    const { world } = newsroom;
    const state = async () => ({
      files: [...newsroom.files.keys()],
      records: await world.publications.all(),
      seen: await world.publications.storiesSeen(),
      drafts: await world.drafts.all(),
      people: (await world.subscribers.page(undefined, 100)).subscribers.length,
      queued: newsroom.enqueued,
    });
    const before = JSON.stringify(await state());
    const html = await newsroom.page(`${WEEKLY}&drafts=yes`);
    await newsroom.page(inboxOf(html)[0]?.url ?? '');
    expect(JSON.stringify(await state())).toBe(before);
    expect(newsroom.mails).toEqual([]);
    expect(plainText(html)).toContain('It sends nothing and changes nothing.');
    expect(plainText(html)).toContain('What this cannot know');
  });

  test('what waits for something is shown with that, because it does not go out by itself', async () => {
    const newsroom = await sampleNewsroom();
    await newsroom.world.switches.pause('email', 'The account is closed.');
    expect(plainText(await newsroom.page(WEEKLY))).toContain('It waits until email is resumed.');
  });

  test('the trust is named, and the page says that it makes no difference', async () => {
    const newsroom = await sampleNewsroom();
    const html = plainText(await newsroom.page(`${WEEKLY}&organisation=avon&topics=medication`));
    expect(html).toContain('The next 4 weeks, for a reader in Avon who chose “once a week”, on Medication');
    expect(html).toContain('Readers of every trust get the same emails');
  });

  test.each(['', '?frequency=hourly', '?frequency='])('with %j in its address it asks who the reader is', async (asked) => {
    const newsroom = await sampleNewsroom();
    const html = plainText(await newsroom.page(`/desk/rehearse${asked}`));
    expect(html).toContain('Who is the reader?');
    expect(html).not.toContain('Her inbox');
  });

  test.each(['email?of=digest-weekly-2019-09-19', 'email.html?frequency=weekly&of=nothing', 'email?frequency=weekly'])(
    'an address that names no email of the rehearsal is not found: %s',
    async (asked) => {
      expect((await (await sampleNewsroom()).ask(`/desk/rehearse/${asked}`)).status).toBe(404);
    },
  );

  test('while the rules have a problem and there were none before, it says that nothing can be rehearsed', async () => {
    const newsroom = await sampleNewsroom({ files: { 'newsroom.yaml': 'name: [' } });
    expect(plainText(await newsroom.page(WEEKLY))).toContain('The rules have a problem, so nothing can be rehearsed.');
  });
});
