import sharp from 'sharp';
import { expect, test } from 'vitest';
import { plainText } from '#tests/web/desk/page-text';
import { phonePhotograph } from '#tests/web/desk/photograph';
import { OURS } from '#tests/web/desk/press';
import { sampleNewsroom } from '#tests/web/sample-newsroom';

const POST = {
  title: 'Talking first',
  author: 'Sam Example',
  body: 'We spoke before we acted.',
  'published-day': '13',
  'published-month': '9',
  'published-year': '2019',
  'published-time': '9am',
};

/** A person with a new post, who adds pictures to it by the pages. */
async function writerWithPost() {
  const newsroom = await sampleNewsroom();
  const press = async (path: string, fields: Record<string, string> = {}, headers: Record<string, string> = OURS) => {
    const answer = await newsroom.ask(path, { method: 'POST', headers, body: new URLSearchParams(fields) });
    return { status: answer.status, to: answer.headers.get('Location') ?? '', html: await answer.text() };
  };
  const url = (await press('/desk/stories/new', { kind: 'post' })).to;
  const save = async (fields: Record<string, string>) =>
    press(url, { version: /name="version" value="(\d+)"/.exec(await newsroom.page(url))?.[1] ?? '', ...fields });
  await save({ ...POST, do: 'save' });
  const draft = url.slice(url.lastIndexOf('/') + 1);
  const { world } = newsroom;
  const text = async () => (await world.drafts.newest(draft as never))?.text ?? '';
  /** Chooses a file on the page for a picture and returns where the browser is sent after the upload. */
  const upload = async (file: Uint8Array, place: 'top' | 'text' = 'top') => {
    const html = await newsroom.page(`${url}/picture/${place}`);
    newsroom.uploads.set(/name="key" value="(\w+)"/.exec(html)?.[1] ?? '', file);
    return new URL(/name="success_action_redirect" value="([^"]+)"/.exec(html)?.[1]?.replaceAll('&#x3D;', '=') ?? '').pathname;
  };
  const pictures = () => [...newsroom.files.keys()].filter((file) => file.startsWith('images/'));
  return { newsroom, press, save, url, text, upload, pictures };
}

test('a photograph of a phone is in the story and in its email, upright, small, and without the place where it was taken', async () => {
  const { newsroom, press, save, url, text, upload, pictures } = await writerWithPost();
  const chosen = await save({ title: 'Talking first', do: 'picture' });
  expect(chosen.to).toBe(`${url}/picture/top`);
  const back = await upload(await phonePhotograph());
  expect(plainText(await newsroom.page(back))).toContain('What does the picture show?');
  const added = await press(back, { shows: 'words', alt: 'Two nurses talking', caption: 'In Bristol' });
  expect([added.status, added.to]).toEqual([303, `${url}?told=picture#imageSrc`]);
  const [file = ''] = pictures();
  expect(file).toMatch(/^images\/talking-first-\w{8}\.jpg$/);
  const bytes = newsroom.files.get(file);
  const meta = await sharp(bytes).metadata();
  expect([meta.width, meta.height, meta.exif, meta.orientation]).toEqual([1200, 1600, undefined, undefined]);
  expect(bytes?.length).toBeLessThanOrEqual(200_000);
  expect(await text()).toContain(`image:\n  src: ${file.slice('images/'.length)}\n  alt: "Two nurses talking"\n  caption: In Bristol\n`);
  const form = await newsroom.page(added.to);
  expect(plainText(form)).toContain('The picture is in the story, and the draft is saved.');
  expect(form).toContain(`<img class="thumb" src="/${file}" alt="">`);
  const mail = await newsroom.page(`${url}/preview/email.html`);
  expect(mail).toMatch(new RegExp(`src="[^"]*/${file}" alt="Two nurses talking"`));
  expect(newsroom.uploads.size).toBe(0);
});

test('a picture comes to the end of the text, with what it shows', async () => {
  const { press, save, url, text, upload, pictures } = await writerWithPost();
  expect((await save({ title: 'Talking first', do: 'picture-in-text' })).to).toBe(`${url}/picture/text`);
  const back = await upload(await phonePhotograph(), 'text');
  const added = await press(back, { alt: 'A chart [of steps]' });
  expect([added.status, added.to]).toEqual([303, `${url}?told=picture#body`]);
  const src = pictures()[0]?.slice('images/'.length);
  expect(await text()).toContain(`We spoke before we acted.\n\n![A chart \\[of steps\\]](${src})`);
});

