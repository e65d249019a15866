import { afterAll, beforeAll, expect, test } from 'vitest';
import { RIGHTS } from '#core/desk/colleagues';
import { readNewsroom } from '#core/story/snapshot';
import { requestMorningSummary } from '#flow/transactional/request-morning-summary';
import { plainText } from '#tests/web/desk/page-text';
import { readYes } from '#tests/web/desk/say-yes';
import { NEW_POST, writer } from '#tests/web/desk/story-writer';
import { RULES } from '#tests/web/sample-newsroom';
import { signedInDesk } from '#tests/web/signed-in-desk';

const STRICT = `${RULES}four_eyes: true\nnotes_to: team@example.org\n`;
const ALERT = '/desk/publications/alert-2019-09-13-talking-first';
const opened: Awaited<ReturnType<typeof signedInDesk>>[] = [];
afterAll(async () => {
  for (const { standIn } of opened) await standIn.stop();
});

/** A newsroom under the rule of four eyes, in which Ada and Ben may do everything, and Cy only writes. */
async function strictDesk() {
  const desk = await signedInDesk();
  opened.push(desk);
  desk.files.clear();
  desk.files.set('newsroom.yaml', new TextEncoder().encode(STRICT));
  await desk.world.colleagues.replace({
    version: 0,
    people: [
      { address: 'ada@example.org', name: 'Ada', rights: RIGHTS },
      { address: 'ben@example.org', name: 'Ben', rights: RIGHTS },
      { address: 'cy@example.org', name: 'Cy', rights: ['writes'] },
    ],
  });
  await desk.moveTo('2019-09-12T08:00');
  /** A colleague at the desk, with all that they may press. */
  const as = async (name: string) => {
    desk.standIn.behaviour.person = { sub: name, email: `${name}@example.org` };
    const browser = desk.browser();
    await browser.signIn();
    const page = async (path: string) => (await browser.ask(path)).text();
    const asked = { ...desk, ask: browser.ask, page };
    const approve = async (id: string, more: Record<string, string> = {}) =>
      browser.post(`${id}/approve`, { outgoing: await readYes(asked, id.replace('/desk/publications/', '')), ...more });
    return { ...writer(asked as never), text: async (path: string) => plainText(await page(path)), page, approve, post: browser.post };
  };
  const sent = () => desk.mails.filter(({ to }) => to === 'person0@avon.example.org').length;
  return { ...desk, as, sent };
}

type Desk = Awaited<ReturnType<typeof strictDesk>>;

/** Writes a post that goes out on the 13th at nine. */
async function written(by: Awaited<ReturnType<Desk['as']>>): Promise<string> {
  const draft = await by.begin('post');
  await by.save(draft, NEW_POST);
  return draft;
}

let desk: Desk;
beforeAll(async () => {
  desk = await strictDesk();
});

test('what somebody wrote and published waits for the yes of somebody else, and the page says whom to ask', async () => {
  const ada = await desk.as('ada');
  const draft = await written(ada);
  expect(await ada.text(`${draft}/check`)).toMatch(
    'You wrote this last, and here nothing goes out that only one person has seen. Ask Ben to look at it and say yes. Publish does not count as that yes.',
  );
  expect((await ada.publish(draft)).status).toBe(303);
  expect(await ada.text(ALERT)).toMatch(/It waits for the yes of somebody who did not write it\..*You wrote this last.* Ask Ben/);
  const refused = await ada.approve(ALERT);
  expect([refused.status, plainText(await refused.text())]).toEqual([409, expect.stringMatching('You wrote this last')]);
  expect(await ada.text('/desk/yes')).toMatch('You wrote this last');
  expect(await ada.page('/desk/yes')).not.toMatch('Say yes to what is ticked');
  const pressed = await ada.post('/desk/yes', {
    yes: 'alert-2019-09-13-talking-first',
    'outgoing-alert-2019-09-13-talking-first': await readYes({ ...desk, page: ada.page } as never, 'alert-2019-09-13-talking-first'),
  });
  expect([pressed.status, plainText(await pressed.text())]).toEqual([409, expect.stringMatching('somebody else has to say yes')]);
  await desk.moveTo('2019-09-13T09:00');
  expect(desk.sent()).toBe(0);
  const ben = await desk.as('ben');
  expect((await ben.approve(ALERT)).status).toBe(303);
  await desk.moveTo('2019-09-13T09:10');
  expect(desk.sent()).toBe(1);
});

