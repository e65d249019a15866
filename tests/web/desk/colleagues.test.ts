import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { oidcIssuer } from '#adapters/identity/oidc-issuer';
import { plainText } from '#tests/web/desk/page-text';
import { SITE } from '#tests/web/sample-newsroom';
import { signedInDesk } from '#tests/web/signed-in-desk';
import { desk } from '#web/desk/desk';

const opened = await signedInDesk();
afterAll(() => opened.standIn.stop());

const PAGE = '/desk/colleagues';
const ALL = ['writes', 'approves', 'sees-people', 'changes-colleagues'];

/** A browser in which this person has signed in. Each has an account at the issuer. */
async function signedIn(name: string) {
  opened.standIn.behaviour.person = { sub: name, email: `${name}@example.org` };
  const browser = opened.browser();
  await browser.signIn();
  const page = async () => plainText(await (await browser.ask(PAGE)).text());
  const version = async () => /name="version" value="(\d+)"/.exec(await (await browser.ask(PAGE)).text())?.[1] ?? 'none';
  /** Sends a form of the page as it is now, or as it was at a version. */
  const press = async (change: string, fields: Record<string, string>, rights: string[] = [], seen?: string) => {
    const body = new URLSearchParams({ version: seen ?? (await version()), ...fields });
    for (const right of rights) body.append('rights', right);
    return browser.ask(`${PAGE}/${change}`, { method: 'POST', headers: { 'Sec-Fetch-Site': 'same-origin' }, body });
  };
  return { ...browser, page, version, press };
}

/** A newsroom as it was before there was a list of colleagues: Ada alone, or also others, have accounts. */
async function startAgain(...names: string[]): Promise<void> {
  const { pool } = opened.standIn;
  for (const { email } of pool.users()) pool.answer('AdminDisableUser', { UserPoolId: pool.id, Username: email });
  for (const name of names) {
    await opened.accounts.open(`${name}@example.org`);
    pool.signIn(`${name}@example.org`);
  }
  opened.world.colleagues = opened.noColleagues();
}

beforeEach(() => startAgain('ada'));

describe('letting colleagues in and out', () => {
  test('a newsroom begins with one colleague who has every right, and is told to let in a second', async () => {
    const ada = await signedIn('ada');
    expect(await ada.page()).toMatch(/ada@example\.org \(you\) writes, approves and sends, sees people, changes rules and colleagues\./);
    expect(await ada.page()).toMatch('Let in a second: if ada@example.org is away, nobody can.');
  });

  test('a colleague is let in for what is ticked, with an invitation, and everybody who was in keeps every right', async () => {
    await startAgain('ada', 'cy');
    const ada = await signedIn('ada');
    const answer = await ada.press('let-in', { name: ' Ben  Okri ', address: 'Ben@Example.org' }, ['writes', 'sees-people']);
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, `${PAGE}?told=let-in`]);
    expect(opened.standIn.pool.invitations.at(-1)).toBe('ben@example.org');
    expect(await ada.page()).toMatch(/Ben Okri writes, sees people\. ben@example\.org Invited, and not signed in yet/);
    expect(await ada.page()).toMatch(/cy@example\.org writes, approves and sends, sees people, changes rules and colleagues\./);
    const ben = await signedIn('ben');
    expect((await ben.ask('/desk/people')).status).toBe(200);
    expect(plainText(await (await ben.post('/desk/resume')).text())).toMatch('Ask ada@example.org or cy@example.org.');
    expect(await ben.page()).toMatch('Only colleagues who change rules and colleagues can change this list.');
    expect(await (await ben.ask(PAGE)).text()).not.toMatch('/desk/colleagues/let-in');
  });

  test('a colleague who is let out is out at the next click, cannot sign in, and comes back only by being let in', async () => {
    await startAgain('ada', 'ben', 'cy');
    const [ada, ben] = [await signedIn('ada'), await signedIn('ben')];
    expect((await ben.ask('/desk/plan')).status).toBe(200);
    expect((await ada.press('let-out', { address: 'ben@example.org' })).status).toBe(303);
    const refused = await ben.ask('/desk/plan');
    expect([refused.status, plainText(await refused.text())]).toEqual([
      403,
      expect.stringMatching(/You are not let in to this desk.*Ask ada/),
    ]);
    expect(await opened.accounts.all()).toContainEqual({ address: 'ben@example.org', state: 'closed' });
    await ada.press('let-in', { name: 'Ben', address: 'ben@example.org' }, ['writes']);
    expect(await opened.accounts.all()).toContainEqual({ address: 'ben@example.org', state: 'open' });
    // The session of before has ended: they sign in again.
    expect((await ben.ask('/desk/plan')).status).toBe(401);
    expect((await (await signedIn('ben')).ask('/desk/plan')).status).toBe(200);
  });

  test('a colleague whose rights change has the new ones from the next click on', async () => {
    await startAgain('ada', 'ben', 'cy');
    const [ada, ben] = [await signedIn('ada'), await signedIn('ben')];
    await ada.press('rights', { name: 'Ben', address: 'ben@example.org' }, ['writes']);
    expect((await ben.ask('/desk/people')).status).toBe(403);
    await ada.press('rights', { name: 'Ben', address: 'ben@example.org' }, ['writes', 'sees-people']);
    expect((await ben.ask('/desk/people')).status).toBe(200);
  });

  test('the last two colleagues who may change colleagues cannot be made fewer, and the page says why', async () => {
    await startAgain('ada', 'ben');
    const ada = await signedIn('ada');
    for (const answer of [
      await ada.press('let-out', { address: 'ben@example.org', name: 'Ben' }),
      await ada.press('rights', { address: 'ben@example.org', name: 'Ben' }, ['writes']),
      await ada.press('let-out', { address: 'ada@example.org', name: 'Ada' }),
    ])
      expect([answer.status, plainText(await answer.text())]).toEqual([
        422,
        expect.stringMatching(/There is a problem\. Nothing has changed: at least two colleagues must be able to change/),
      ]);
    expect(await opened.world.colleagues.read()).toBeUndefined();
  });

  test('of two changes of the colleagues from the same page, the second is refused and changes nothing', async () => {
    await startAgain('ada', 'ben', 'cy');
    const ada = await signedIn('ada');
    const seen = await ada.version();
    await ada.press('let-out', { address: 'ben@example.org' }, [], seen);
    const late = await ada.press('let-in', { name: 'Di', address: 'di@example.org' }, ALL, seen);
    expect([late.status, plainText(await late.text())]).toEqual([
      409,
      expect.stringMatching('Somebody changed the colleagues while you were'),
    ]);
    expect((await opened.world.colleagues.read())?.people.map(({ name }) => name)).toEqual(['ada@example.org', 'cy@example.org']);
    expect((await opened.accounts.all()).map(({ address }) => address)).not.toContain('di@example.org');
  });

  test('what is missing to let somebody in is said beside it, and what was typed stays', async () => {
    const ada = await signedIn('ada');
    const answer = await ada.press('let-in', { name: '', address: 'ben at example' }, ['approves']);
    const html = await answer.text();
    expect(answer.status).toBe(422);
    expect(html).toMatch('<title>Error: Colleagues');
    expect(html).toMatch('Write the name by which colleagues know them');
    expect(html).toMatch('value="ben at example"');
    expect(html).toMatch(/id="new-approves"[^>]* checked/);
    expect(html).not.toMatch(/id="new-writes"[^>]* checked/);
  });

  test('letting in, changing and letting out are in the audit log, with who did it', async () => {
    await startAgain('ada', 'ben');
    const ada = await signedIn('ada');
    await ada.press('let-in', { name: 'Eve', address: 'eve@example.org' }, ['writes']);
    opened.wait({ minutes: 1 });
    await ada.press('rights', { name: 'Eve', address: 'eve@example.org' }, ['writes', 'approves']);
    opened.wait({ minutes: 1 });
    await ada.press('invite', { name: 'Eve', address: 'eve@example.org' });
    opened.wait({ minutes: 1 });
    await ada.press('let-out', { name: 'Eve', address: 'eve@example.org' });
    expect(plainText(await (await ada.ask('/desk/audit')).text())).toMatch(
      /Let out eve@example\.org ada@.* Sent the invitation again to eve@example\.org .*Changed what eve@example\.org may do: Eve writes, approves and sends .*Let in eve@example\.org: Eve writes ada@/,
    );
  });

  test('an account that could not be opened leaves a colleague on the list, who can be invited again', async () => {
    await startAgain('ada', 'ben');
    const ada = await signedIn('ada');
    const version = await ada.version();
    opened.standIn.pool.refuseNext('AdminCreateUser');
    expect((await ada.press('let-in', { name: 'Di', address: 'di@example.org' }, ['writes'], version)).status).toBe(500);
    expect(await ada.page()).toMatch(/Di writes\. di@example\.org Has no account to sign in with\. Send the invitation\./);
    expect((await ada.press('invite', { name: 'Di', address: 'di@example.org' })).status).toBe(303);
    expect(await ada.page()).toMatch(/Di writes\. di@example\.org Invited, and not signed in yet/);
  });
});

