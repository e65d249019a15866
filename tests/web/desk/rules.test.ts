import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { Topic } from '#core/rules/rules';
import { plainText } from '#tests/web/desk/page-text';
import { OURS } from '#tests/web/desk/press';
import { deployAt, RULES, SITE, sampleNewsroom } from '#tests/web/sample-newsroom';

type Newsroom = Awaited<ReturnType<typeof sampleNewsroom>>;

const unescaped = (value: string) =>
  value
    .replaceAll('&quot;', '"')
    .replaceAll('&#x3D;', '=')
    .replaceAll('&#x27;', "'")
    .replaceAll('&#x60;', '`')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

/** What the form of a page carries, as a browser sends it. */
function carried(html: string): Record<string, string> {
  const form = /<form method="post"[^>]*>([\s\S]*?)<\/form>/.exec(html)?.[1] ?? '';
  const fields: Record<string, string> = {};
  for (const [, name = '', value = ''] of form.matchAll(
    /<input(?![^>]*type="(?:radio|checkbox)")[^>]*? name="([^"]+)"[^>]*? value="([^"]*)"/g,
  ))
    fields[name] = unescaped(value);
  for (const [, name = '', value = ''] of form.matchAll(/<input[^>]*? name="([^"]+)" type="radio" value="([^"]*)" checked/g))
    fields[name] = unescaped(value);
  for (const [, name = '', inside = ''] of form.matchAll(/<select[^>]*? name="([^"]+)"[^>]*>([\s\S]*?)<\/select>/g))
    fields[name] = unescaped(/<option value="([^"]*)" selected/.exec(inside)?.[1] ?? '');
  for (const [, name = '', value = ''] of form.matchAll(/<textarea[^>]*? name="([^"]+)"[^>]*>\n?([\s\S]*?)<\/textarea>/g))
    fields[name] = unescaped(value);
  return fields;
}

const send = (newsroom: Newsroom, path: string, fields: Record<string, string>) =>
  newsroom.ask(path, { method: 'POST', headers: OURS, body: new URLSearchParams(fields) });

/** Fills in a form of the rules and presses Continue. */
async function fillIn(newsroom: Newsroom, part: string, typed: Record<string, string>) {
  const fields = { ...carried(await newsroom.page(`/desk/rules/part/${part}`)), ...typed };
  const answer = await send(newsroom, `/desk/rules/part/${part}`, fields);
  return { status: answer.status, html: await answer.text() };
}
const press = async (newsroom: Newsroom, html: string) => send(newsroom, '/desk/rules/save', carried(html));
const fileOf = ({ files }: Newsroom) => new TextDecoder().decode(files.get('newsroom.yaml'));

test('the page of the rules says each rule of today in words', async () => {
  const text = plainText(await (await sampleNewsroom()).page('/desk/rules'));
  for (const words of [
    'The weekly digest goes out Each week on Thursday',
    '8:30am',
    'Short name SIC',
    '2 topics Leadership, Medication',
    'Before anything goes out It goes out at its time by itself',
  ])
    expect(text).toContain(words);
});

test('the form of the sender refuses an address at another domain than the newsroom sends from, and says so at its field', async () => {
  const newsroom = await sampleNewsroom();
  deployAt(newsroom, { domain: 'example.org', site: SITE });
  const { status, html } = await fillIn(newsroom, 'sender', { 'sender.address': 'news@other.example.org' });
  const said = 'The sender’s address is not at example.org, from which this newsroom sends: news@other.example.org.';
  expect([status, plainText(html)]).toEqual([422, expect.stringContaining(said)]);
  expect(html).toMatch(
    /<input[^>]* aria-describedby="[^"]*error[^"]*"[^>]*news@other\.example\.org|news@other\.example\.org[^>]*aria-describedby="[^"]*error/,
  );
  expect((await fillIn(newsroom, 'sender', { 'sender.address': 'desk@example.org' })).status).toBe(200);
});

