import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { MOST_TESTS } from '#core/transactional/test-email';
import { plainText } from '#tests/web/desk/page-text';
import { formsOf, OURS } from '#tests/web/desk/press';
import { NEW_POST, writer } from '#tests/web/desk/story-writer';
import { RULES, sampleNewsroom } from '#tests/web/sample-newsroom';

const ALERT = '/desk/publications/alert-what-we-learned';
const TEAM = { files: { 'newsroom.yaml': `${RULES}notes_to: [ada@example.org, sam@example.org]\n` }, at: '2019-09-11T10:00' };
const subjectOf = (message: Uint8Array) => /^Subject: (.*)\r$/m.exec(new TextDecoder().decode(message))?.[1];

describe('a test of an email', () => {
  test('a test goes to the team, says in its subject that it is one, and counts for no reader', async () => {
    const newsroom = await sampleNewsroom(TEAM);
    const answer = await formsOf(newsroom)(ALERT, '/test', { typed: {} });
    expect(answer.headers.get('Location')).toBe(`${ALERT}?told=test#test`);
    await newsroom.moveTo('2019-09-11T10:01');
    const tests = newsroom.mails.filter(({ message }) => subjectOf(message)?.startsWith('Test'));
    expect(tests.map(({ to, message }) => [to, subjectOf(message)])).toEqual([
      ['ada@example.org', 'Test, 10am: What we learned'],
      ['sam@example.org', 'Test, 10am: What we learned'],
    ]);
    expect(await newsroom.world.ledger.chunk('alert-what-we-learned' as never, 0)).toBeUndefined();
    expect(plainText(await newsroom.page(ALERT))).toContain('ada@example.org: sent. sam@example.org: sent.');
    await newsroom.moveTo('2019-09-12T09:00');
    expect(newsroom.mails.filter(({ message }) => subjectOf(message) === 'What we learned').map(({ to }) => to)).toEqual([
      'person0@avon.example.org',
    ]);
  });

  test('a test that is delivered twice by the queue is sent once', async () => {
    const newsroom = await sampleNewsroom(TEAM);
    await formsOf(newsroom)(ALERT, '/test');
    newsroom.enqueued.tests.push(...newsroom.enqueued.tests);
    await newsroom.moveTo('2019-09-11T10:01');
    expect(newsroom.mails.filter(({ message }) => subjectOf(message)?.startsWith('Test')).length).toBe(2);
  });

  test('only so many tests are sent a day', async () => {
    const newsroom = await sampleNewsroom(TEAM);
    for (let i = 0; i < MOST_TESTS / 2; i += 1) await formsOf(newsroom)(ALERT, '/test');
    const answer = await formsOf(newsroom)(ALERT, '/test');
    expect(answer.headers.get('Location')).toBe(`${ALERT}?told=tests-used-up#test`);
    expect((await newsroom.world.testEmails.all()).length).toBe(MOST_TESTS);
  });

  test('without a team and without a sign-in nothing is sent, and the page says what to do', async () => {
    const newsroom = await sampleNewsroom();
    expect(plainText(await newsroom.page(ALERT))).toContain('put its addresses into “notes_to” in newsroom.yaml');
    const answer = await newsroom.ask(`${ALERT}/test`, { method: 'POST', headers: OURS, body: new URLSearchParams({ to: 'me' }) });
    expect(answer.headers.get('Location')).toBe(`${ALERT}?told=no-test#test`);
    expect(await newsroom.world.testEmails.all()).toEqual([]);
  });

  test('a test of a draft goes to the team before anything of it is published', async () => {
    const newsroom = await sampleNewsroom(TEAM);
    const { begin, save } = writer(newsroom);
    const url = await begin('post');
    await save(url, NEW_POST);
    const answer = await formsOf(newsroom)(`${url}/preview`, '/test');
    expect(answer.headers.get('Location')).toBe(`${url}/preview?told=test#test`);
    await newsroom.moveTo('2019-09-11T10:01');
    expect(newsroom.mails.map(({ to, message }) => [to, subjectOf(message)])).toEqual([
      ['ada@example.org', 'Test, 10am: Talking first'],
      ['sam@example.org', 'Test, 10am: Talking first'],
    ]);
    expect(plainText(await newsroom.page(`${url}/preview`))).toContain('ada@example.org: sent.');
  });

  test('tests are deleted after thirty days, with their texts', async () => {
    const newsroom = await sampleNewsroom(TEAM);
    await formsOf(newsroom)(ALERT, '/test');
    const [one] = await newsroom.world.testEmails.all();
    expect(await newsroom.world.texts.get(one?.sealed ?? '')).toContain('Test');
    await newsroom.moveTo('2019-10-20T10:00');
    expect(await newsroom.world.testEmails.all()).toEqual([]);
    await expect(newsroom.world.texts.get(one?.sealed ?? '')).rejects.toThrow();
    expect(one?.at.until(newsroom.time.now).total('days')).toBeGreaterThan(Temporal.Duration.from({ days: 30 }).total('days'));
  });
});
