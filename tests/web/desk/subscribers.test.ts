import { describe, expect, test } from 'vitest';
import { subscriberId } from '#tests/contracts/ids';
import { plainText } from '#tests/web/desk/page-text';
import { pressYes, readYes } from '#tests/web/desk/say-yes';
import { posted, subscribed } from '#tests/web/readers/subscribed';
import { RULES, SITE, sampleNewsroom } from '#tests/web/sample-newsroom';

const OURS = { 'Sec-Fetch-Site': 'same-origin' };
type Newsroom = Awaited<ReturnType<typeof sampleNewsroom>>;

const send = ({ ask }: Newsroom, path: string, fields: Record<string, string> = {}) =>
  ask(path, { method: 'POST', headers: OURS, body: new URLSearchParams(fields) });
/** Sends a list to the bucket, as a browser does. Returns the page to which that leads. */
const chosen = async (newsroom: Newsroom, list: string | Uint8Array): Promise<string> => {
  const upload = /name="key" value="(\w+)"/.exec(await newsroom.page('/desk/import'))?.[1] ?? '';
  newsroom.uploads.set(upload, typeof list === 'string' ? new TextEncoder().encode(list) : list);
  return `/desk/import/list/${upload}`;
};
const AGREED = { statement: 'They agreed at the spring session.', sure: 'yes' };
const upload = async (newsroom: Newsroom, list: string | Uint8Array, fields: Record<string, string> = AGREED) =>
  send(newsroom, await chosen(newsroom, list), fields);
const follow = async (newsroom: Newsroom, answer: Response) => newsroom.page(answer.headers.get('location') ?? 'nowhere');