test('a colleague who may not write any more gets back the words that they sent, and sees no button to write', async () => {
  await startAgain('ada', 'ben', 'cy');
  const [ada, ben] = [await signedIn('ada'), await signedIn('ben')];
  const draft = (await ben.post('/desk/stories/new', { kind: 'post' })).headers.get('Location') ?? '';
  await ada.press('rights', { name: 'Ben', address: 'ben@example.org' }, ['approves']);
  const answer = await ben.post(draft, { version: '1', body: 'An hour of work.' });
  expect([answer.status, await answer.text()]).toEqual([
    403,
    expect.stringMatching(/<textarea[^>]* readonly>An hour of work\.<\/textarea>/),
  ]);
  const stories = await (await ben.ask('/desk/stories')).text();
  expect(stories).not.toMatch('/desk/stories/new');
  expect(stories).not.toMatch('href="/desk/people"');
  expect(plainText(stories)).toMatch('Only colleagues who write can change it.');
});

test('on one machine whoever does not sign in may do everything, and whoever does is that colleague', async () => {
  const { world, standIn, sessions, accounts, time } = opened;
  const app = desk(world, { issuer: oidcIssuer(standIn.config), sessions, accounts, optional: true });
  const ask = (path: string, secret?: string) =>
    app.request(
      `${SITE}${path}`,
      { headers: secret === undefined ? {} : { Cookie: `__Host-session=${secret}` } },
      {
        event: { requestContext: { timeEpoch: time.now.epochMilliseconds } },
      },
    );
  await world.colleagues.replace({ version: 0, people: [{ address: 'ben@example.org', name: 'Ben', rights: ['writes'] }] });
  expect((await ask('/desk/people')).status).toBe(200);
  expect(plainText(await (await ask('/desk/account')).text())).toMatch('Sign in as a colleague');
  const secret = await sessions.begin({ person: 'ben', email: 'ben@example.org', signedIn: time.now, seen: time.now });
  expect((await ask('/desk/people', secret)).status).toBe(403);
  expect(plainText(await (await ask('/desk/account', secret)).text())).toMatch(/ben@example\.org Your part writes/);
  expect((await ask('/desk/', 'made up')).status).toBe(401);
});