test('whoever publishes the words of a colleague says yes to them by that, and a word of their own makes it their text', async () => {
  const { as, moveTo, sent } = await strictDesk();
  const cy = await as('cy');
  const draft = await written(cy);
  expect(await cy.text(`${draft}/check`)).toMatch('Only colleagues who approve and send can do this.');
  const ada = await as('ada');
  expect(await ada.text(`${draft}/check`)).not.toMatch('You wrote this last');
  expect((await ada.publish(draft)).status).toBe(303);
  await moveTo('2019-09-13T09:00');
  expect(sent()).toBe(1);

  const [cyAgain, adaAgain] = [await as('cy'), await as('ada')];
  const second = await cyAgain.begin('post');
  await cyAgain.save(second, { ...NEW_POST, title: 'Second', 'published-day': '16' });
  await adaAgain.save(second, { summary: 'One word more.' });
  await adaAgain.publish(second);
  await moveTo('2019-09-16T09:00');
  expect(sent()).toBe(1);
  expect((await (await as('ada')).approve('/desk/publications/alert-2019-09-16-second')).status).toBe(409);
  expect((await (await as('ben')).approve('/desk/publications/alert-2019-09-16-second')).status).toBe(303);
  await moveTo('2019-09-16T09:10');
  expect(sent()).toBe(2);
});

test('words whose Publish was cut off before it was recorded still are their writer’s, who may not say yes to them', async () => {
  const { as, world } = await strictDesk();
  const ada = await as('ada');
  const draft = await written(ada);
  const keep = world.drafts.save;
  world.drafts.save = async (version) => {
    if (version.state === 'published') throw new Error('killed');
    return keep(version);
  };
  await ada.publish(draft).catch(() => undefined);
  world.drafts.save = keep;
  expect((await ada.approve(ALERT)).status).toBe(409);
  expect((await (await as('ben')).approve(ALERT)).status).toBe(303);
});

test('alone, with a reason, it goes out in an emergency: the audit log has the reason, and the morning summary tells everybody', async () => {
  const { as, moveTo, sent, world, london, texts } = { ...(await strictDesk()), texts: [] as string[] };
  const ada = await as('ada');
  await ada.publish(await written(ada));
  const empty = await ada.approve(ALERT, { alone: '  ' });
  expect([empty.status, plainText(await empty.text())]).toEqual([
    422,
    expect.stringMatching('Write why it cannot wait for somebody else.'),
  ]);
  expect((await ada.approve(ALERT, { alone: 'Ben is ill, and the hall has burnt down' })).status).toBe(303);
  const put = world.texts.put;
  world.texts.put = (text) => {
    texts.push(text);
    return put(text);
  };
  const { newsroom } = readNewsroom(await world.content.read());
  if (newsroom) await requestMorningSummary(world, newsroom.rules, london('2019-09-13T08:00'));
  expect(texts.join()).toMatch(/ada@example\.org wrote it last, and let it out alone, because: Ben is ill, and\s+the hall has burnt down/);
  await moveTo('2019-09-13T09:00');
  expect(sent()).toBe(1);
  expect(await (await as('ada')).text('/desk/audit')).toMatch(
    'Approved alone alert-2019-09-13-talking-first : Ben is ill, and the hall has burnt down',
  );
});

