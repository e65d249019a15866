import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { docx, packed, parts } from '#tests/core/draft/word-file';
import { plainText } from '#tests/web/desk/page-text';
import { OURS } from '#tests/web/desk/press';
import { NEW_POST, writer } from '#tests/web/desk/story-writer';
import { POST, sampleNewsroom } from '#tests/web/sample-newsroom';
import { signedInDesk } from '#tests/web/signed-in-desk';

describe('a new post', () => {
  test('a post that is written by the form goes out once it is published, and nothing of it before', async () => {
    const newsroom = await sampleNewsroom({ people: [{}, {}, { frequency: 'weekly' }] });
    const { begin, save, publish } = writer(newsroom);
    const url = await begin('post');
    await save(url, NEW_POST);
    await newsroom.moveTo('2019-09-12T10:00');
    const before = newsroom.mails.length;
    expect(newsroom.files.has('posts/2019-09-13-talking-first.md')).toBe(false);
    const check = plainText(await newsroom.page(`${url}/check`));
    expect(check).toContain('New post, by email to 2 people: Friday 13 September 2019 at 9am.');
    expect(check).toContain('Weekly digest, by email to 1 person: Thursday 19 September 2019 at 8:30am.');
    expect(check).toMatch(/Post on X, [\d.$]+(?: cents)?: Friday 13 September 2019 at 9am\./);
    expect((await publish(url)).to).toBe(`${url}/published`);
    await newsroom.moveTo('2019-09-13T09:00');
    expect(newsroom.mails.length - before).toBe(2);
    expect(newsroom.posts.at(-1)?.text).toContain('Talking first');
  });

  test('the form shows what was saved, as it was typed', async () => {
    const newsroom = await sampleNewsroom();
    const { begin, save } = writer(newsroom);
    const url = await begin('post');
    await save(url, { ...NEW_POST, title: 'A "quoted" title: with <b>signs</b> & more', 'published-day': 'first' });
    const html = await newsroom.page(url);
    expect(html).toContain('value="A &quot;quoted&quot; title: with &lt;b&gt;signs&lt;/b&gt; &amp; more"');
    expect(html).toContain('id="published-day" name="published-day" inputmode="numeric" value="first"');
    expect(html).toContain('\nWe spoke before we acted.\n\nIt helped.</textarea>');
  });

  test('what is missing is said at its field, and Publish is not offered', async () => {
    const newsroom = await sampleNewsroom();
    const { begin, save, publish } = writer(newsroom);
    const url = await begin('post');
    await save(url, { ...NEW_POST, author: '' });
    const check = await newsroom.page(`${url}/check`);
    expect(plainText(check)).toContain('Put this right first');
    expect(check).toContain(`href="${url}?look=yes#author"`);
    expect(plainText(check)).toContain('Fill in “Author”, for example: Sam Example.');
    expect(check).not.toContain('/publish"');
    expect(await newsroom.page(`${url}?look=yes`)).toContain('id="author-error"');
    expect((await publish(url)).status).toBe(409);
    expect([...newsroom.files.keys()].filter((file) => file.includes('talking'))).toEqual([]);
  });

  test('a second press of Publish publishes nothing again', async () => {
    const newsroom = await sampleNewsroom();
    const { begin, save, publish, press } = writer(newsroom);
    const url = await begin('post');
    await save(url, NEW_POST);
    await publish(url);
    expect((await press(`${url}/publish`, { version: '2', shown: '[]' })).to).toBe(`${url}/published`);
    expect([...newsroom.files.keys()].filter((file) => file.includes('talking'))).toEqual(['posts/2019-09-13-talking-first.md']);
  });

  test('a second post with the title and time of one that is published is not published, and takes nothing from it', async () => {
    const newsroom = await sampleNewsroom({ people: [{}] });
    const { begin, save, publish } = writer(newsroom);
    const first = await begin('post');
    await save(first, NEW_POST);
    await publish(first);
    const second = await begin('post');
    await save(second, { ...NEW_POST, body: 'Another text.' });
    const check = plainText(await newsroom.page(`${second}/check`));
    expect(check).toContain('It has the same title and time as posts/2019-09-13-talking-first.md, so it counts as a copy');
    expect((await publish(second)).status).toBe(409);
    expect([...newsroom.files.keys()].filter((file) => file.includes('talking'))).toEqual(['posts/2019-09-13-talking-first.md']);
    await newsroom.moveTo('2019-09-13T09:00');
    expect(newsroom.mails).toHaveLength(1);
  });

  test('a new story never takes the file of another one, whatever its title', async () => {
    const newsroom = await sampleNewsroom();
    const { begin, save, publish } = writer(newsroom);
    for (const [body, time] of Object.entries({ 'One text.': '9am', 'Another text.': '10am' })) {
      const url = await begin('post');
      await save(url, { ...NEW_POST, body, 'published-time': time });
      await publish(url);
    }
    expect([...newsroom.files.keys()].filter((file) => file.includes('talking')).sort()).toEqual([
      'posts/2019-09-13-talking-first-2.md',
      'posts/2019-09-13-talking-first.md',
    ]);
  });
});