describe('subscribers on the desk', () => {
  test('subscribers on the desk: the page says how many joined, left and bounced in the last week; a move is neither', async () => {
    const newsroom = await sampleNewsroom({ people: Array.from({ length: 4 }, () => ({})) });
    const { world, time, anyone } = newsroom;
    expect(await newsroom.page('/desk/people')).toContain('In the last 7 days: nobody joined or left.');
    await newsroom.ask(`/u/${world.tokens.sign('unsubscribe', anyone)}`, { method: 'POST' });
    const bounced = world.subscribers.idOf('person1@avon.example.org');
    await world.suppressions.add(bounced, 'bounced', time.now);
    await world.subscribers.markAs(bounced, 'bounced');
    const mover = world.subscribers.idOf('person2@avon.example.org');
    await newsroom.ask(`/p/${world.tokens.sign('preferences', mover, time.now.add({ hours: 1 }))}/address`, {
      method: 'POST',
      body: new URLSearchParams({ address: 'new@avon.example.org' }),
    });
    await newsroom.ask(`/c/${world.tokens.sign('confirm', world.subscribers.idOf('new@avon.example.org'))}`, { method: 'POST' });
    expect(await newsroom.page('/desk/people')).toContain('In the last 7 days: 1 person left and 1 address takes no mail any more.');
    time.now = time.now.add({ hours: 24 * 8 });
    expect(await newsroom.page('/desk/people')).toContain('In the last 7 days: nobody joined or left.');
  });

  test('subscribers on the desk are counted in words, and listed fifty at a time, each once', async () => {
    const newsroom = await sampleNewsroom({ people: [...Array.from({ length: 120 }, () => ({})), { status: 'unsubscribed' }] });
    let path: string | undefined = '/desk/people';
    const found: string[] = [];
    const lengths: number[] = [];
    while (path && lengths.length < 9) {
      const html = await newsroom.page(path);
      const shown = [...html.matchAll(/>(person\d+@avon\.example\.org)</g)].map(([, address]) => address ?? '');
      found.push(...shown);
      lengths.push(shown.length);
      path = /href="([^"]+)#list" rel="next"/.exec(html)?.[1]?.replace('&#x3D;', '=');
    }
    expect(lengths).toEqual([50, 50, 21]);
    expect(new Set(found).size).toBe(121);
    expect(await newsroom.page('/desk/people')).toMatch(
      /We know 121 people\.[\s\S]*Get our emails<\/th><td[^>]*>120<[\s\S]*Have left<\/th><td[^>]*>1</,
    );
  });

  test('subscribers on the desk are found by their whole address in any case, and never by a URL that holds it', async () => {
    const newsroom = await sampleNewsroom();
    const answer = await send(newsroom, '/desk/people/find', { sought: ' PERSON0@avon.example.org ' });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `/desk/people/${newsroom.anyone}`]);
    const nobody = await send(newsroom, '/desk/people/find', { sought: 'nobody@avon.example.org' });
    expect(nobody.status).toBe(422);
    expect(await nobody.text()).toMatch(
      /<title>Error: People[\s\S]*We know nobody with this address[\s\S]*value="nobody@avon\.example\.org"/,
    );
    expect((await newsroom.ask('/desk/people/find?sought=person0@avon.example.org')).status).toBe(404);
  });

  test('a subscriber on the desk is shown with choices, consent and history', async () => {
    const { world, time, ...newsroom } = await sampleNewsroom({ people: [] });
    const id = world.subscribers.idOf('a@example.org');
    const wording = await world.texts.put('We send you emails.\nYes, send me these emails');
    await world.subscribers.save({
      ...{ id, address: 'a@example.org', name: 'Anna <b>', frequency: 'weekly', topics: [], status: 'confirmed', organisation: 'avon' },
      consent: { by: 'confirmation', wording, page: '/subscribe', asked: time.now, confirmed: time.now },
    });
    await world.suppressions.add(id, 'bounced', time.now);
    const html = await newsroom.page(`/desk/people/${id}`);
    for (const phrase of [
      'Anna &lt;b&gt;',
      'Once a week',
      'Every topic',
      'Avon',
      'We send you emails.',
      '/subscribe',
      'The address did not take our mail.',
      'Gets no emails: see below why.',
    ])
      expect(html).toContain(phrase);
    expect(html).not.toContain('Stop their emails');
  });

  test('a subscriber whose emails the desk stops is unsubscribed, never mailed again, and the desk cannot undo it', async () => {
    const newsroom = await sampleNewsroom();
    const { world, anyone } = newsroom;
    const html = await follow(newsroom, await send(newsroom, `/desk/people/${anyone}/stop`));
    expect(html).toMatch(/The emails have stopped\.[\s\S]*on this desk/);
    expect(await world.subscribers.find(anyone)).toMatchObject({ status: 'unsubscribed', unsubscribed: { method: 'desk' } });
    expect(await world.suppressions.has(anyone)).toBe(true);
    await newsroom.moveTo('2019-09-12T09:00');
    expect(newsroom.mails).toEqual([]);
    expect([...html.matchAll(/action="([^"]+)"/g)].map(([, action]) => action)).toEqual([`/desk/people/${anyone}/erase`]);
  });

  test('a subscriber on the desk is erased only when the box is ticked, and only the keyed hash of the address stays', async () => {
    const newsroom = await sampleNewsroom();
    const { world, anyone } = newsroom;
    const unconfirmed = await send(newsroom, `/desk/people/${anyone}/erase`);
    expect([unconfirmed.status, await unconfirmed.text()]).toEqual([422, expect.stringMatching('<title>Error: ')]);
    expect(await world.subscribers.find(anyone)).toBeDefined();
    const html = await follow(newsroom, await send(newsroom, `/desk/people/${anyone}/erase`, { sure: 'yes' }));
    expect(html).toMatch('This person is erased.');
    expect(html).not.toMatch('person0@');
    expect(await world.subscribers.find(anyone)).toBeUndefined();
    expect(await world.suppressions.has(anyone)).toBe(true);
  });

  test('a person who was asked three times and never confirmed is found on the desk, which lets them ask again', async () => {
    const newsroom = await sampleNewsroom({ people: [] });
    const { world, mails } = newsroom;
    const ask = async (day: string, address = 'head+quality@trust.example') => {
      newsroom.time.now = newsroom.london(`${day}T10:00`);
      await newsroom.ask('/subscribe', posted({ email: address }));
      await newsroom.sendAllTransactional();
      return mails.length;
    };
    for (const day of ['2019-09-12', '2019-09-13', '2019-09-14', '2019-09-15']) await ask(day);
    expect(mails).toHaveLength(3);
    const answer = await send(newsroom, '/desk/people/find', { sought: 'head+quality@trust.example' });
    expect(answer.status).toBe(303);
    const html = await follow(newsroom, answer);
    for (const phrase of [
      'Not on our list',
      '12 September 2019: sent',
      '15 September 2019: not sent',
      'before <strong>Saturday 12 October 2019',
    ])
      expect(html).toContain(phrase);
    const id = world.subscribers.idOf('head+quality@trust.example');
    expect(await follow(newsroom, await send(newsroom, `/desk/people/${id}/ask-again`))).toContain('can fill in the form now');
    expect(await newsroom.page('/desk/audit')).toMatch(/Let the form email a confirmation again to[\s\S]*this person/);
    // Also under another spelling of the mailbox, whose count is forgotten with the address.
    expect(await ask('2019-09-16')).toBe(4);
    expect(await ask('2019-09-17', 'head@trust.example')).toBe(5);
  });

  test('a person who has confirmed can ask again after leaving, as often as they come back', async () => {
    const newsroom = await sampleNewsroom({ people: [] });
    const id = newsroom.world.subscribers.idOf('zoe@example.org');
    for (let time = 0; time < 5; time += 1) {
      expect((await newsroom.ask(await subscribed(newsroom), { method: 'POST' })).status).toBe(200);
      await newsroom.ask(`/u/${newsroom.world.tokens.sign('unsubscribe', id)}`, { method: 'POST' });
      newsroom.time.now = newsroom.time.now.add({ hours: 1 });
    }
    expect(newsroom.mails).toHaveLength(5);
  });

  test('a list shows what was understood of it, and what was not read, before anybody is brought in', async () => {
    const newsroom = await sampleNewsroom({ people: [] });
    const list = 'sep=;\nE-mail Address;First name;Surname;Trust;How often?;Cadence\na@b.org;Ann;Bee;Avon;Events only;monthly\n;;;;;\n';
    const html = await follow(newsroom, await upload(newsroom, list));
    for (const phrase of ['Nobody has been brought in yet', '“E-mail Address”', '“First name” and “Surname”', '“Trust”', '“How often?”'])
      expect(html).toContain(phrase);
    expect(html).toContain('Not read: “Cadence”.');
    expect(html).toMatch(/Ann Bee[\s\S]*Only news of our events · Avon · all topics/);
    expect((await newsroom.world.subscribers.page(undefined, 10)).subscribers).toEqual([]);
    const without = await follow(newsroom, await upload(newsroom, 'Email,Cadence\na@b.org,monthly\n'));
    expect(without).toContain('The list does not say: all of them get the weekly digest');
  });

  test('a list without a column of addresses is refused with what its first line says', async () => {
    const newsroom = await sampleNewsroom();
    const html = await (await newsroom.ask(await chosen(newsroom, 'Naam,Telefoon\nAnn,1\n'))).text();
    expect(html).toContain('Now it says: Naam, Telefoon');
  });

  test('an unknown subscriber has no page on the desk', async () => {
    const newsroom = await sampleNewsroom();
    expect((await newsroom.ask(`/desk/people/${subscriberId(9)}`)).status).toBe(404);
    expect((await newsroom.ask('/desk/people/nobody')).status).toBe(404);
    expect((await send(newsroom, '/desk/people/nobody/stop')).status).toBe(404);
  });

  test('subscribers are exported as a file for spreadsheets, and the audit log says so', async () => {
    const newsroom = await sampleNewsroom({ people: [{ name: 'Zoë', address: 'z@example.org' }, { name: '=1+1' }] });
    const answer = await send(newsroom, '/desk/people/export');
    const bytes = new Uint8Array(await answer.arrayBuffer());
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const text = new TextDecoder().decode(bytes);
    expect(text).toContain('"z@example.org","Zoë","avon","each","","confirmed",""\r\n');
    expect(text).toContain(`"'=1+1"`);
    expect(answer.headers.get('Content-Disposition')).toBe('attachment; filename="subscribers-2019-09-12.csv"');
    expect(answer.headers.get('Cache-Control')).toBe('no-store');
    expect(await newsroom.page('/desk/audit')).toMatch(/Exported 2 people[\s\S]*the programme lead, Thursday 12 September 2019 at 8am/);
  });
});