test('who may approve is told at once, and once, of what was let out alone, and Home asks until one of them has looked', async () => {
  const { as, moveTo, mails, enqueued } = await strictDesk();
  const ada = await as('ada');
  await ada.publish(await written(ada));
  const told = () => mails.filter(({ message }) => new TextDecoder().decode(message).includes('Subject: Let out alone: '));
  const outgoing = await readYes({ ...desk, page: ada.page } as never, 'alert-2019-09-13-talking-first');
  for (let press = 0; press < 2; press += 1) await ada.post(`${ALERT}/approve`, { outgoing, alone: 'Ben is ill' });
  enqueued.tests.push(...enqueued.tests);
  await moveTo('2019-09-12T08:02');
  expect(told().map(({ to }) => to)).toEqual(['ben@example.org']);
  expect(new TextDecoder().decode(told()[0]?.message)).toMatch(/let it out alone, because: Ben is\s+ill/);
  const home = /ada@example\.org wrote it last, and let it out alone, because: Ben is ill/;
  expect(await ada.text('/desk/')).toMatch(home);
  expect(await ada.text(ALERT)).toMatch('Somebody else has to look at it. Ask Ben to look at it and say yes.');
  const letOut = /name="let-out" value="([^"]*)"/.exec(await (await as('ben')).page(ALERT))?.[1] ?? '';
  expect((await (await as('cy')).post(`${ALERT}/looked`, { 'let-out': letOut })).status).toBe(403);
  expect((await (await as('ada')).post(`${ALERT}/looked`, { 'let-out': letOut })).status).toBe(409);
  await moveTo('2019-09-13T09:10');
  const ben = await as('ben');
  expect(await ben.text('/desk/')).toMatch(home);
  expect((await ben.post(`${ALERT}/looked`, { 'let-out': letOut })).headers.get('Location')).toMatch('told=looked');
  expect(await ben.text('/desk/')).not.toMatch(home);
  expect(await ben.text(ALERT)).toMatch('ben@example.org has looked at it since.');
  expect(await ben.text('/desk/audit')).toMatch('Looked at what a colleague had let out alone: alert-2019-09-13-talking-first');
});

test('what was let out alone and changed since only waits for a yes: Home asks one thing about it, and not two', async () => {
  const { as } = await strictDesk();
  const ada = await as('ada');
  const draft = await written(ada);
  await ada.publish(draft);
  await ada.approve(ALERT, { alone: 'Ben is ill' });
  expect(await ada.text('/desk/')).toMatch('let it out alone, because: Ben is ill');
  await ada.save(draft, { summary: 'Another word.' });
  await ada.publish(draft);
  const home = await ada.text('/desk/');
  expect(home).toMatch(/New post: Talking first/);
  expect(home).not.toMatch('let it out alone');
});

test('with nobody else who may approve, whoever gets the morning summary is told of what was let out alone', async () => {
  const { as, moveTo, mails, world } = await strictDesk();
  await world.colleagues.replace({ version: 1, people: [{ address: 'ada@example.org', name: 'Ada', rights: RIGHTS }] });
  const ada = await as('ada');
  await ada.publish(await written(ada));
  await ada.approve(ALERT, { alone: 'Nobody else is here' });
  await moveTo('2019-09-12T08:02');
  expect(mails.filter(({ message }) => new TextDecoder().decode(message).includes('Let out alone')).map(({ to }) => to)).toEqual([
    'team@example.org',
  ]);
});

test('the time and the words that somebody sets for a digest make it theirs, until a colleague says yes', async () => {
  const { as, files, moveTo, sent } = await strictDesk();
  const [ada, ben] = [await as('ada'), await as('ben')];
  await ada.publish(await written(ada));
  await ben.approve(ALERT);
  const digest = '/desk/publications/digest-weekly-2019-09-19';
  files.set('newsroom.yaml', new TextEncoder().encode(STRICT));
  await moveTo('2019-09-13T09:00');
  expect(sent()).toBe(1);
  const [adaNow, benNow] = [await as('ada'), await as('ben')];
  const form = await benNow.page(`${digest}/digest`);
  const version = /name="version" value="(\d+)"/.exec(form)?.[1] ?? '';
  expect((await benNow.post(`${digest}/digest`, { version, subject: 'A subject of Ben’s' })).status).toBe(303);
  expect((await benNow.approve(digest)).status).toBe(409);
  expect((await adaNow.approve(digest)).status).toBe(303);
});
