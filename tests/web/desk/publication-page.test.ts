import { describe, expect, test } from 'vitest';
import { send } from '#flow/email/send-chunk';
import { tick } from '#flow/tick';
import { plainText } from '#tests/web/desk/page-text';
import { formsOf, OURS } from '#tests/web/desk/press';
import { ALERT, X } from '#tests/web/desk/unknown-outcome-newsroom';
import { sampleNewsroom } from '#tests/web/sample-newsroom';

const page = `/desk/publications/${ALERT}`;

describe('cancelling', () => {
  test('cancelling asks first, on a page that says what, when, to how many and how it is taken back, and changes nothing', async () => {
    const newsroom = await sampleNewsroom({ people: [{}, {}, {}] });
    expect(await newsroom.page(page)).toContain(`href="${page}/cancel">Cancel this</a>`);
    const email = plainText(await newsroom.page(`${page}/cancel`));
    for (const phrase of [
      'Cancel “New post: What we learned”?',
      'Due Thursday 12 September 2019 at 9am',
      'By email to 3 people',
      'Nobody has it yet. If you cancel it, nobody gets it.',
      'You can take that back until Thursday 12 September 2019 at 8:57am. After that it stays cancelled.',
      'Everything else on the plan goes out as before.',
      'No, go back',
    ])
      expect(email).toContain(phrase);
    const post = plainText(await newsroom.page(`/desk/publications/${X}/cancel`));
    expect(post).toContain('On X as @sample Nothing of it is on X yet. If you cancel it, nothing will be. You can take that back until');
    const digest = plainText(await newsroom.page('/desk/publications/digest-weekly-2019-09-19/cancel'));
    expect(digest).toContain('The next digest takes over its posts');
    expect(await newsroom.world.switches.read(ALERT)).toEqual({});
  });

  test('cancelling is asked about only while there is something to cancel', async () => {
    const newsroom = await sampleNewsroom();
    expect((await newsroom.ask('/desk/publications/alert-none/cancel')).status).toBe(404);
    await newsroom.moveTo('2019-09-12T09:10');
    const answer = await newsroom.ask(`${page}/cancel`);
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, page]);
  });

  test('cancelling is taken back before its time, and everyone gets it once', async () => {
    const newsroom = await sampleNewsroom({ people: [{}, {}] });
    await formsOf(newsroom)(`${page}/cancel`, '/cancel');
    expect(plainText(await newsroom.page(page))).toContain(
      'Nobody gets it. You can take that back until Thursday 12 September 2019 at 8:57am.',
    );
    const answer = await formsOf(newsroom)(page, '/uncancel');
    expect(answer.headers.get('Location')).toBe(`${page}?told=back`);
    const html = plainText(await newsroom.page(`${page}?told=back`));
    expect(html).toContain('It is not cancelled any more. It goes out as planned.');
    expect(html).not.toContain('This is cancelled');
    await newsroom.moveTo('2019-09-12T09:00');
    await newsroom.moveTo('2019-09-12T09:10');
    expect(newsroom.mails).toHaveLength(2);
    expect(plainText(await newsroom.page('/desk/audit'))).toContain('Took back the cancellation of');
  });

  test('cancelling stays when it is taken back too late: a minute before it begins, and ever after', async () => {
    const newsroom = await sampleNewsroom();
    await formsOf(newsroom)(`${page}/cancel`, '/cancel');
    newsroom.time.now = newsroom.london('2019-09-12T08:57');
    expect(await newsroom.page(page)).not.toContain('Let it go out after all');
    const late = () => newsroom.ask(`${page}/uncancel`, { method: 'POST', headers: OURS });
    expect((await late()).headers.get('Location')).toBe(`${page}?told=stays`);
    expect(plainText(await newsroom.page(`${page}?told=stays`))).toContain('It was too late to take that back. It stays cancelled.');
    await newsroom.moveTo('2019-09-12T08:56');
    await late();
    await newsroom.moveTo('2019-09-12T09:10');
    await late();
    expect(newsroom.mails).toEqual([]);
    expect((await newsroom.world.switches.read(ALERT)).cancelled).toBeDefined();
  });

  test('cancelling by the restore is never taken back, because readers may have the publication', async () => {
    const newsroom = await sampleNewsroom();
    await newsroom.world.switches.cancel(ALERT, 'the restore', newsroom.time.now);
    expect(await newsroom.page(page)).not.toContain('Let it go out after all');
    const answer = await newsroom.ask(`${page}/uncancel`, { method: 'POST', headers: OURS });
    expect(answer.headers.get('Location')).toBe(`${page}?told=stays`);
    expect((await newsroom.world.switches.read(ALERT)).cancelled?.by).toBe('the restore');
  });

  test('holding is offered beside stopping while no reader has the publication, and it goes out when someone lets it go on', async () => {
    const newsroom = await sampleNewsroom();
    await newsroom.moveTo('2019-09-12T08:56');
    await formsOf(newsroom)(page, '/pause');
    expect(plainText(await newsroom.page(page))).toContain('This is paused: Somebody wants to look at it once more.');
    await newsroom.moveTo('2019-09-12T09:10');
    expect(newsroom.mails).toEqual([]);
    await formsOf(newsroom)(page, '/resume');
    await newsroom.moveTo('2019-09-12T09:20');
    expect(newsroom.mails).toHaveLength(1);
  });

  test('cancelling a planned publication keeps it from everyone, and both pages say so at once', async () => {
    const newsroom = await sampleNewsroom();
    expect((await formsOf(newsroom)(`${page}/cancel`, '/cancel')).headers.get('Location')).toBe(page);
    expect(plainText(await newsroom.page(page))).toContain(
      'This is cancelled, by the programme lead, on Thursday 12 September 2019 at 8am.',
    );
    expect(plainText(await newsroom.page('/desk/plan'))).toContain('Cancelled by the programme lead.');
    await newsroom.moveTo('2019-09-12T09:00');
    expect(newsroom.mails).toEqual([]);
    expect(plainText(await newsroom.page('/desk/plan'))).toContain('Cancelled by the programme lead before anybody got it.');
  });

  test('cancelling a publication that is going out says how many have it, and spares the others', async () => {
    const newsroom = await sampleNewsroom({ people: [{}, {}, {}] });
    const { mailer } = newsroom.world;
    let calls = 0;
    newsroom.world.mailer = { ...mailer, send: async (mail) => (++calls > 1 ? { kind: 'try-later', why: 'rate' } : mailer.send(mail)) };
    await newsroom.moveTo('2019-09-12T09:00');
    expect(plainText(await newsroom.page(page))).toContain(
      '1 of 3 people already has it, and what has gone out cannot be taken back. If you cancel it, 2 people will not get it. This is for good',
    );
    await formsOf(newsroom)(`${page}/cancel`, '/cancel');
    await newsroom.moveTo('2019-09-12T09:10');
    expect(newsroom.mails).toHaveLength(1);
    const html = plainText(await newsroom.page(page));
    expect(html).toContain('1 of 3 people had already got it.');
    expect(html).toContain('2 not sent because it was cancelled');
    expect(html).not.toContain('Cancel this');
  });

  test('cancelling is not offered once everyone has it, also before the next tick', async () => {
    const newsroom = await sampleNewsroom();
    await newsroom.moveTo('2019-09-12T08:57');
    newsroom.time.now = newsroom.london('2019-09-12T09:00');
    await tick(newsroom.world, newsroom.time.now);
    for (const job of newsroom.enqueued.send.splice(0)) await send(newsroom.world, job);
    expect(newsroom.mails).toHaveLength(1);
    expect(plainText(await newsroom.page(page))).not.toContain('Cancel this');
  });

  test('cancelling comes first on the page while no reader has the publication', async () => {
    const newsroom = await sampleNewsroom();
    await newsroom.moveTo('2019-09-12T08:56');
    const html = plainText(await newsroom.page(page));
    expect(html).toContain('Goes out at 9am. You can still stop it. Nobody has it yet');
    expect(html.split('Stop it')).toHaveLength(2);
    expect(html).not.toContain('Cancel this');
    expect(plainText(await newsroom.page('/desk/plan'))).toContain('Goes out at 9am. You can still stop it.');
    for (const id of [ALERT, X]) await formsOf(newsroom)(`/desk/publications/${id}/cancel`, '/cancel');
    await newsroom.moveTo('2019-09-12T09:00');
    expect([newsroom.mails, newsroom.posts]).toEqual([[], []]);
  });
});