test('another day for the digest says first what moves and for whom, and is saved with every other byte as it was', async () => {
  const newsroom = await sampleNewsroom({ people: [{ frequency: 'weekly' }, {}] });
  await newsroom.moveTo('2019-09-12T09:00');
  const { status, html } = await fillIn(newsroom, 'digests', { 'digests.weekly': 'week Friday', 'digests.weekly.at': '9.15am' });
  expect(status).toBe(200);
  const page = plainText(html);
  expect(page).toContain('The weekly digest goes out Each week on Friday Before: Each week on Thursday');
  expect(page).toContain(
    'The next weekly digest: Friday 13 September 2019 at 9:15am, instead of Thursday 19 September 2019 at 8:30am, to 1 person.',
  );
  expect(page).toMatch(
    /another time than before Weekly digest, by email to 1 person: Friday 13 September 2019 at 9:15am, instead of Thursday 19 September 2019 at 8:30am\./,
  );
  expect(page).not.toContain('Does not go out any more');
  expect(fileOf(newsroom)).toBe(RULES);
  const saved = await press(newsroom, html);
  expect([saved.status, saved.headers.get('Location')]).toEqual([303, '/desk/rules?told=saved']);
  expect(fileOf(newsroom)).toBe(RULES.replace('on: Thursday, at: "08:30"', 'on: Friday, at: "09:15"'));
  expect((await newsroom.world.audit.page(undefined, 1)).entries).toMatchObject([
    { did: 'changed-rules', by: 'the programme lead', why: 'The weekly digest goes out, Time of the weekly digest' },
  ]);
});

test('a wrong value is said at its field in words of the form, and everything that was typed stays', async () => {
  const newsroom = await sampleNewsroom();
  const { status, html } = await fillIn(newsroom, 'events', {
    'events.at': 'later',
    'events.reminders': '7 days\nsoon',
    'events.follow_up': '2 days',
  });
  expect(status).toBe(422);
  const page = plainText(html);
  expect(page).toContain('Time of day: Write a time of day, for example 8:30am.');
  expect(page).toContain('Reminders: “soon”: Write a number and minutes, hours, days or weeks, for example 7 days.');
  expect(carried(html)).toMatchObject({ 'events.at': 'later', 'events.reminders': '7 days\nsoon', 'events.follow_up': '2 days' });
  expect(fileOf(newsroom)).toBe(RULES);
});

test('what only the whole file shows, such as the same reminder twice, is said at its field too', async () => {
  const newsroom = await sampleNewsroom();
  const { status, html } = await fillIn(newsroom, 'events', { 'events.reminders': '1 week\n7 days' });
  expect([status, plainText(html)]).toEqual([422, expect.stringContaining('The same reminder is in the list twice.')]);
});

test('of two people who change different rules at one time the second sees both changes, and nothing is lost', async () => {
  const newsroom = await sampleNewsroom();
  const [mine, theirs] = [
    await fillIn(newsroom, 'about', { short_name: 'Ours' }),
    await fillIn(newsroom, 'about', { name: 'The Collaborative' }),
  ];
  expect((await press(newsroom, theirs.html)).status).toBe(303);
  const answer = await press(newsroom, mine.html);
  const html = await answer.text();
  expect([answer.status, plainText(html)]).toEqual([
    409,
    expect.stringMatching(
      /The rules changed meanwhile Nothing was saved\. The programme lead changed them .* Full name: “Sample Improvement Collaborative” became “The Collaborative”\./,
    ),
  ]);
  expect(fileOf(newsroom)).toBe(RULES.replace('name: Sample Improvement Collaborative', 'name: The Collaborative'));
  expect((await press(newsroom, html)).status).toBe(303);
  expect(fileOf(newsroom)).toBe(
    RULES.replace('name: Sample Improvement Collaborative', 'name: The Collaborative').replace('short_name: SIC', 'short_name: Ours'),
  );
});

