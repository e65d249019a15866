import { describe, expect, test } from 'vitest';
import { send } from '#flow/email/send-chunk';
import { tick } from '#flow/tick';
import { plainText } from '#tests/web/desk/page-text';
import { formsOf } from '#tests/web/desk/press';
import { ALERT, X } from '#tests/web/desk/unknown-outcome-newsroom';
import { sampleNewsroom } from '#tests/web/sample-newsroom';

const page = `/desk/publications/${ALERT}`;

describe('cancelling', () => {
  test('cancelling a planned publication keeps it from everyone, and both pages say so at once', async () => {
    const newsroom = await sampleNewsroom();
    expect(plainText(await newsroom.page(page))).toContain('Nobody has it yet. If you cancel it, nobody gets it. This is for good');
    expect((await formsOf(newsroom)(page, '/cancel')).headers.get('Location')).toBe(page);
    expect(plainText(await newsroom.page(page))).toContain(
      'This is cancelled, by the programme lead, on Thursday 12 September 2019 at 8am.',
    );
    expect(plainText(await newsroom.page('/desk/'))).toContain('Cancelled by the programme lead.');
    await newsroom.moveTo('2019-09-12T09:00');
    expect(newsroom.mails).toEqual([]);
    expect(plainText(await newsroom.page('/desk/'))).toContain('Cancelled by the programme lead before anybody got it.');
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
    await formsOf(newsroom)(page, '/cancel');
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
    expect(html.split('Cancel this')).toHaveLength(2);
    expect(plainText(await newsroom.page('/desk/'))).toContain('Goes out at 9am. You can still stop it.');
    for (const id of [ALERT, X]) await formsOf(newsroom)(`/desk/publications/${id}`, '/cancel');
    await newsroom.moveTo('2019-09-12T09:00');
    expect([newsroom.mails, newsroom.posts]).toEqual([[], []]);
  });
});