describe('the script of the form', () => {
  const saveByScript = (newsroom: Awaited<ReturnType<typeof sampleNewsroom>>, url: string, fields: Record<string, string>) =>
    newsroom.ask(url, { method: 'POST', headers: { ...OURS, Accept: 'application/json' }, body: new URLSearchParams(fields) });

  test('a save by the script is answered with the version that the desk holds, also when it is repeated', async () => {
    const newsroom = await sampleNewsroom();
    const url = await writer(newsroom).begin('post');
    for (let time = 0; time < 2; time += 1) {
      const answer = await saveByScript(newsroom, url, { version: '1', ...NEW_POST });
      expect([answer.status, await answer.json()]).toEqual([200, { version: 2, savedAt: '8am' }]);
    }
    expect((await saveByScript(newsroom, '/desk/stories/none', { version: '1' })).status).toBe(404);
  });

  test('a save by the script over a version that is not the newest writes nothing, and says who saved and when', async () => {
    const newsroom = await sampleNewsroom();
    const { begin, save } = writer(newsroom);
    const url = await begin('post');
    await save(url, NEW_POST);
    const answer = await saveByScript(newsroom, url, { version: '1', ...NEW_POST, body: 'Other words.' });
    expect(answer.status).toBe(409);
    expect(await answer.json()).toEqual({ by: expect.any(String), when: 'Thursday 12 September 2019 at 8am' });
    expect(await newsroom.page(url)).not.toContain('Other words.');
  });

  test('the form names its script by a version of its content, which browsers may keep for ever', async () => {
    const newsroom = await sampleNewsroom();
    const url = await writer(newsroom).begin('event');
    const src = /<script type="module" src="([^"]*)">/.exec(await newsroom.page(url))?.[1] ?? '';
    const answer = await newsroom.ask(src.replaceAll('&#x3D;', '='));
    expect([answer.status, answer.headers.get('Content-Type')]).toEqual([200, 'text/javascript; charset=utf-8']);
    expect(answer.headers.get('Cache-Control')).toContain('immutable');
    expect((await newsroom.ask('/assets/editor.js?v=old')).headers.get('Cache-Control')).toBe('no-cache');
    expect(await newsroom.page(`${url}/history`)).not.toContain('<script');
  });
});