test('from the page before Save one goes back to what one typed, in a form and in the whole file', async () => {
  const newsroom = await sampleNewsroom();
  const back = async (html: string) => {
    const [, action = '', inside = ''] =
      /<form method="post" action="([^"]*)">((?:(?!<form)[\s\S])*?name="do" value="again")/.exec(html) ?? [];
    const fields = Object.fromEntries(
      [...inside.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, unescaped(value)]),
    );
    return (await send(newsroom, action, { ...fields, do: 'again' })).text();
  };
  const { html } = await fillIn(newsroom, 'events', { 'events.reminders': '14 days\n1 day', 'events.at': '10am' });
  expect(carried(await back(html))).toMatchObject({
    'events.reminders': '14 days\n1 day',
    'events.at': '10:00',
    'events.follow_up': '1 day',
  });
  const text = `${RULES}# a remark\n`;
  const whole = await (await send(newsroom, '/desk/rules/file', { ...carried(await newsroom.page('/desk/rules/file')), text })).text();
  expect(carried(await back(whole)).text).toBe(text);
});

test('Save is a yes to what its page showed: when the plan has changed since, nothing is saved', async () => {
  const newsroom = await sampleNewsroom({ people: [{ frequency: 'weekly' }] });
  const { html } = await fillIn(newsroom, 'digests', { 'digests.weekly': 'week Friday' });
  for (let i = 1; i < 9; i += 1)
    await newsroom.world.subscribers.save({
      ...(await personLike(newsroom)),
      address: `more${i}@example.org`,
      id: newsroom.world.subscribers.idOf(`more${i}@example.org`),
    });
  const answer = await press(newsroom, html);
  expect([answer.status, plainText(await answer.text())]).toEqual([
    409,
    expect.stringContaining('What this does has changed since you looked'),
  ]);
  expect(fileOf(newsroom)).toBe(RULES);
});

async function personLike({ world, anyone }: Newsroom) {
  const found = await world.subscribers.find(anyone);
  if (!found) throw new Error('There is nobody.');
  const { version: _, ...person } = found;
  return person;
}

test('what would go out within minutes because no yes is needed any more is named before Save', async () => {
  const newsroom = await sampleNewsroom({ files: { 'newsroom.yaml': `${RULES}approval: required\n` } });
  await newsroom.moveTo('2019-09-12T09:00');
  expect(newsroom.mails).toEqual([]);
  const { html } = await fillIn(newsroom, 'approval', { approval: 'automatic' });
  expect(plainText(html)).toMatch(/Goes out within minutes .*New post: What we learned, by email to 1 person/);
  expect((await press(newsroom, html)).status).toBe(303);
  expect(newsroom.mails).toEqual([]);
  await newsroom.moveTo('2019-09-12T09:05');
  expect(newsroom.mails.length).toBe(1);
});

test('earlier rules are listed with who changed what, and are put back with one press on a page that says what that does', async () => {
  const newsroom = await sampleNewsroom();
  await press(newsroom, (await fillIn(newsroom, 'quiet', { 'quiet.hours.0': '7pm', 'quiet.hours.1': '7.30am' })).html);
  const changed = fileOf(newsroom);
  expect(changed).toBe(`${RULES}quiet:\n  hours: ["19:00", "07:30"]\n`);
  const history = plainText(await newsroom.page('/desk/rules/history'));
  expect(history).toMatch(
    /8am , the programme lead Now Quiet from: “nothing” became “7pm”\..*outside the desk The first version that the desk has Put this back/,
  );
  const page = await newsroom.page('/desk/rules/history/1');
  expect(plainText(page)).toContain('Quiet from Nothing Before: 7pm');
  expect((await press(newsroom, page)).status).toBe(303);
  expect(fileOf(newsroom)).toBe(RULES);
  expect((await newsroom.world.rulesHistory.page(undefined, 9)).map(({ text }) => text)).toEqual([RULES, changed, RULES]);
});