describe('an import on the desk', () => {
  const LIST =
    'email,name,topics\nnew@example.org,New,\nperson0@avon.example.org,Known,\nwrong,W,\nthird@example.org,T,medicaton\nnew@example.org,,\n';

  test('an import on the desk shows each row’s outcome and reason, and does nothing until the button is pressed', async () => {
    const newsroom = await sampleNewsroom();
    const { world } = newsroom;
    await world.suppressions.add(world.subscribers.idOf('gone@example.org'), 'complained', newsroom.time.now);
    const uploaded = await upload(newsroom, `${LIST}gone@example.org,G,\n`);
    const html = (await follow(newsroom, uploaded)).replaceAll('&quot;', '"');
    for (const phrase of [
      'We have looked at 6 rows.',
      '“wrong” is no email address.',
      'Did you mean “medication”?',
      'The same address is in line 2.',
      'Reported an email of ours as unwanted.',
      'Import 1 person',
      'They agreed at the spring session.',
    ])
      expect(html).toContain(phrase);
    expect((await world.subscribers.outline(10)).counts.confirmed).toBe(1);

    const url = uploaded.headers.get('location') ?? '';
    const done = await follow(newsroom, await send(newsroom, `${url}/begin`));
    expect(done).toMatch('It brought in 1 person.');
    expect(await world.subscribers.find(world.subscribers.idOf('new@example.org'))).toMatchObject({ status: 'confirmed', name: 'New' });
    const refused = (await newsroom.page(`${url}/refused.csv?part=1`)).trimEnd().split('\r\n');
    expect(refused[0]).toBe('"email","name","organisation","frequency","topics","status","confirmed_at","line","why_not"');
    expect(refused.slice(1).map((line) => line.split('","')[0]?.slice(1))).toEqual([
      'wrong',
      'third@example.org',
      'new@example.org',
      'gone@example.org',
    ]);
    const again = await send(newsroom, `${url}/begin`);
    expect(again.status).toBe(303);
    const log = await newsroom.page('/desk/audit');
    for (const phrase of ['Began to import 1 person', 'Uploaded a list of 6 rows']) expect(log).toContain(phrase);
  });

  test('a list of one row is called one row, by the import, in the list of imports and in the audit log', async () => {
    const newsroom = await sampleNewsroom();
    expect(await follow(newsroom, await upload(newsroom, 'email\nnew@example.org\n'))).toContain('We have looked at 1 row.');
    expect(await newsroom.page('/desk/import')).toMatch(/, 1 row\. /);
    expect(await newsroom.page('/desk/audit')).toContain('Uploaded a list of 1 row.');
  });

  test('an import on the desk of a long list is worked on by ticks, and shown page by page', async () => {
    const newsroom = await sampleNewsroom();
    const long = `email\n${Array.from({ length: 1230 }, (_, i) => `p${i}@example.org`).join('\n')}\n`;
    const url = (await upload(newsroom, long)).headers.get('location') ?? '';
    const last = await newsroom.page(`${url}?page=25`);
    expect([...last.matchAll(/p\d+@example\.org/g)].map(([address]) => address)).toEqual(
      Array.from({ length: 30 }, (_, i) => `p${1200 + i}@example.org`),
    );
    expect(last).toMatch('Page 25 of 25');
    expect((await newsroom.ask(`${url}?page=26`)).status).toBe(404);
    const one = (await newsroom.world.imports.latest())[0] ?? expect.unreachable();
    await newsroom.world.imports.replace({ ...one, state: 'importing', next: 1 });
    expect(await newsroom.page(url)).toMatch(/under way: 500 of 1,230 rows so far[\s\S]*Stop this import/);
    await newsroom.moveTo('2019-09-12T08:30');
    expect(await newsroom.page(url)).toMatch('The import is done.');
  });

  test('an import on the desk can be stopped for good before it begins', async () => {
    const newsroom = await sampleNewsroom();
    const url = (await upload(newsroom, LIST)).headers.get('location') ?? '';
    expect(await follow(newsroom, await send(newsroom, `${url}/stop`))).toMatch('This import is stopped.');
    await send(newsroom, `${url}/begin`);
    await newsroom.moveTo('2019-09-12T08:30');
    expect((await newsroom.world.subscribers.outline(10)).counts.confirmed).toBe(1);
  });

  test('a list is read before anybody says how its people agreed, and has a name by which it is found again', async () => {
    const newsroom = await sampleNewsroom();
    const url = await chosen(newsroom, LIST);
    expect(plainText(await newsroom.page(url))).toContain('it has 5 rows. Its columns are: “email”, “name”, “topics”.');
    expect(await newsroom.world.imports.latest()).toEqual([]);
    const brought = await send(newsroom, url, { ...AGREED, name: ' Spring session ' });
    expect(await follow(newsroom, brought)).toContain('<h1 class="wraps">Spring session</h1>');
    await upload(newsroom, LIST);
    const list = await newsroom.page('/desk/import');
    for (const name of ['Spring session</a>', 'List of Thursday 12 September 2019 at 8am</a>']) expect(list).toContain(name);
    expect(newsroom.uploads.size).toBe(0);
  });

  test('a list that has been brought in is not brought in by a second press', async () => {
    const newsroom = await sampleNewsroom();
    const url = await chosen(newsroom, LIST);
    await send(newsroom, url, AGREED);
    const again = await send(newsroom, url, AGREED);
    expect([again.status, plainText(await again.text())]).toEqual([
      422,
      expect.stringContaining('it has been brought in, or a day is over'),
    ]);
    expect(await newsroom.world.imports.latest()).toHaveLength(1);
    expect((await newsroom.ask('/desk/import/list/none')).status).toBe(404);
  });

  test('a list of more than a Lambda could be sent is read', async () => {
    const newsroom = await sampleNewsroom();
    const row = `,${'A long name '.repeat(16)},`;
    const long = `email,name,topics\n${Array.from({ length: 30_000 }, (_, i) => `p${i}@example.org${row}`).join('\n')}\n`;
    expect(long.length).toBeGreaterThan(6_000_000);
    expect(plainText(await newsroom.page(await chosen(newsroom, long)))).toContain('it has 30,000 rows');
    expect(await follow(newsroom, await upload(newsroom, long))).toContain('We have looked at 30,000 rows.');
  });

  test.each([
    ['without a word of how they agreed', { statement: 'yes', sure: 'yes' }, 'Say how these people agreed'],
    ['without the tick', { statement: 'They agreed at the spring session.' }, 'Tick the box'],
  ])('an import on the desk %s is refused, and keeps what was typed', async (_, fields, expected) => {
    const newsroom = await sampleNewsroom();
    const answer = await upload(newsroom, LIST, { ...fields, name: 'Spring session' });
    const html = await answer.text();
    expect(answer.status).toBe(422);
    expect(html).toMatch(/<title>Error: How these people agreed/);
    expect(html).toContain(expected);
    expect(html).toContain(`>${fields.statement}</textarea>`);
    expect(html).toContain('value="Spring session"');
    expect([await newsroom.world.imports.latest(), newsroom.uploads.size]).toEqual([[], 1]);
  });

  test.each([
    ['no file', '', 'Choose the file with the list.'],
    ['a list without a column of addresses', 'name\nAnna\n', 'No column is called “email”.'],
    ['a list of nobody', 'email,name\n', 'There is nobody in the file'],
    ['a workbook', new Uint8Array([0x50, 0x4b, 0x03, 0x04]), 'This is an Excel workbook.'],
    ['a file of 21 MB', new Uint8Array(21_000_000), 'The file has more than 20 MB.'],
  ])('%s is refused before anything is asked, in one sentence', async (_, list, expected) => {
    const newsroom = await sampleNewsroom();
    const answer = await newsroom.ask(await chosen(newsroom, list));
    const html = await answer.text();
    expect([answer.status, plainText(html)]).toEqual([422, expect.stringContaining(expected)]);
    expect(html).toMatch(/<title>Error: Import people/);
  });

  test('an unknown import on the desk has no page, no file and no buttons', async () => {
    const newsroom = await sampleNewsroom();
    for (const path of ['/desk/import/nothing', '/desk/import/nothing/refused.csv']) expect((await newsroom.ask(path)).status).toBe(404);
    for (const decision of ['begin', 'stop']) expect((await send(newsroom, `/desk/import/nothing/${decision}`)).status).toBe(404);
  });
});