test('a decoration has an empty description in the email, and posts go without it', async () => {
  const { newsroom, press, url, text, upload, pictures } = await writerWithPost();
  await press(await upload(await phonePhotograph()), { shows: 'decoration', alt: '' });
  expect(await text()).toContain('  alt: ""\n');
  const check = plainText(await newsroom.page(`${url}/check`));
  expect(check).not.toContain('Put this right first');
  expect(await newsroom.page(`${url}/preview/email.html`)).toMatch(new RegExp(`src="[^"]*/${pictures()[0]}" alt=""`));
  const preview = plainText(await newsroom.page(`${url}/preview`));
  expect(preview).not.toContain('Picture:');
  expect(preview).not.toContain('has no alt text');
});

test.each([
  [{ shows: 'words', alt: '' }, 'Say what the picture shows, or choose “It is only decoration”.'],
  [{ shows: 'words', alt: 'IMG_2041.jpg' }, '“IMG_2041.jpg” is the name of a file.'],
  [{ shows: 'words', alt: 'photo' }, '“photo” does not say what the picture shows.'],
  [{ shows: 'decoration', alt: 'Two nurses' }, 'You wrote what it shows, and chose that it is only decoration.'],
  [{ shows: 'words', alt: 'Two nurses', caption: 'x'.repeat(301) }, 'The caption has 301 characters, and may have 300.'],
])('words that say nothing (%o) are refused, and what was typed stays', async (fields, sentence) => {
  const { press, text, upload, pictures } = await writerWithPost();
  const before = await text();
  const answer = await press(await upload(await phonePhotograph(300, 200)), fields);
  expect(answer.status).toBe(422);
  expect(plainText(answer.html)).toContain(sentence);
  expect(answer.html).toContain(fields.alt);
  expect([await text(), pictures()]).toEqual([before, []]);
});

test.each(['top', 'text'] as const)(
  'the day until which people agreed is never lost: where the file takes none, the picture (%s) is refused with what was typed',
  async (place) => {
    const { newsroom, press, url, text, upload } = await writerWithPost();
    const broken = '---\ntitle: [Talking\n---\n\nWe spoke.\n';
    const draft = await newsroom.world.drafts.newest(url.slice(url.lastIndexOf('/') + 1) as never);
    if (draft) await newsroom.world.drafts.save({ ...draft, version: draft.version + 1, text: broken });
    const back = await upload(await phonePhotograph(300, 200), place);
    const words = { shows: 'words', alt: 'Two nurses talking', until: '2020-03-01' };
    const refused = await press(back, words);
    expect([refused.status, await text()]).toEqual([422, broken]);
    expect(plainText(refused.html)).toContain('this day has no place in the story');
    expect(refused.html).toContain('value="2020-03-01"');
    expect((await press(back, { ...words, until: '' })).status).toBe(303);
    expect(await text()).toContain('![Two nurses talking](');
  },
);