test('a file that was changed outside the desk is kept in the history before the desk writes over it', async () => {
  const newsroom = await sampleNewsroom();
  await press(newsroom, (await fillIn(newsroom, 'about', { short_name: 'One' })).html);
  const outside = fileOf(newsroom).replace('One', 'Two');
  newsroom.files.set('newsroom.yaml', new TextEncoder().encode(outside));
  expect(plainText(await newsroom.page('/desk/rules/history'))).toContain('outside the desk: Short name: “One” became “Two”.');
  await press(newsroom, (await fillIn(newsroom, 'about', { short_name: 'Three' })).html);
  const versions = await newsroom.world.rulesHistory.page(undefined, 9);
  expect(versions.map(({ by, text }) => [by, /short_name: (.*)/.exec(text)?.[1]])).toEqual([
    ['the programme lead', 'Three'],
    [undefined, 'Two'],
    ['the programme lead', 'One'],
    [undefined, 'SIC'],
  ]);
});

test('rules with a problem do not count, the page says so, and their form or the whole file puts them right', async () => {
  const newsroom = await sampleNewsroom();
  await newsroom.moveTo('2019-09-12T08:10');
  newsroom.files.set('newsroom.yaml', new TextEncoder().encode(RULES.replace('at: "09:00"', 'at: nine')));
  expect(plainText(await newsroom.page('/desk/rules'))).toMatch(
    /not in force .* by the rules as they were on Thursday 12 September 2019 at 8:12am/,
  );
  expect(plainText(await newsroom.page('/desk/rules/part/events'))).toContain('“nine” is not a time of day.');
  const { html } = await fillIn(newsroom, 'events', { 'events.at': '9am' });
  expect((await press(newsroom, html)).status).toBe(303);
  newsroom.files.set('newsroom.yaml', new TextEncoder().encode(`${RULES}broken [\n`));
  expect((await newsroom.ask('/desk/rules/part/events')).headers.get('Location')).toBe('/desk/rules/file');
  const answer = await send(newsroom, '/desk/rules/file', {
    ...carried(await newsroom.page('/desk/rules/file')),
    text: RULES.replaceAll('\n', '\r\n'),
  });
  expect((await press(newsroom, await answer.text())).status).toBe(303);
  expect(fileOf(newsroom)).toBe(RULES);
});

test('a digest is added with its name, day and time, and nobody can end one that people have chosen', async () => {
  const newsroom = await sampleNewsroom({ people: [{ frequency: 'weekly' }] });
  const half = await fillIn(newsroom, 'digests', { new: 'weekly', 'new.at': '9am' });
  expect([half.status, plainText(half.html)]).toEqual([422, expect.stringMatching(/“weekly” is taken.*choose its day/)]);
  const { html } = await fillIn(newsroom, 'digests', { new: 'monthly', 'new.on': 'month first Monday', 'new.at': '9am' });
  expect((await press(newsroom, html)).status).toBe(303);
  expect(fileOf(newsroom)).toContain('  monthly: { every: month, on: first Monday, at: "09:00" }\n  upcoming_events');
  expect(await newsroom.page('/subscribe')).toContain('the monthly digest of our posts and events');
  const ended = await fillIn(newsroom, 'digests', { 'digests.weekly': 'none' });
  expect(plainText(ended.html)).toContain('1 person has the digest “weekly”, which the new rules do not have.');
  expect(ended.html).not.toContain('action="/desk/rules/save"');
  const gone = await fillIn(newsroom, 'digests', { 'digests.monthly': 'none' });
  expect((await press(newsroom, gone.html)).status).toBe(303);
  expect(fileOf(newsroom)).toBe(RULES);
});

