import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import type { Subscriber } from '#core/subscriber/subscriber';
import { linkIn, posted } from '#tests/web/readers/subscribed';
import { sampleNewsroom } from '#tests/web/sample-newsroom';

type Newsroom = Awaited<ReturnType<typeof sampleNewsroom>>;

const AT = '2019-09-12T08:00';
const CHOICES = { frequency: 'weekly', topics: 'medication', name: 'Zoë O’Neill', organisation: '' };

/** A reader with a link to their preferences. */
async function reader(more: Partial<Subscriber> = {}, link: 'preferences' | 'fresh' = 'preferences') {
  const newsroom = await sampleNewsroom({ people: [more, {}], at: AT });
  const { world, anyone, time } = newsroom;
  const here = `/p/${world.tokens.sign(link, anyone, time.now.add({ hours: 24 }))}`;
  const send = (path: string, fields: Record<string, string | string[]> = {}, headers: Record<string, string> = {}) => {
    const body = new URLSearchParams(Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one) => [name, one])));
    return newsroom.ask(`${here}${path}`, { method: 'POST', body, headers });
  };
  const subscriber = async () => await world.subscribers.find(anyone);
  return { newsroom, world, anyone, here, send, subscriber };
}

/** What a browser shows after a form: the page of the redirect. */
async function followed(newsroom: Newsroom, answer: Response): Promise<string> {
  expect(answer.status).toBe(303);
  return newsroom.page(answer.headers.get('Location') ?? '');
}