test.each<[string, Uint8Array | Promise<Uint8Array>, string]>([
  ['a HEIC', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'), 'The picture is in the format of iPhones (HEIC)'],
  ['a renamed PDF', Buffer.from('%PDF-1.7 and more'), 'The picture is a PDF.'],
  ['an empty file', new Uint8Array(), 'The picture is empty'],
  ['a file of 60 MB', new Uint8Array(60_000_000), 'The picture has 60 MB, and one may have 30 MB.'],
  ['a damaged photograph', phonePhotograph().then((bytes) => bytes.subarray(0, 20_000)), 'The picture is damaged.'],
])('%s is refused with one sentence, in a form to choose another one, and nothing is lost', async (_, file, sentence) => {
  const { newsroom, press, text, upload, pictures } = await writerWithPost();
  const before = await text();
  const back = await upload(await file);
  const asked = await newsroom.ask(back);
  expect(asked.status).toBe(422);
  const html = await asked.text();
  expect(plainText(html)).toContain(sentence);
  expect(html).toContain('type="file"');
  expect((await press(back, { shows: 'words', alt: 'Two nurses talking' })).status).toBe(422);
  expect([await text(), pictures()]).toEqual([before, []]);
});

test('a press that is repeated, because its answer was lost, adds the picture once', async () => {
  const { newsroom, press, text, upload, pictures } = await writerWithPost();
  const file = await phonePhotograph(300, 200);
  const back = await upload(file, 'text');
  await press(back, { alt: 'Two nurses talking' });
  // The upload was not deleted yet when the answer was lost.
  newsroom.uploads.set(back.slice(back.lastIndexOf('/') + 1), file);
  expect((await press(back, { alt: 'Two nurses talking' })).status).toBe(303);
  const again = await press(back, { alt: 'Two nurses talking' });
  expect(plainText(again.html)).toContain('The file is not here, or no more');
  expect(pictures()).toHaveLength(1);
  expect((await text()).split('![Two nurses talking]')).toHaveLength(2);
});

test('what somebody else has saved meanwhile stays beside the picture', async () => {
  const { press, save, text, upload } = await writerWithPost();
  const back = await upload(await phonePhotograph(300, 200));
  await save({ summary: 'Saved in another window.', do: 'save' });
  await press(back, { shows: 'words', alt: 'Two nurses talking' });
  expect(await text()).toContain('summary: Saved in another window.\n');
  expect(await text()).toContain('alt: "Two nurses talking"\n');
});

test('a GET changes nothing, however often it comes', async () => {
  const { newsroom, text, upload, pictures } = await writerWithPost();
  const before = await text();
  const back = await upload(await phonePhotograph(300, 200));
  for (let i = 0; i < 2; i += 1) {
    await newsroom.page(back);
    const shown = await newsroom.ask(`${back}/shown`);
    expect([shown.status, shown.headers.get('Content-Type')]).toEqual([200, 'image/jpeg']);
    expect((await sharp(Buffer.from(await shown.arrayBuffer())).metadata()).exif).toBeUndefined();
  }
  expect([await text(), pictures(), newsroom.uploads.size]).toEqual([before, [], 1]);
});

test('only the page that sends a file may have a form to the bucket', async () => {
  const { newsroom, url } = await writerWithPost();
  const policyOf = async (path: string) => (await newsroom.ask(path)).headers.get('Content-Security-Policy') ?? '';
  expect(await policyOf(`${url}/picture/top`)).toContain("form-action 'self' https://uploads.example.org;");
  expect(await policyOf(url)).toContain("form-action 'self';");
});

test('a script uploads without leaving the page, and gets the Markdown or the reason; the draft stays as it is', async () => {
  const { newsroom, press, url, text, pictures } = await writerWithPost();
  const before = await text();
  const begin = async (file: Uint8Array) => {
    const { post, next } = await (await newsroom.ask(`${url}/picture/here`)).json();
    expect(post.url).toBe('https://uploads.example.org/');
    newsroom.uploads.set(post.fields.find(({ name }: { name: string }) => name === 'key').value, file);
    return next as string;
  };
  const then = await begin(await phonePhotograph());
  expect(await (await newsroom.ask(then)).json()).toEqual({ shown: `${then}/shown`, width: 1200, height: 1600 });
  const wrong = await press(then, { alt: 'photo' });
  expect([wrong.status, JSON.parse(wrong.html)]).toEqual([422, { problem: expect.stringContaining('does not say'), field: 'alt' }]);
  const right = await press(then, { alt: 'Two nurses', caption: 'In Bristol' });
  const src = pictures()[0]?.slice('images/'.length);
  expect(JSON.parse(right.html)).toEqual({ src, markdown: `![Two nurses](${src} "In Bristol")`, agreed: '' });
  const pdf = await begin(Buffer.from('%PDF-1.7'));
  const refused = await newsroom.ask(pdf);
  expect([refused.status, await refused.json()]).toEqual([422, { problem: expect.stringContaining('is a PDF.') }]);
  expect(await text()).toBe(before);
});

test('a picture that the form says is only decoration keeps that when it is saved again, and a description takes it back', async () => {
  const { press, save, text, upload } = await writerWithPost();
  await press(await upload(await phonePhotograph(300, 200)), { shows: 'words', alt: 'Two nurses talking' });
  const src = /src: (\S+)/.exec(await text())?.[1] ?? '';
  await save({ imageSrc: src, imageAlt: '', 'decoration-asked': 'yes', imageDecorative: 'yes', do: 'save' });
  expect(await text()).toContain('alt: ""');
  await save({ imageSrc: src, imageAlt: 'Two nurses', 'decoration-asked': 'yes', imageDecorative: 'yes', do: 'save' });
  expect(await text()).toContain('alt: "Two nurses"');
  await save({ imageSrc: '', imageAlt: '', 'decoration-asked': 'yes', imageDecorative: 'yes', do: 'save' });
  expect(await text()).not.toContain('image:');
});

const remedy = 'Take the picture out, or ask them again and change the day.';

/** What the list of stories, the plan and its number in the menu say at nine on a day. */
async function saidOn({ ask, london }: Awaited<ReturnType<typeof sampleNewsroom>>, day: string) {
  const pageOf = async (path: string) => plainText(await (await ask(path, {}, london(`${day}T09:00`))).text());
  return [await pageOf('/desk/stories'), await pageOf('/desk/')];
}

test('from two weeks before the day until which people in the picture at the top agreed, the list and Home remind of it', async () => {
  const { newsroom, press, text, upload } = await writerWithPost();
  const back = await upload(await phonePhotograph(300, 200));
  const wrong = await press(back, { shows: 'words', alt: 'Two nurses talking', until: '2019-02-30' });
  expect([wrong.status, plainText(wrong.html)]).toEqual([422, expect.stringContaining('“2019-02-30” is not a day.')]);
  await press(back, { shows: 'words', alt: 'Two nurses talking', until: '2019-12-01' });
  expect(await text()).toMatch(/^ {2}agreed_until: "?2019-12-01"?$/m);
  newsroom.files.set('posts/talking.md', new TextEncoder().encode(await text()));
  for (const said of await saidOn(newsroom, '2019-11-16')) expect(said).not.toContain(remedy);
  for (const [day, agree] of [
    ['2019-11-18', 'agree'],
    ['2019-12-01', 'agree'],
    ['2020-03-01', 'agreed'],
  ] as const)
    for (const said of await saidOn(newsroom, day))
      expect(said).toContain(`The people in the picture at the top ${agree} until Sunday 1 December 2019. ${remedy}`);
});

test('people in a picture of the text agreed until a day, which stands in the file, and is reminded of with a link to the story', async () => {
  const { newsroom, press, save, url, text, upload, pictures } = await writerWithPost();
  const back = await upload(await phonePhotograph(300, 200), 'text');
  const wrong = await press(back, { alt: 'Two nurses talking', until: 'in spring' });
  expect([wrong.status, plainText(wrong.html)]).toEqual([422, expect.stringContaining('“in spring” is not a day.')]);
  await press(back, { alt: 'Two nurses talking', until: '2019-12-01' });
  const src = pictures()[0]?.slice('images/'.length) ?? '';
  expect(await text()).toContain(`people_agreed:\n  ${src}: 2019-12-01\n`);
  expect(await newsroom.page(url)).toContain(`\n${src}: 2019-12-01</textarea>`);
  newsroom.files.set('posts/talking.md', new TextEncoder().encode(await text()));
  const [list, home] = await saidOn(newsroom, '2019-11-18');
  for (const said of [list, home])
    expect(said).toContain(`The people in the picture “${src}” agree until Sunday 1 December 2019. ${remedy}`);
  const html = await (await newsroom.ask('/desk/', {}, newsroom.london('2019-11-18T09:00'))).text();
  expect(html.replaceAll('&#x3D;', '=')).toContain('href="/desk/stories?q=posts%2Ftalking.md#edit">Change the story<');
  expect(plainText(html)).toContain('Home , 1 waiting for you');
  // The form changes the day, and a picture that is taken out of the text is not reminded of.
  await save({ peopleAgreed: `${src}: 2020-06-01`, do: 'save' });
  expect(await text()).toContain(`people_agreed:\n  ${src}: 2020-06-01\n`);
  newsroom.files.set('posts/talking.md', new TextEncoder().encode((await text()).replace(/!\[.*\)/, '')));
  for (const said of await saidOn(newsroom, '2020-06-01')) expect(said).not.toContain(remedy);
});

test('a script that adds a picture gets until when its people agreed, for the form to keep', async () => {
  const { newsroom, press, url, pictures } = await writerWithPost();
  const { post, next } = await (await newsroom.ask(`${url}/picture/here`)).json();
  newsroom.uploads.set(post.fields.find(({ name }: { name: string }) => name === 'key').value, await phonePhotograph(300, 200));
  const wrong = await press(next, { alt: 'Two nurses', until: 'May' });
  expect([wrong.status, JSON.parse(wrong.html).field]).toEqual([422, 'until']);
  const right = await press(next, { alt: 'Two nurses', until: '2019-12-01' });
  expect(JSON.parse(right.html).agreed).toBe(`${pictures()[0]?.slice('images/'.length)}: 2019-12-01`);
});