test('a Save that broke off after the file was written is finished by a second press, and says who saved it', async () => {
  const newsroom = await sampleNewsroom();
  const { html } = await fillIn(newsroom, 'about', { short_name: 'Ours' });
  const { add } = newsroom.world.rulesHistory;
  newsroom.world.rulesHistory.add = async (version) => {
    if (version.by !== undefined) throw new Error('The store does not answer.');
    return add(version);
  };
  await press(newsroom, html);
  expect(fileOf(newsroom)).toBe(RULES.replace('short_name: SIC', 'short_name: Ours'));
  newsroom.world.rulesHistory.add = add;
  for (let again = 0; again < 2; again += 1) expect((await press(newsroom, html)).headers.get('Location')).toBe('/desk/rules?told=saved');
  expect((await newsroom.world.rulesHistory.page(undefined, 9)).map(({ by, version }) => [version, by])).toEqual([
    [2, 'the programme lead'],
    [1, undefined],
  ]);
});

test('a file that is no text is never written over', async () => {
  const newsroom = await sampleNewsroom();
  const { html } = await fillIn(newsroom, 'about', { short_name: 'Ours' });
  const picture = Uint8Array.from([0x89, 0x50, 0, 0]);
  newsroom.files.set('newsroom.yaml', picture);
  for (const path of ['/desk/rules/file', '/desk/rules/part/about'])
    expect((await newsroom.ask(path)).headers.get('Location')).toBe('/desk/rules');
  expect((await press(newsroom, html)).headers.get('Location')).toBe('/desk/rules');
  expect(newsroom.files.get('newsroom.yaml')).toBe(picture);
});

test('what would be missed because the new limit is shorter is named before Save', async () => {
  const newsroom = await sampleNewsroom({ files: { 'newsroom.yaml': `${RULES}approval: required\n` } });
  await newsroom.moveTo('2019-09-12T09:00');
  await newsroom.moveTo('2019-09-12T13:00');
  const { html } = await fillIn(newsroom, 'approval', { max_lateness: '2 hours' });
  expect(plainText(html)).toMatch(/Is missed at once, because it is later than the new limit New post: What we learned/);
});

test('rules that cannot be read, or that take away what people have chosen, cannot be saved', async () => {
  const newsroom = await sampleNewsroom({ people: [{ frequency: 'weekly' }] });
  const wanted = async (text: string) =>
    (await send(newsroom, '/desk/rules/file', { ...carried(await newsroom.page('/desk/rules/file')), text })).text();
  const unread = await wanted(RULES.replace('timezone: Europe/London', 'timezone: London'));
  expect(plainText(unread)).toContain('These rules cannot be read');
  const lost = await wanted(
    RULES.replace('  avon: Avon', '  bath: Bath').replace('weekly:', 'sevendays:').replace('  medication: Medication\n', ''),
  );
  for (const words of ['1 person has the trust “Avon”', '1 person has the digest “weekly”', '1 story has the topic “Medication”'])
    expect(plainText(lost)).toContain(words);
  expect(lost).not.toContain('action="/desk/rules/save"');
  const order = JSON.stringify({ kind: 'file', was: RULES, text: RULES.replace('  avon: Avon', '  bath: Bath') });
  expect((await send(newsroom, '/desk/rules/save', { order, shown: '[]' })).status).toBe(409);
  expect(fileOf(newsroom)).toBe(RULES);
});

test('people who have not confirmed yet count among those who have a topic that goes away or gets another name', async () => {
  const newsroom = await sampleNewsroom({ people: [{ topics: ['leadership' as never] }] });
  const signUp = (email: string, day: string) =>
    newsroom.world.signups.put({
      id: newsroom.world.subscribers.idOf(email),
      address: email,
      form: `form-${day}`,
      name: '',
      frequency: 'weekly',
      topics: ['leadership' as never],
      asked: newsroom.london(`${day}T09:00`),
      page: '/subscribe',
      wording: 'wording',
    });
  await signUp('one@example.org', '2019-09-11');
  await signUp('one@example.org', '2019-09-10');
  await signUp('person0@avon.example.org', '2019-09-10');
  await signUp('too-late@example.org', '2019-08-10');
  const check = async (text: string) =>
    plainText(await (await send(newsroom, '/desk/rules/file', { ...carried(await newsroom.page('/desk/rules/file')), text })).text());
  expect(await check(RULES.replace('  leadership: Leadership\n', ''))).toContain(
    '2 people (1 of them not confirmed yet) have the topic “Leadership”, which the new rules do not have.',
  );
  expect(await check(RULES.replace('Leadership', 'Leading'))).toContain('2 people (1 of them not confirmed yet) have “Leadership”.');
});