describe('a Word file', () => {
  type Newsroom = Awaited<ReturnType<typeof sampleNewsroom>>;
  /** Sends a file to the bucket, as a browser does. Returns the page to which that leads. */
  const sent = async (newsroom: Newsroom, bytes: Uint8Array): Promise<string> => {
    const upload = /name="key" value="(\w+)"/.exec(await newsroom.page('/desk/stories/word'))?.[1] ?? '';
    newsroom.uploads.set(upload, bytes);
    return `/desk/stories/word/${upload}`;
  };
  const press = (newsroom: Newsroom, url: string) => newsroom.ask(url, { method: 'POST', headers: OURS });

  test('a Word file becomes a draft with its title, and nothing goes out', async () => {
    const newsroom = await sampleNewsroom();
    const url = await sent(
      newsroom,
      docx(
        '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Talking first</w:t></w:r></w:p><w:p><w:r><w:t>It helped.</w:t></w:r></w:p>',
      ),
    );
    expect(plainText(await newsroom.page(url))).toContain('Its title is “Talking first”, and its text has 2 words.');
    expect(await newsroom.world.drafts.all()).toEqual([]);
    const html = await newsroom.page((await press(newsroom, url)).headers.get('Location') ?? '');
    expect(newsroom.uploads.size).toBe(0);
    expect(html).toContain('name="title" value="Talking first"');
    expect(html).toContain('\nIt helped.</textarea>');
    expect(plainText(html)).toContain('This is what we read from the Word file.');
    expect([...newsroom.files.keys()].filter((file) => file.includes('talking'))).toEqual([]);
  });

  test('a Word file with photographs is read, although a Lambda could not be sent as much', async () => {
    const newsroom = await sampleNewsroom();
    const photograph = new Uint8Array(randomBytes(5_000_000));
    const url = await sent(
      newsroom,
      packed({ ...parts('<w:p><w:r><w:t>It helped.</w:t></w:r></w:p>'), 'word/media/image1.jpeg': photograph }),
    );
    expect(newsroom.uploads.get(url.slice(-16))?.length).toBeGreaterThan(4_500_000);
    expect(plainText(await newsroom.page(url))).toContain('so you write the title afterwards. Its text has 2 words.');
  });

  test('a Word file that has been deleted from the bucket is asked for once more', async () => {
    const newsroom = await sampleNewsroom();
    const url = await sent(newsroom, new Uint8Array());
    newsroom.uploads.clear();
    expect(plainText(await (await press(newsroom, url)).text())).toContain('The file is not here, or no more: it is kept for a day.');
    expect((await newsroom.ask('/desk/stories/word/none')).status).toBe(404);
  });

  test.each([
    ['a file of 21 MB', new Uint8Array(21_000_000), 'The document has more than 20 MB. Take its pictures out in Word'],
    ['a PDF file', new TextEncoder().encode('%PDF-1.7'), 'This is a PDF file.'],
    ['no file', new Uint8Array(), 'Choose the Word file.'],
    ['a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47]), 'This is not a Word document.'],
    ['a book', docx(`<w:p><w:r><w:t>${'We spoke first. '.repeat(30_000)}</w:t></w:r></w:p>`), 'The document is too long for a story.'],
  ])('%s is answered with one sentence, and makes no draft', async (_, bytes, sentence) => {
    const newsroom = await sampleNewsroom();
    const url = await sent(newsroom, bytes);
    for (const answer of [await newsroom.ask(url), await press(newsroom, url)])
      expect([answer.status, plainText(await answer.text())]).toEqual([422, expect.stringContaining(sentence)]);
    expect(await newsroom.world.drafts.all()).toEqual([]);
  });
});

describe('what was shown', () => {
  test('Publish does nothing when the plan has changed since the page was shown, and shows what it does now', async () => {
    const newsroom = await sampleNewsroom();
    const { begin, save, press, hidden } = writer(newsroom);
    const url = await begin('post');
    await save(url, NEW_POST);
    const html = await newsroom.page(`${url}/check`);
    for (let i = 0; i < 20; i += 1) {
      const address = `late${i}@example.org`;
      const id = newsroom.world.subscribers.idOf(address);
      await newsroom.world.subscribers.save({ id, address, name: 'L', frequency: 'each', topics: [], status: 'confirmed' });
    }
    const answer = await press(`${url}/publish`, { version: hidden(html, 'version'), shown: hidden(html, 'shown') });
    expect(answer.status).toBe(409);
    expect(plainText(answer.html)).toContain('What this does has changed since you looked');
    expect(plainText(answer.html)).toContain('by email to 21 people');
    expect([...newsroom.files.keys()].some((file) => file.includes('talking'))).toBe(false);
  });

  test('two more sign-ups do not void what was shown', async () => {
    const newsroom = await sampleNewsroom();
    const { begin, save, press, hidden } = writer(newsroom);
    const url = await begin('post');
    await save(url, NEW_POST);
    const html = await newsroom.page(`${url}/check`);
    const id = newsroom.world.subscribers.idOf('late@example.org');
    await newsroom.world.subscribers.save({
      id,
      address: 'late@example.org',
      name: 'L',
      frequency: 'each',
      topics: [],
      status: 'confirmed',
    });
    const answer = await press(`${url}/publish`, { version: hidden(html, 'version'), shown: hidden(html, 'shown') });
    expect(answer.to).toBe(`${url}/published`);
  });

  test('Publish does nothing when somebody has saved other words since the page was shown', async () => {
    const newsroom = await sampleNewsroom();
    const { begin, save, press, hidden } = writer(newsroom);
    const url = await begin('post');
    await save(url, NEW_POST);
    const html = await newsroom.page(`${url}/check`);
    await save(url, { ...NEW_POST, body: 'Quite another text.' });
    const answer = await press(`${url}/publish`, { version: hidden(html, 'version'), shown: hidden(html, 'shown') });
    expect(plainText(answer.html)).toContain('The text changed since you looked');
    expect([...newsroom.files.keys()].some((file) => file.includes('talking'))).toBe(false);
  });
});

describe('an edit', () => {
  test('an edit changes the touched line of the file, and keeps every other byte', async () => {
    const text = POST.replace('summary:', '# Ask Ada before changing this\nsummary:').replaceAll('\n', '\r\n');
    const newsroom = await sampleNewsroom({ files: { 'posts/what-we-learned.md': text } });
    const { edit, save, publish, fileText } = writer(newsroom);
    const url = await edit('posts/what-we-learned.md');
    await save(url, { author: 'Ama Brighter' });
    await publish(url);
    expect(fileText('posts/what-we-learned.md')).toBe(text.replace('Ama Bright', 'Ama Brighter'));
  });

  test('a new time of an announced event says whom it tells, and goes out with the one yes of Publish', async () => {
    const newsroom = await sampleNewsroom({ people: [{}, {}], at: '2020-01-14T09:00' });
    const { edit, save, publish } = writer(newsroom);
    await newsroom.moveTo('2020-01-14T10:00');
    const before = newsroom.mails.length;
    newsroom.time.now = newsroom.london('2020-01-15T10:00');
    const url = await edit('events/spring.md');
    await save(url, { 'starts-day': '2', 'starts-month': 'April', 'ends-day': '2', 'ends-month': '4' });
    const check = plainText(await newsroom.page(`${url}/check`));
    expect(check).toContain('New time or place, by email to 2 people');
    expect(check).toContain('It needs a yes, and Publish is that yes.');
    expect(check).toContain('Announcement, by email to 2 people: Tuesday 14 January 2020 at 10:02am.');
    expect(check).toContain('Has gone out, and no change reaches it');
    expect((await publish(url)).to).toBe(`${url}/published`);
    await newsroom.moveTo('2020-01-15T10:02');
    await newsroom.moveTo('2020-01-15T10:30');
    expect(newsroom.mails.length - before).toBe(2);
  });

  test('an announced event is corrected without telling anybody, if its editor says so', async () => {
    const newsroom = await sampleNewsroom({ people: [{}, {}], at: '2020-01-14T09:00' });
    const { edit, save, publish } = writer(newsroom);
    await newsroom.moveTo('2020-01-14T10:00');
    newsroom.time.now = newsroom.london('2020-01-15T10:00');
    const before = newsroom.mails.length;
    const url = await edit('events/spring.md');
    await save(url, { venue: 'Bristol, Town Hall' });
    expect(plainText(await newsroom.page(`${url}/check`))).toContain('Tell 2 people what changed');
    await publish(url, { tell: 'no' });
    await newsroom.moveTo('2020-01-15T10:02');
    await newsroom.moveTo('2020-01-15T12:00');
    expect(newsroom.mails.length).toBe(before);
    await newsroom.moveTo('2020-03-19T09:00');
    expect(newsroom.mails.length).toBe(before + 2);
    expect(new TextDecoder().decode(newsroom.mails.at(-1)?.message)).toContain('Town Hall');
  });

  test('what is published to be held waits on the plan until somebody lets it go on', async () => {
    const newsroom = await sampleNewsroom();
    const { begin, save, publish, press } = writer(newsroom);
    const url = await begin('post');
    await save(url, NEW_POST);
    await publish(url, { hold: 'yes' });
    await newsroom.moveTo('2019-09-13T09:00');
    const sent = () => newsroom.mails.filter(({ message }) => new TextDecoder().decode(message).includes('Talking first')).length;
    expect(sent()).toBe(0);
    await press('/desk/publications/alert-2019-09-13-talking-first/resume');
    await newsroom.moveTo('2019-09-13T09:30');
    expect(sent()).toBe(1);
  });

  test('a file that was changed elsewhere is not overwritten: both texts are shown, and either can be taken', async () => {
    const newsroom = await sampleNewsroom();
    const { edit, save, publish, press, hidden, fileText } = writer(newsroom);
    const url = await edit('posts/what-we-learned.md');
    await save(url, { author: 'Mine' });
    const theirs = POST.replace('Ama Bright', 'Theirs');
    newsroom.files.set('posts/what-we-learned.md', new TextEncoder().encode(theirs));
    const answer = await publish(url);
    expect(answer.status).toBe(409);
    expect(fileText('posts/what-we-learned.md')).toBe(theirs);
    expect(plainText(answer.html)).toMatch(/Author Yours Mine .*Theirs Theirs/);
    const carried = { what: 'file', version: hidden(answer.html, 'version'), 'file-version': hidden(answer.html, 'file-version') };
    expect((await press(`${url}/merge`, { ...carried, 'choice-0': 'mine' })).to).toBe(`${url}/check`);
    expect((await publish(url)).to).toBe(`${url}/published`);
    expect(fileText('posts/what-we-learned.md')).toBe(POST.replace('Ama Bright', 'Mine'));
  });

  test('changes of different places, on the desk and in the file, become one text', async () => {
    const newsroom = await sampleNewsroom();
    const { edit, save, publish, press, hidden, fileText } = writer(newsroom);
    const url = await edit('posts/what-we-learned.md');
    await save(url, { author: 'Mine' });
    await save(url, { author: 'Mine again' });
    newsroom.files.set('posts/what-we-learned.md', new TextEncoder().encode(POST.replace('how others do it', 'how they do it')));
    const answer = await publish(url);
    expect(plainText(answer.html)).toContain('so both fit together');
    const carried = { what: 'file', version: hidden(answer.html, 'version'), 'file-version': hidden(answer.html, 'file-version') };
    await press(`${url}/merge`, carried);
    await publish(url);
    expect(fileText('posts/what-we-learned.md')).toBe(POST.replace('Ama Bright', 'Mine again').replace('how others', 'how they'));
  });

  test('a story whose file was deleted meanwhile is not written again before its editor says so', async () => {
    const newsroom = await sampleNewsroom();
    const { edit, save, publish, press, hidden } = writer(newsroom);
    const url = await edit('posts/what-we-learned.md');
    await save(url, { author: 'Mine' });
    newsroom.files.delete('posts/what-we-learned.md');
    const answer = await publish(url);
    expect(newsroom.files.has('posts/what-we-learned.md')).toBe(false);
    const carried = { what: 'file', version: hidden(answer.html, 'version'), 'file-version': hidden(answer.html, 'file-version') };
    await press(`${url}/merge`, carried);
    expect((await publish(url)).to).toBe(`${url}/published`);
    expect(newsroom.files.has('posts/what-we-learned.md')).toBe(true);
  });

  test('two people who save one draft keep the words of both, or choose for each paragraph', async () => {
    const newsroom = await sampleNewsroom();
    const { begin, save, press } = writer(newsroom);
    const url = await begin('post');
    await save(url, { ...NEW_POST, body: 'First.\n\nSecond.\n\nThird.' });
    await save(url, { ...NEW_POST, body: 'First, theirs.\n\nSecond.\n\nThird, theirs.' });
    const answer = await press(url, { ...NEW_POST, version: '2', body: 'First, mine.\n\nSecond, mine.\n\nThird, mine.', do: 'save' });
    expect(answer.status).toBe(409);
    expect(plainText(answer.html)).toMatch(/The programme lead saved this on .*, while you were writing/);
    const carried = [...answer.html.matchAll(/<input type="hidden" name="([\w-]+)" value="([^"]*)"/g)];
    const fields = Object.fromEntries(carried.map(([, name = '', value = '']) => [name, value.replaceAll('&quot;', '"')]));
    expect((await press(`${url}/merge`, { ...fields, 'choice-0': 'mine', 'choice-1': 'both' })).to).toBe(url);
    const form = await newsroom.page(url);
    expect(form).toContain('\nFirst, mine.\n\nSecond, mine.\n\nThird, theirs.\n\nThird, mine.</textarea>');
    expect(await newsroom.page(`${url}/history/3`)).toContain('First, theirs.');
  });

  test('the history says in words who changed what', async () => {
    const newsroom = await sampleNewsroom();
    const { edit, save } = writer(newsroom);
    const url = await edit('posts/what-we-learned.md');
    newsroom.time.now = newsroom.time.now.add({ minutes: 30 });
    await save(url, { author: 'Ada', body: 'We went to see *how they do it*.' });
    const text = plainText(await newsroom.page(`${url}/history`));
    expect(text).toMatch(
      /at 8:30am , the programme lead .*Author changed .*1 word in the 1st paragraph.* at 8am , the programme lead Began/,
    );
  });

  test('the history names the time of two saves of one minute once', async () => {
    const newsroom = await sampleNewsroom();
    const { edit, save } = writer(newsroom);
    const url = await edit('posts/what-we-learned.md');
    await save(url, { author: 'Ada' });
    await save(url, { author: 'Ada B' });
    expect(plainText(await newsroom.page(`${url}/history`))).toMatch(/at 8am , the programme lead .*saves/);
    newsroom.time.now = newsroom.time.now.add({ minutes: 2 });
    await save(url, { author: 'Ada C' });
    expect(plainText(await newsroom.page(`${url}/history`))).toMatch(/at 8am to 8:02am , the programme lead .*saves/);
  });

  test('words that a folder or an upload puts over what was published here are told of in the list and in the history', async () => {
    const newsroom = await sampleNewsroom();
    const { edit, save, publish } = writer(newsroom);
    const url = await edit('posts/what-we-learned.md');
    await save(url, { author: 'Mine' });
    await publish(url);
    const over = 'Changed outside the desk since the programme lead published it on Thursday 12 September 2019 at 8am';
    expect(plainText(await newsroom.page('/desk/stories'))).not.toContain(over);
    newsroom.files.set('posts/what-we-learned.md', new TextEncoder().encode(POST.replace('Ama Bright', 'Theirs')));
    const list = await newsroom.page('/desk/stories');
    expect(plainText(list)).toContain(over);
    expect(list).toContain(`href="${url}/history"`);
    expect(await edit('posts/what-we-learned.md')).toBe(url);
    const history = plainText(await newsroom.page(`${url}/history`));
    expect(history).toContain('These are the words of the file, which was changed outside the desk');
    expect(history).toMatch(/changed outside the desk.*Author changed.*Published/s);
    expect(plainText(await newsroom.page('/desk/stories'))).not.toContain(over);
    expect(await newsroom.page(url)).toContain('value="Theirs"');
  });

  test('a Publish that was cut off before it was recorded is told of, where its words meet later ones and in the history', async () => {
    const newsroom = await sampleNewsroom();
    const { edit, save, publish, press, hidden, fileText } = writer(newsroom);
    const url = await edit('posts/what-we-learned.md');
    await save(url, { author: 'First' });
    const draft = await newsroom.world.drafts.newest(url.slice(url.lastIndexOf('/') + 1) as never);
    // The file is written, and the process dies.
    newsroom.files.set('posts/what-we-learned.md', new TextEncoder().encode(draft?.text));
    await save(url, { author: 'Second' });
    const answer = await publish(url);
    expect(answer.status).toBe(409);
    expect(plainText(answer.html)).toContain('The file has the words of an earlier Publish, which was cut off before it was recorded.');
    const carried = { what: 'file', version: hidden(answer.html, 'version'), 'file-version': hidden(answer.html, 'file-version') };
    await press(`${url}/merge`, { ...carried, 'choice-0': 'mine' });
    expect(plainText(await newsroom.page(`${url}/history`))).toContain('An earlier Publish had written them there, and was cut off');
    await publish(url);
    expect(fileText('posts/what-we-learned.md')).toContain('author: Second');
  });

  test('a file that says draft: true is published by Publish, and nothing of it goes out before', async () => {
    const newsroom = await sampleNewsroom({
      files: { 'posts/later.md': POST.replace('title: What we learned', 'draft: true\ntitle: Later') },
    });
    const { edit, publish, fileText } = writer(newsroom);
    expect(plainText(await newsroom.page('/desk/stories'))).toContain('It says draft: true.');
    const url = await edit('posts/later.md');
    expect((await publish(url)).to).toBe(`${url}/published`);
    expect(fileText('posts/later.md')).not.toContain('draft');
  });
});

describe('never a lost word', () => {
  test('a person who was signed out while writing gets the whole form back, and saves it after signing in', async () => {
    const { browser, wait } = await signedInDesk();
    const one = browser();
    await one.signIn();
    const url = (await one.post('/desk/stories/new', { kind: 'post' })).headers.get('location') ?? '';
    wait({ hours: 3 });
    const answer = await one.post(url, { ...NEW_POST, version: '1', do: 'save' });
    const html = await answer.text();
    expect(answer.status).toBe(401);
    expect(plainText(html)).toContain('Your text is on this page and is not saved yet');
    const fields = Object.fromEntries(
      [...html.matchAll(/<input type="hidden" name="([\w-]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
    );
    await one.signIn();
    expect((await one.post(url, fields)).status).toBe(303);
    expect(await (await one.ask(url)).text()).toContain('It helped.');
  });

  test('a form of another site is not repeated to a person who is signed out', async () => {
    const opened = await signedInDesk();
    const answer = await opened.browser().post('/desk/stories/abc', { body: 'Not mine' }, { 'Sec-Fetch-Site': 'cross-site' });
    expect(await answer.text()).not.toContain('Not mine');
  });

  test('a draft is saved half an hour after signing in, and Publish asks who it is first', async () => {
    const { browser, wait } = await signedInDesk();
    const one = browser();
    await one.signIn();
    const url = (await one.post('/desk/stories/new', { kind: 'post' })).headers.get('location') ?? '';
    wait({ minutes: 40 });
    expect((await one.post(url, { ...NEW_POST, version: '1', do: 'save' })).status).toBe(303);
    expect((await one.post(`${url}/publish`, { version: '2', shown: '' })).status).toBe(401);
  });

  test('a version of before comes back as a new version, and a deleted draft comes back too', async () => {
    const newsroom = await sampleNewsroom();
    const { begin, save, press } = writer(newsroom);
    const url = await begin('post');
    await save(url, { ...NEW_POST, body: 'First.' });
    await save(url, { ...NEW_POST, body: 'Second.' });
    await press(`${url}/history/2/restore`);
    expect(await newsroom.page(url)).toContain('\nFirst.</textarea>');
    expect(await newsroom.page(`${url}/history/3`)).toContain('Second.');
    expect((await press(`${url}/delete`)).to).toBe('/desk/stories?told=deleted');
    expect(plainText(await newsroom.page('/desk/stories'))).toContain('Bring it back');
    await press(`${url}/undelete`);
    expect(await newsroom.page(url)).toContain('\nFirst.</textarea>');
  });
});

describe('the list of stories', () => {
  test('the list has drafts, what is coming, what is published, and what needs something', async () => {
    const newsroom = await sampleNewsroom({
      files: { 'posts/wrong.md': POST.replace('author: Ama Bright\n', '').replace('What we learned', 'Wrong') },
      at: '2019-09-20T08:00',
    });
    const { begin, save } = writer(newsroom);
    await save(await begin('post'), NEW_POST);
    const text = plainText(await newsroom.page('/desk/stories'));
    expect(text).toMatch(/Need something .*Wrong.* Drafts .*Talking first.* Coming .*Spring session.* Published .*What we learned/);
  });

  test('the list shows fifty published stories at a time, and keeps what it is narrowed to', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 60 }, (_, i) => [
        `posts/ward-${i}.md`,
        POST.replace('What we learned', `Ward ${i}`).replace('2019-09-12T09:00', `2019-07-${10 + (i % 20)}T09:00`),
      ]),
    );
    const newsroom = await sampleNewsroom({ files, at: '2019-09-10T08:00' });
    const list = async (query: string) => plainText(await newsroom.page(`/desk/stories${query}`)).match(/Ward \d+/g)?.length ?? 0;
    const narrowed = await newsroom.page('/desk/stories?q=ward&state=published');
    expect(narrowed).toContain('href="/desk/stories?q&#x3D;ward&amp;state&#x3D;published&amp;page&#x3D;2"');
    expect(plainText(narrowed)).toContain('Page 1 of 2');
    expect([await list('?q=ward'), await list('?q=ward&page=2')]).toEqual([100, 20]);
    expect(await newsroom.page('/desk/stories')).toContain('<h2>Coming</h2>');
    expect(await newsroom.page('/desk/stories?page=2')).not.toContain('<h2>Coming</h2>');
    expect((await newsroom.ask('/desk/stories?page=3')).status).toBe(404);
  });

  test.each(['post', 'event', 'message'] as const)(
    'the form of a new %s that is opened and left empty is no draft, and the first word makes it one',
    async (kind) => {
      const newsroom = await sampleNewsroom({ at: '2019-09-12T08:00' });
      const { begin, save } = writer(newsroom);
      const drafts = async () => {
        const pages = ['/desk/stories', '/desk/calendar', '/desk/rehearse?drafts=yes'].map((path) => newsroom.page(path));
        return (await Promise.all(pages)).map((html) => plainText(html).includes('Without a title'));
      };
      const url = await begin(kind);
      expect(plainText(await newsroom.page(url))).toContain('Nothing is written yet. It is kept as a draft from your first word.');
      expect(await newsroom.page(url)).not.toContain('Delete this draft');
      expect((await save(url, {})).to).toBe(url);
      expect(await drafts()).toEqual([false, false, false]);
      await save(url, { body: 'Only' });
      expect((await drafts())[0]).toBe(true);
      expect(plainText(await newsroom.page(url))).toContain('Saved on Thursday 12 September 2019 at 8am');
    },
  );

  test('a story that was opened to be edited and left as it was has no changes that wait', async () => {
    const newsroom = await sampleNewsroom();
    const { edit, save } = writer(newsroom);
    const url = await edit('posts/what-we-learned.md');
    const changes = /Changes to posts|has changes that are not published/;
    expect(plainText(await newsroom.page('/desk/stories'))).not.toMatch(changes);
    expect(plainText(await newsroom.page(url))).toContain('These are the words of the story’s file, as they are published.');
    expect(await newsroom.page(url)).not.toContain('Delete these changes');
    await save(url, { summary: 'A word more.' });
    expect(plainText(await newsroom.page('/desk/stories'))).toMatch(changes);
  });

  test('a story whose Publish was cut off once its file was there is published, and is no draft, until somebody changes it', async () => {
    const newsroom = await sampleNewsroom({ at: '2019-09-12T08:00' });
    const { begin, save, publish } = writer(newsroom);
    const url = await begin('post');
    await save(url, NEW_POST);
    const { drafts } = newsroom.world;
    const keep = drafts.save;
    drafts.save = async (version) => {
      if (version.state === 'published') throw new Error('killed');
      return keep(version);
    };
    await publish(url).catch(() => undefined);
    drafts.save = keep;
    expect(newsroom.files.has('posts/2019-09-13-talking-first.md')).toBe(true);
    const list = () => newsroom.page('/desk/stories').then(plainText);
    expect(await list()).toMatch(/Coming .*Talking first By Sam Example/);
    expect(await list()).not.toMatch(/not published yet|Saved on/);
    expect(plainText(await newsroom.page(url))).toContain('These are the words of the story’s file, as they are published.');
    await save(url, { summary: 'A word more.' });
    expect(await list()).toMatch(/Drafts Talking first.*Coming .*Talking first By Sam Example.*It has changes that are not published yet/);
  });

  test('the list is searched, and filtered by kind, topic and state', async () => {
    const newsroom = await sampleNewsroom({ at: '2019-09-20T08:00' });
    const shown = async (query: string) => plainText(await newsroom.page(`/desk/stories?${query}`));
    expect(await shown('q=learned')).not.toContain('Spring session');
    expect(await shown('kind=event')).not.toContain('What we learned');
    expect(await shown('topic=medication')).not.toContain('Spring session');
    expect(await shown('state=published')).not.toContain('Spring session');
    expect(await shown('q=nothing-like-it')).toContain('Nothing is like that.');
  });

  test('what anybody typed is text on the list, the form, the check, the preview and the history', async () => {
    const newsroom = await sampleNewsroom();
    const { begin, save } = writer(newsroom);
    const url = await begin('post');
    const evil = '"><script>alert(1)</script>';
    await save(url, { ...NEW_POST, title: evil, author: evil, summary: evil, body: `Hello ${evil}` });
    for (const path of ['/desk/stories', url, `${url}?look=yes`, `${url}/check`, `${url}/preview`, `${url}/history`, `${url}/history/2`])
      expect([path, (await newsroom.page(path)).includes('<script>alert')]).toEqual([path, false]);
  });
});