describe('the preferences page', () => {
  test('the preferences page says in words what the reader gets, and shows the form as chosen', async () => {
    const { newsroom, here } = await reader({ frequency: 'weekly', topics: ['medication' as never] });
    const html = await newsroom.page(here);
    expect(html).toMatch('the weekly digest');
    expect(html).toMatch(/value="weekly" checked/);
    expect(html).toMatch(/value="medication" checked/);
    expect(html).toMatch(/value="avon" selected/);
    expect(html).toMatch(`/u/${newsroom.world.tokens.sign('unsubscribe', newsroom.anyone)}`);
    expect(html).toMatch('noindex');
  });

  test('the preferences page saves what is chosen, and then says what the reader gets now', async () => {
    const { newsroom, send, subscriber } = await reader();
    const html = await followed(newsroom, await send('', CHOICES));
    expect(html).toMatch('Your changes are saved.');
    expect(html).toMatch('Zoë O’Neill');
    const { frequency, topics, name, organisation, status } = (await subscriber()) ?? {};
    expect([frequency, topics, name, organisation, status]).toEqual(['weekly', ['medication'], 'Zoë O’Neill', undefined, 'confirmed']);
    await newsroom.moveTo('2019-09-12T09:00');
    expect(newsroom.mails.map(({ to }) => to)).toEqual(['person1@avon.example.org']);
  });

  test('the preferences page saves every topic as all topics, later ones included', async () => {
    const { send, subscriber } = await reader();
    await send('', { ...CHOICES, topics: ['medication', 'leadership'] });
    expect((await subscriber())?.topics).toEqual([]);
  });

  test('the preferences page says what is wrong, beside the field and above, and keeps what was typed', async () => {
    const { send, subscriber } = await reader();
    const name = 'x'.repeat(81);
    const answer = await send('', { ...CHOICES, frequency: 'hourly', name });
    const html = await answer.text();
    expect(answer.status).toBe(422);
    expect(html).toMatch('<title>Error: The emails you get');
    for (const field of ['name', 'frequency-1']) {
      expect(html).toMatch(`href="#${field}"`);
      expect(html).toMatch(`id="${field}"`);
    }
    expect(html).toMatch(name);
    expect(html).toMatch(/value="medication" checked/);
    expect((await subscriber())?.frequency).toBe('each');
  });

  test('the preferences page does not overwrite an unsubscribe that came while it was open', async () => {
    const { world, send, subscriber, anyone, newsroom } = await reader();
    const find = world.subscribers.find;
    let read = 0;
    world.subscribers.find = async (id) => {
      const found = await find(id);
      read += 1;
      if (read === 1) await world.subscribers.unsubscribe(anyone, newsroom.time.now, 'page');
      return found;
    };
    await send('', CHOICES);
    expect((await subscriber())?.status).toBe('unsubscribed');
  });

  test('the preferences page refuses a form that another site sent', async () => {
    const { send, subscriber } = await reader();
    expect((await send('', CHOICES, { 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403);
    expect((await subscriber())?.frequency).toBe('each');
    expect((await send('', CHOICES, { 'Sec-Fetch-Site': 'same-origin' })).status).toBe(303);
  });

  test.each(['unsubscribed', 'pending-unsubscribe', 'bounced', 'complained'] as const)(
    'the preferences page is closed to a reader whose active suppression is %s, and changes nothing',
    async (why) => {
      const { world, anyone, newsroom, here, send, subscriber } = await reader();
      await world.suppressions.add(anyone, why, newsroom.time.now);
      expect(await newsroom.page(here)).not.toMatch('Save changes');
      await send('', CHOICES);
      await send('/pause', { again: 'now' });
      expect((await subscriber())?.frequency).toBe('each');
      expect(await world.suppressions.has(anyone)).toBe(true);
    },
  );
});

describe('a reader’s pause', () => {
  test('a reader’s pause keeps emails away until its day, and one button ends it', async () => {
    const { newsroom, send, here } = await reader();
    expect(await followed(newsroom, await send('/pause', { day: '13', month: '9', year: '2019' }))).toMatch('Friday 13 September 2019');
    await newsroom.moveTo('2019-09-12T09:00');
    expect(newsroom.mails.map(({ to }) => to)).toEqual(['person1@avon.example.org']);
    expect(await newsroom.page(here)).toMatch('Start again now');
    expect(await followed(newsroom, await send('/pause', { again: 'now' }))).toMatch('from now on');
    expect(await newsroom.page(here)).not.toMatch('Start again now');
  });

  test('a reader’s pause set while an email is being sent still stops that email, and the ledger says why', async () => {
    const { newsroom, world, anyone, send } = await reader();
    const read = world.subscribers.readForSending;
    world.subscribers.readForSending = async (ids) => {
      await send('/pause', { day: '13', month: '9', year: '2019' });
      return read(ids);
    };
    await newsroom.moveTo('2019-09-12T09:00');
    expect(newsroom.mails.map(({ to }) => to)).toEqual(['person1@avon.example.org']);
    const [alert] = (await world.publications.all()).filter(({ kind }) => kind === 'alert');
    const rows = alert && (await world.ledger.group({ publication: alert.id, chunk: 0, group: 0 }));
    expect(rows?.get(anyone)).toMatchObject({ state: 'suppressed', why: 'paused' });
  });

  test.each([
    [{ day: '', month: '', year: '' }, 'Enter the date'],
    [{ day: '31', month: '9', year: '2019' }, 'real date'],
    [{ day: '12', month: '9', year: '2019' }, 'after today'],
    [{ day: '12', month: '10', year: '2029' }, 'next 12 months'],
    [{ day: 'x', month: '10', year: '19' }, 'real date'],
  ])('a reader’s pause until %j is refused: %s', async (typed, sentence) => {
    const { send, subscriber } = await reader();
    const answer = await send('/pause', typed);
    const html = await answer.text();
    expect([answer.status, html.includes(sentence)]).toEqual([422, true]);
    for (const value of Object.values(typed)) expect(html).toMatch(`value="${value}"`);
    expect((await subscriber())?.pausedUntil).toBeUndefined();
  });
});

describe('an expired preferences link', () => {
  test('an expired preferences link shows nothing of the reader, and sends a new one by a button, once a day', async () => {
    const { newsroom, here } = await reader();
    newsroom.time.now = newsroom.london('2019-11-12T08:00');
    for (const path of ['', '/held', '/held.json', '/forget']) {
      const answer = await newsroom.ask(`${here}${path}`);
      expect(answer.status).toBe(410);
      expect(await answer.text()).not.toMatch(/person0|Ama/);
    }
    const before = (await newsroom.ask(`${here}`, { method: 'POST', body: new URLSearchParams(CHOICES) })).status;
    expect(before).toBe(410);
    for (let time = 0; time < 3; time += 1) {
      expect(await (await newsroom.ask(`${here}/link`, { method: 'POST' })).text()).toMatch('Check your email');
      await newsroom.sendAllTransactional();
    }
    expect(newsroom.mails.map(({ to }) => to)).toEqual(['person0@avon.example.org']);
  });

  test('an expired preferences link of an unsubscribed reader sends nothing, with the same answer', async () => {
    const { newsroom, here, world, anyone } = await reader();
    newsroom.time.now = newsroom.london('2019-11-12T08:00');
    const answer = await (await newsroom.ask(`${here}/link`, { method: 'POST' })).text();
    await newsroom.sendAllTransactional();
    newsroom.time.now = newsroom.london('2019-11-13T08:00');
    await world.suppressions.add(anyone, 'unsubscribed', newsroom.time.now);
    expect(await (await newsroom.ask(`${here}/link`, { method: 'POST' })).text()).toBe(answer);
    await newsroom.sendAllTransactional();
    expect(newsroom.mails).toHaveLength(1);
  });
});

describe('what needs a fresh link', () => {
  const NEEDS_FRESH = [
    ['GET', '/held'],
    ['GET', '/held.json'],
    ['GET', '/forget'],
    ['POST', '/forget'],
    ['GET', '/address'],
    ['POST', '/address'],
  ] as const;
  const asked = (newsroom: Newsroom, link: string, method: string, path: string) =>
    newsroom.ask(link + path, method === 'GET' ? {} : { method, body: new URLSearchParams({ address: 'thief@evil.example' }) });

  test.each(NEEDS_FRESH)(
    'what needs a fresh link is refused with the link of an email that may have been passed on: %s %s',
    async (method, path) => {
      const { newsroom, world, anyone, here, subscriber } = await reader();
      const answer = await asked(newsroom, here, method, path);
      expect(answer.status).toBe(403);
      const html = await answer.text();
      expect(html).toMatch(`action="${here}/link"`);
      expect(html).not.toMatch(/person0|Ama/);
      await newsroom.sendAllTransactional();
      expect([newsroom.mails, (await subscriber())?.status, await world.suppressions.log(anyone)]).toEqual([[], 'confirmed', []]);
    },
  );

  test('what needs a fresh link works with the one that the reader is sent, for a day', async () => {
    const { newsroom, here, send, subscriber } = await reader();
    await send('/link');
    await newsroom.sendAllTransactional();
    expect(newsroom.mails.map(({ to }) => to)).toEqual(['person0@avon.example.org']);
    const fresh = linkIn(newsroom);
    expect(fresh).not.toBe(here);
    expect(await newsroom.page(`${fresh}/held`)).toMatch('person0@avon.example.org');
    expect(await newsroom.page(fresh)).toMatch('Your new email address');
    newsroom.time.now = newsroom.time.now.add({ hours: 26 });
    for (const [method, path] of NEEDS_FRESH) expect((await asked(newsroom, fresh, method, path)).status).toBe(410);
    await newsroom.ask(`${fresh}/link`, { method: 'POST' });
    await newsroom.sendAllTransactional();
    expect((await newsroom.ask(`${linkIn(newsroom)}/forget`, { method: 'POST' })).status).toBe(200);
    expect(await subscriber()).toBeUndefined();
  });

  test('what needs a fresh link is done by hand for a reader who gets no emails, because none may be sent', async () => {
    const { newsroom, world, anyone, here } = await reader();
    await world.suppressions.add(anyone, 'unsubscribed', newsroom.time.now);
    await world.subscribers.unsubscribe(anyone, newsroom.time.now, 'page');
    const html = await newsroom.page(`${here}/held`);
    expect(html).toMatch('mailto:team@example.org');
    expect(html).not.toMatch('<form');
  });

  test('the email to somebody whose address was typed into the form holds no fresh link', async () => {
    const { newsroom } = await reader();
    await newsroom.ask('/subscribe', posted({ email: 'person0@avon.example.org' }));
    await newsroom.sendAllTransactional();
    expect((await newsroom.ask(`${linkIn(newsroom)}/held`)).status).toBe(403);
  });
});

describe('a new address on the preferences page', () => {
  test('a new address must be confirmed, and the old one is told; nothing changes before', async () => {
    const { newsroom, send, subscriber, world, anyone } = await reader({}, 'fresh');
    const html = await (await send('/address', { address: 'ama@devon.example.org' })).text();
    expect(html).toMatch('ama@devon.example.org');
    await newsroom.sendAllTransactional();
    expect(newsroom.mails.map(({ to }) => to).toSorted()).toEqual(['ama@devon.example.org', 'person0@avon.example.org']);
    expect((await subscriber())?.status).toBe('confirmed');
    const [signup] = await world.signups.to(world.subscribers.idOf('ama@devon.example.org'));
    expect(signup).toMatchObject({ address: 'ama@devon.example.org', changesAddressOf: anyone, name: 'Ama', organisation: 'avon' });
    expect(await world.texts.get(signup?.wording ?? '')).toMatch('Press the button');
  });

  test('a new address gets the same answer whether or not we know it', async () => {
    const [known, unknown] = await Promise.all(
      ['person1@avon.example.org', 'person9@avon.example.org'].map(async (address) => {
        const { newsroom, send } = await reader({}, 'fresh');
        const text = (await (await send('/address', { address })).text()).replaceAll(address, 'X');
        await newsroom.sendAllTransactional();
        return [text, newsroom.mails.map(({ to }) => to.replace(address, 'X')).toSorted()];
      }),
    );
    expect(known).toEqual(unknown);
  });

  test.each([
    ['', 'Enter your new email address'],
    ['ama at example', 'like name@example.com'],
    ['PERSON0@avon.example.org', 'go to this address already'],
  ])('the new address "%s" is refused: %s', async (address, sentence) => {
    const { newsroom, send } = await reader({}, 'fresh');
    const answer = await send('/address', { address });
    const html = await answer.text();
    expect([answer.status, html.includes(sentence), html.includes(`value="${address}"`)]).toEqual([422, true, true]);
    expect(newsroom.enqueued.transactional).toEqual([]);
  });

  test('a new address can be asked for three times a day, so that the form cannot be used to mail strangers', async () => {
    const { newsroom, send } = await reader({}, 'fresh');
    for (const n of [1, 2, 3]) expect((await send('/address', { address: `a${n}@example.org` })).status).toBe(200);
    expect((await send('/address', { address: 'a4@example.org' })).status).toBe(422);
    await newsroom.sendAllTransactional();
    expect(newsroom.mails.map(({ to }) => to).filter((to) => to.startsWith('a'))).toHaveLength(3);
  });
});

describe('a reader on a break', () => {
  /** A reader on a break until 20 September who has asked for another address, and the path of the confirming button. */
  async function moving(more: Partial<Subscriber> = {}) {
    const known = await reader({ pausedUntil: Temporal.PlainDate.from('2019-09-20'), ...more }, 'fresh');
    await known.send('/address', { address: 'ama@devon.example.org' });
    const moved = known.world.subscribers.idOf('ama@devon.example.org');
    const [signup] = await known.world.signups.to(moved);
    return { ...known, moved, confirm: `/c/${known.world.tokens.sign('confirm', moved, undefined, signup?.form)}` };
  }

  test('a reader who moves while on a break is told, before and after, that the break goes on', async () => {
    const { newsroom, confirm } = await moving();
    expect(await newsroom.page(confirm)).toMatch(/taking a break until <strong>Friday 20 September 2019<\/strong>/);
    for (const press of ['first', 'second']) {
      const page = await (await newsroom.ask(confirm, { method: 'POST' })).text();
      expect(page, press).toMatch(/start again on <strong>Friday 20 September 2019<\/strong>/);
      expect(page, press).not.toMatch('from now on');
    }
  });

  test('a reader who moves after the last day of a break is told that emails come from now on', async () => {
    const { newsroom, confirm } = await moving({ pausedUntil: Temporal.PlainDate.from('2019-09-12') });
    expect(await newsroom.page(confirm)).toMatch('From now on we send');
    expect(await (await newsroom.ask(confirm, { method: 'POST' })).text()).toMatch('You will get our emails from now on');
  });

  test('the old address of a reader who moved says that the emails were moved, not that the reader has left', async () => {
    const { newsroom, confirm, here, world, anyone } = await moving();
    await newsroom.ask(confirm, { method: 'POST' });
    for (const path of [here, `/u/${world.tokens.sign('unsubscribe', anyone)}`]) {
      const page = await newsroom.page(path);
      expect(page).toMatch('Your emails were moved to another address');
      expect(page).not.toMatch('You have left');
    }
  });

  test('a reader on a break who undoes an unsubscribe is told that the break goes on', async () => {
    const { newsroom, world, anyone } = await reader({ pausedUntil: Temporal.PlainDate.from('2019-09-20') });
    await newsroom.ask(`/u/${world.tokens.sign('unsubscribe', anyone)}`, { method: 'POST' });
    const undo = `/undo/${world.tokens.sign('undo', anyone, newsroom.time.now.add({ hours: 1 }))}`;
    const page = await (await newsroom.ask(undo, { method: 'POST' })).text();
    expect(page).toMatch(/start again on <strong>Friday 20 September 2019<\/strong>/);
  });
});

describe('the subject access page', () => {
  test('the subject access page shows all data about the reader, and its file says the same', async () => {
    const { newsroom, world, anyone, here, send } = await reader({}, 'fresh');
    const wording = await world.texts.put('You will get our emails.\nYou can stop at any time.');
    const subscriber = await world.subscribers.find(anyone);
    const now = newsroom.time.now;
    if (subscriber)
      await world.subscribers.save({
        ...subscriber,
        consent: { by: 'confirmation', wording, page: '/subscribe', asked: now, confirmed: now },
      });
    await newsroom.moveTo('2019-09-12T09:00');
    await send('/address', { address: 'ama@devon.example.org' });
    await world.bounces.record(anyone, { publication: 'digest-weekly-2019-09-05' as never, at: now });
    const html = await newsroom.page(`${here}/held`);
    const file = await newsroom.ask(`${here}/held.json`);
    expect(file.headers.get('Content-Disposition')).toMatch('attachment');
    const report = await file.json();
    for (const phrase of [
      'person0@avon.example.org',
      'You can stop at any time.',
      'New post: What we learned',
      'Sent.',
      'An email to you came back.',
      'ama@devon.example.org',
    ]) {
      expect(html).toMatch(phrase);
      expect(JSON.stringify(report)).toMatch(phrase);
    }
    expect(html).not.toMatch('person1@');
    expect(report.emails).toEqual([
      { due: '2019-09-12T09:00:00+01:00[Europe/London]', what: 'New post: What we learned', became: 'Sent.' },
    ]);
    expect(report.letters).toHaveLength(1);
  });

  test('the subject access page still answers after an unsubscribe', async () => {
    const { newsroom, world, anyone, here } = await reader({}, 'fresh');
    await world.suppressions.add(anyone, 'unsubscribed', newsroom.time.now);
    await world.subscribers.unsubscribe(anyone, newsroom.time.now, 'mail');
    expect(await newsroom.page(`${here}/held`)).toMatch('You left.');
  });
});

describe('erasure by the reader', () => {
  test('erasure by the reader takes one button and leaves only the keyed hash, however often it is pressed', async () => {
    const { newsroom, world, anyone, here, send, subscriber } = await reader({}, 'fresh');
    await newsroom.moveTo('2019-09-12T09:00');
    await send('/address', { address: 'ama@devon.example.org' });
    await world.signups.put({ ...(await signupOf(newsroom)), id: anyone, address: 'person0@avon.example.org' });
    expect(await newsroom.page(`${here}/forget`)).toMatch('Forget me');
    for (let time = 0; time < 2; time += 1) expect(await (await send('/forget')).text()).toMatch('coded mark');
    expect(await subscriber()).toBeUndefined();
    expect(await world.signups.to(anyone)).toEqual([]);
    expect(await world.signups.to(world.subscribers.idOf('ama@devon.example.org'))).toEqual([]);
    expect(await world.transactional.to(anyone)).toEqual([]);
    expect((await world.suppressions.log(anyone)).map(({ why }) => why)).toEqual(['erased']);
    for (const path of ['', '/forget']) expect(await newsroom.page(`${here}${path}`)).toMatch('We have forgotten you');
    const report = await (await newsroom.ask(`${here}/held.json`)).text();
    expect(report).not.toMatch(/person0|Ama|devon/);
  });

  test('erasure by the reader does not happen by opening the page', async () => {
    const { newsroom, here, subscriber } = await reader({}, 'fresh');
    await newsroom.page(`${here}/forget`);
    expect((await subscriber())?.status).toBe('confirmed');
  });
});

async function signupOf({ world }: Newsroom) {
  const [found] = await world.signups.to(world.subscribers.idOf('ama@devon.example.org'));
  if (!found) throw new Error('There is no sign-up.');
  return found;
}