const LATER = `---
title: Leading well
author: Ama Bright
published: 2019-09-13T09:00
topics: [leadership]
---

What leaders do.
`;

test('two topics become one in one write: stories and people keep what they have, and it counts as the other topic', async () => {
  const rules = RULES.replace('  medication:', '  safety: Safety\n  medication:');
  const newsroom = await sampleNewsroom({
    people: [{ topics: ['medication' as Topic] }, { topics: ['leadership' as Topic] }],
    files: { 'newsroom.yaml': rules, 'posts/later.md': LATER },
  });
  await newsroom.moveTo('2019-09-12T08:10');
  const form = await newsroom.page('/desk/rules/merge/topics');
  const answer = await send(newsroom, '/desk/rules/merge/topics', { ...carried(form), from: 'medication', into: 'leadership' });
  const html = await answer.text();
  expect(plainText(html)).toContain('Topics Part of “Leadership” Before: Medication');
  expect(plainText(html)).toContain(
    '1 person and 1 story have “Medication”. To them it is “Leadership” from now on, and nobody has to choose again.',
  );
  expect(plainText(html)).toContain('New post: Leading well, by email to 2 people: Friday 13 September 2019 at 9am. Before: to 1 person.');
  expect((await press(newsroom, html)).status).toBe(303);
  await newsroom.moveTo('2019-09-12T09:00');
  await newsroom.moveTo('2019-09-13T09:00');
  expect(newsroom.mails.map(({ to }) => to).toSorted()).toEqual(
    ['person0', 'person0', 'person1', 'person1'].map((name) => `${name}@avon.example.org`),
  );
  expect((await newsroom.ask('/topics/medication')).headers.get('Location')).toBe('/topics/leadership');
  const preferences = `/p/p.${newsroom.anyone}.`;
  expect(await newsroom.page(preferences)).toMatch(/value="leadership" checked/);
  await newsroom.ask(preferences, {
    method: 'POST',
    headers: OURS,
    body: new URLSearchParams({ name: 'Ama', frequency: 'each', topics: 'leadership', organisation: 'avon' }),
  });
  await press(newsroom, await newsroom.page('/desk/rules/history/1'));
  expect(fileOf(newsroom)).toBe(rules);
  expect((await newsroom.world.subscribers.find(newsroom.anyone))?.topics).toContain('medication');
});

test('a merge that names one topic twice, or a topic that is not there, is asked for again', async () => {
  const newsroom = await sampleNewsroom();
  const form = carried(await newsroom.page('/desk/rules/merge/topics'));
  for (const [from, into] of [
    ['medication', 'medication'],
    ['', 'leadership'],
    ['medication', 'nothing'],
  ] as const)
    expect((await send(newsroom, '/desk/rules/merge/topics', { ...form, from, into })).status).toBe(422);
});

test('a merged trust takes its people along: lists, filters and their own page show the other trust', async () => {
  const newsroom = await sampleNewsroom({ files: { 'newsroom.yaml': RULES.replace('  avon: Avon', '  avon: Avon\n  bath: Bath') } });
  const form = carried(await newsroom.page('/desk/rules/merge/organisations'));
  await press(newsroom, await (await send(newsroom, '/desk/rules/merge/organisations', { ...form, from: 'avon', into: 'bath' })).text());
  expect(await newsroom.page(`/p/p.${newsroom.anyone}.`)).toMatch(/value="bath" selected/);
  const found = await send(newsroom, '/desk/people/find', { sought: '', organisation: 'bath' });
  expect(plainText(await found.text())).toContain('person0@avon.example.org');
  const byName = await send(newsroom, '/desk/people/find', { sought: 'bath' });
  expect(plainText(await byName.text())).toContain('person0@avon.example.org');
});