test('the preview shows the first email, the post and the page of a draft that lacks its author', async () => {
  const newsroom = await sampleNewsroom();
  const { begin, save } = writer(newsroom);
  const url = await begin('post');
  await save(url, { ...NEW_POST, author: '' });
  const html = await newsroom.page(`${url}/preview`);
  expect(plainText(html)).toContain('Talking first');
  expect(plainText(html)).toContain('On X');
  expect(await newsroom.page(`${url}/preview/email.html`)).toContain('We spoke before we acted.');
  expect(await newsroom.page(`${url}/preview/page.html`)).toContain('[Author]');
});

test('a page of the desk is made from one listing of the files, its menu and its previews included', async () => {
  const newsroom = await sampleNewsroom();
  const { begin, press } = writer(newsroom);
  const url = await begin('post');
  const { content } = newsroom.world;
  const read = content.read;
  let readings = 0;
  content.read = () => {
    readings += 1;
    return read();
  };
  const readingsOf = async (work: () => Promise<unknown>) => {
    readings = 0;
    await work();
    return readings;
  };
  expect(await readingsOf(() => newsroom.page('/desk/stories'))).toBe(1);
  expect(await readingsOf(() => newsroom.page(url))).toBe(1);
  expect(await readingsOf(() => newsroom.page('/desk/people'))).toBe(1);
  expect(await readingsOf(() => press(`${url}/preview-parts`, { ...NEW_POST, version: '1' }))).toBe(1);
});
