import { describe, expect, test } from 'vitest';
import { handleSesEvent } from '#flow/email/handle-ses-events';
import { plainText } from '#tests/web/desk/page-text';
import { formsOf, OURS } from '#tests/web/desk/press';
import { ALERT, GROUP, lost, unknownOutcomeNewsroom } from '#tests/web/desk/unknown-outcome-newsroom';
import { sampleNewsroom } from '#tests/web/sample-newsroom';
import { publicationPage } from '#web/desk/publication-page';
import { findPublication } from '#web/desk/publication-view';

const page = `/desk/publications/${ALERT}`;

describe('readers with an unknown outcome', () => {
  test('readers with an unknown outcome are counted, and named when a person must decide, on the publication’s page and the plan', async () => {
    const newsroom = await unknownOutcomeNewsroom({ held: 2, sought: 3, sent: 4 });
    const html = plainText(await newsroom.page(page));
    expect(html).toContain('It is not known whether 5 people got this');
    expect(html).toContain('Newsroom is finding out about 3 of them.');
    expect(html).toContain(
      'About the other 2, nobody can find out any more. The mail provider did not answer, and has reported nothing of this email since',
    );
    expect(html).toMatch(/Reader \d reader\d@avon\.example\.org Tried on Thursday 12 September 2019 at 9:\d\dam/);
    expect(html).toContain('9 planned: 4 accepted (4 by answer, 0 by event), 0 suppressed, 0 refused, 5 held, 0 twice.');
    const plan = plainText(await newsroom.page('/desk/plan'));
    expect(plan).toContain('New post: What we learned It is not known whether 5 people got it. Please decide about 2 people.');
  });

  test('readers with an unknown outcome need no decision while Newsroom is still finding out', async () => {
    const newsroom = await unknownOutcomeNewsroom({ held: 0, sought: 1 });
    const html = plainText(await newsroom.page(page));
    expect(html).toContain('It is not known whether 1 person got this Newsroom is finding out.');
    expect(html).not.toContain('Send it again');
    expect(plainText(await newsroom.page('/desk/plan'))).not.toContain('Please decide');
  });

  test('readers with an unknown outcome are not mentioned while the email is only just going out', async () => {
    const newsroom = await sampleNewsroom();
    newsroom.world.mailer = { ...newsroom.world.mailer, send: async () => lost };
    await newsroom.moveTo('2019-09-12T09:00');
    expect(await newsroom.page(page)).not.toContain('It is not known whether 1 person');
  });

  test('readers with an unknown outcome get the email again when the desk decides so, one by one or all together', async () => {
    const newsroom = await unknownOutcomeNewsroom({ held: 3 });
    const one = await formsOf(newsroom)(page, '/held/again', { nth: 1 });
    expect([one.status, one.headers.get('Location')]).toEqual([303, `${page}?told=again`]);
    await newsroom.moveTo('2019-09-12T09:20');
    expect(newsroom.mails).toHaveLength(1);
    expect(await newsroom.page(`${page}?told=again`)).toContain('It will be sent again in a few minutes.');
    await formsOf(newsroom)(page, '/held/again');
    await newsroom.moveTo('2019-09-12T09:30');
    expect(new Set(newsroom.mails.map(({ to }) => to)).size).toBe(3);
    expect(newsroom.mails).toHaveLength(3);
    expect(await newsroom.page(page)).toContain('Sent</strong>');
  });

  test('readers with an unknown outcome count as sent when the desk decides so, and the totals tell them apart', async () => {
    const newsroom = await unknownOutcomeNewsroom({ held: 2, sent: 1 });
    await formsOf(newsroom)(page, '/held/sent');
    await newsroom.moveTo('2019-09-12T09:20');
    const html = plainText(await newsroom.page(page));
    expect(html).toContain('3 planned: 3 accepted (1 by answer, 0 by event, 2 by a person’s word)');
    expect(html).not.toContain('It is not known whether 2 people');
    expect(newsroom.mails).toHaveLength(1);
  });

  test('readers with an unknown outcome are unaffected by a decision that an SES event has overtaken, and the page says so', async () => {
    const newsroom = await unknownOutcomeNewsroom({ held: 1 });
    const row = (await newsroom.world.ledger.group(GROUP)).get(newsroom.ids[0] ?? newsroom.anyone);
    if (row?.state !== 'held') throw new Error('It is held.');
    const body = new URLSearchParams({ claim: `${newsroom.ids[0]}.${row.nonce}` });
    const tag = { kind: 'delivery', at: GROUP, subscriber: newsroom.ids[0] ?? newsroom.anyone, attempt: 1, nonce: row.nonce } as const;
    await handleSesEvent(newsroom.world, { kind: 'accepted', receipt: 'late', at: newsroom.time.now, tag });
    for (const decision of ['again', 'sent']) {
      const answer = await newsroom.ask(`${page}/held/${decision}`, { method: 'POST', headers: OURS, body });
      expect(answer.headers.get('Location')).toBe(`${page}?told=settled`);
    }
    expect(await newsroom.page(`${page}?told=settled`)).toContain('Your decision changed nothing.');
    await newsroom.moveTo('2019-09-12T09:20');
    expect(newsroom.mails).toEqual([]);
    expect(plainText(await newsroom.page(page))).toContain('1 planned: 1 accepted (0 by answer, 1 by event)');
  });

  test('readers with an unknown outcome who have unsubscribed since are marked as such', async () => {
    const newsroom = await unknownOutcomeNewsroom({ held: 1 });
    await newsroom.world.subscribers.unsubscribe(newsroom.ids[0] ?? newsroom.anyone, newsroom.time.now, 'page');
    expect(plainText(await newsroom.page(page))).toContain('Has left since, so nothing would be sent again.');
  });

  test('readers with an unknown outcome need no decision after the publication was cancelled', async () => {
    const newsroom = await unknownOutcomeNewsroom({ held: 2 });
    await formsOf(newsroom)(`${page}/cancel`, '/cancel');
    await newsroom.moveTo('2019-09-12T09:20');
    const html = plainText(await newsroom.page(page));
    expect(html).toContain('It is not known whether 2 people got this It was cancelled before that was found out.');
    expect(html).not.toContain('Send it again');
  });

  test('readers with an unknown outcome are decided about only by the desk’s own forms', async () => {
    const newsroom = await unknownOutcomeNewsroom({ held: 1 });
    const state = async () => JSON.stringify([...(await newsroom.world.ledger.group(GROUP))]);
    const before = await state();
    const row = (await newsroom.world.ledger.group(GROUP)).get(newsroom.ids[0] ?? newsroom.anyone);
    const body = `claim=${newsroom.ids[0]}.${row?.state === 'held' ? row.nonce : ''}`;
    const headers = { Origin: 'https://evil.example', 'Content-Type': 'application/x-www-form-urlencoded' };
    for (const decision of ['again', 'sent']) {
      expect((await newsroom.ask(`${page}/held/${decision}`, { method: 'POST', headers, body })).status).toBe(403);
      await newsroom.ask(`${page}/held/${decision}?${body}`, { headers: OURS });
    }
    expect(await state()).toBe(before);
  });
});

test('whoever may not see people decides about held emails without learning whose they are', async () => {
  const { world, time } = await unknownOutcomeNewsroom({ held: 2 });
  const shown = await findPublication(world, ALERT, time.now);
  if (!shown) throw new Error('It is on the plan.');
  const listed = async (named: boolean) => {
    const { view } = await publicationPage(world, shown, { version: 1, named });
    return view.unknownMail?.held ? view.unknownMail.held.listed.map(({ name, address }) => [name, address]) : [];
  };
  expect(await listed(true)).toContainEqual(['Reader 0', 'reader0@avon.example.org']);
  expect(await listed(false)).toEqual([
    ['Person 1', undefined],
    ['Person 2', undefined],
  ]);
});