describe('the audit log', () => {
  test('the audit log has each decision of the desk in words, without an address', async () => {
    const newsroom = await sampleNewsroom({ files: { 'newsroom.yaml': `${RULES}approval: required\n` } });
    await send(newsroom, '/desk/pause', { reason: 'Wait' });
    await send(newsroom, '/desk/resume');
    await send(newsroom, '/desk/resume/email');
    await pressYes(newsroom, 'alert-what-we-learned', await readYes(newsroom, 'alert-what-we-learned'));
    for (const action of ['pause', 'resume', 'cancel', 'uncancel'])
      await send(newsroom, `/desk/publications/alert-what-we-learned/${action}`);
    await send(newsroom, `/desk/people/${newsroom.anyone}/stop`);
    await send(newsroom, `/desk/people/${newsroom.anyone}/erase`, { sure: 'yes' });
    const html = await newsroom.page('/desk/audit');
    for (const phrase of [
      'Paused everything: Wait',
      'Let everything go on',
      'Resumed email',
      'Approved',
      'Paused',
      'Let go on',
      'Cancelled',
      'Took back the cancellation of',
      'Stopped the emails to',
      'Erased',
    ])
      expect(html).toContain(phrase);
    expect(html).not.toMatch(/avon\.example\.org/);
  });

  test('the audit log is read page by page', async () => {
    const newsroom = await sampleNewsroom();
    for (let i = 0; i < 60; i += 1)
      await newsroom.world.audit.record({ at: newsroom.time.now.add({ seconds: i }), by: 'Sam', did: 'exported', people: 100 + i });
    const html = await newsroom.page('/desk/audit');
    expect(html).toMatch(/Exported 159 people[\s\S]*Exported 110 people/);
    const older = new URL(/href="([^"]+)" rel="next"/.exec(html)?.[1]?.replaceAll('&#x3D;', '=').replaceAll('&amp;', '&') ?? '', SITE);
    expect(await newsroom.page(older.pathname + older.search)).toMatch(/Exported 109 people[\s\S]*Exported 100 people[\s\S]*Newest/);
  });
});