test('a colour is seen in an email, a page and a card before it is saved, and a colour that is hard to read is said to be', async () => {
  const newsroom = await sampleNewsroom();
  const shown = await (
    await send(newsroom, '/desk/rules/part/look', {
      ...carried(await newsroom.page('/desk/rules/part/look')),
      'brand.colour': '#7C2855',
      do: 'look',
    })
  ).text();
  const [email = '', page = '', card = ''] = ['email.html', 'page.html', 'card.png'].map((what) =>
    unescaped(new RegExp(`src="([^"]*/look/${what.replace('.', '\\.')}[^"]*)"`).exec(shown)?.[1] ?? ''),
  );
  expect(email).toContain('colour=%237c2855');
  expect(await newsroom.page(email)).toContain('#7c2855');
  expect(await newsroom.page(page)).toContain('--brand:#7c2855');
  const drawn = async (path: string) => Buffer.from(await (await newsroom.ask(path)).arrayBuffer()).toString('base64');
  expect(await drawn(card)).not.toBe(await drawn(card.replace('7c2855', '005eb8')));
  // With nothing ahead the newest story is shown as if it were new, and without any story a few words.
  await newsroom.moveTo('2021-01-14T10:00');
  expect(await newsroom.page(email)).toMatch(/#7c2855[\s\S]*(?:Spring session|What we learned)/);
  for (const file of ['posts/what-we-learned.md', 'events/spring.md']) newsroom.files.delete(file);
  expect(await newsroom.page(email)).toMatch(/#7c2855[\s\S]*The title of a post/);
  expect((await newsroom.ask(card)).status).toBe(200);
  expect(plainText(shown)).not.toContain('hard to read');
  const pale = await fillIn(newsroom, 'look', { 'brand.colour': '#ffcc00' });
  expect(plainText(pale.html)).toMatch(/White words on #ffcc00 are hard to read\. Emails and pages have #[0-9a-f]{6} in its place/);
  expect(fileOf(newsroom)).toBe(RULES);
});

test('a new logo is uploaded, seen in an email, and saved with the rules; a file that is no picture is refused with the reason', async () => {
  const newsroom = await sampleNewsroom();
  const upload = async (bytes: Uint8Array) => {
    const html = await newsroom.page('/desk/rules/logo');
    newsroom.uploads.set(/name="key" value="(\w+)"/.exec(html)?.[1] ?? '', bytes);
    return new URL(unescaped(/name="success_action_redirect" value="([^"]+)"/.exec(html)?.[1] ?? '')).pathname;
  };
  const none = await newsroom.ask(await upload(new TextEncoder().encode('no picture')));
  expect([none.status, plainText(await none.text())]).toEqual([422, expect.stringContaining('There is a problem The picture ')]);
  const back = await upload(
    await sharp({ create: { width: 300, height: 100, channels: 3, background: '#336699' } })
      .png()
      .toBuffer(),
  );
  const checked = await (await send(newsroom, back, {})).text();
  const [, src = ''] = /Logo (logo-\w+\.png) Before: Nothing/.exec(plainText(checked)) ?? [];
  const email = unescaped(/src="([^"]*look\/email\.html[^"]*)"/.exec(checked)?.[1] ?? '');
  expect(await newsroom.page(email)).toContain(`/images/${src}`);
  expect(fileOf(newsroom)).toBe(RULES);
  expect((await press(newsroom, checked)).status).toBe(303);
  expect(fileOf(newsroom)).toContain(`brand:\n  logo: ${src}\n`);
  expect((await newsroom.ask(back)).headers.get('Location')).toBe('/desk/rules/logo?told=gone');
});
