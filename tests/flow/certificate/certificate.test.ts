import { describe, expect, test } from 'vitest';
import { addsUp, certificateText } from '#core/certificate/certificate-text';
import { audit, rawRows } from '#flow/certificate/certificate';
import { certified } from '#flow/certificate/certify';
import { handleSesEvent } from '#flow/email/handle-ses-events';
import type { KeptMail, MemoryOptions } from '#local/memory/world';
import { deliveryTag, eventArchiveOf } from '#tests/flow/archived-mails';
import { at, publicationId, TestNewsroom } from '#tests/flow/test-newsroom';

const ALERT = publicationId('alert-safer-medicines');
const NINE = at('2019-09-09T09:00');

async function sentTo(readers: number, options: MemoryOptions = {}): Promise<TestNewsroom> {
  const newsroom = new TestNewsroom(undefined, options);
  for (let i = 0; i < readers; i += 1) await newsroom.subscribe(`reader${i}`);
  await newsroom.minute('2019-09-09T09:00');
  await newsroom.minute('2019-09-09T09:01');
  return newsroom;
}

/** Returns the certificate of the alert when the event archive holds `mails`. */
function audited(newsroom: TestNewsroom, mails: readonly KeptMail[] = newsroom.memory.mails, when = NINE) {
  return audit({ ...newsroom.world, eventArchive: eventArchiveOf(mails, () => when) }, ALERT);
}

describe('a certificate that adds up', () => {
  test('a certificate says in one sentence who got the publication, and that SES counts the same', async () => {
    const newsroom = await sentTo(1_203);
    const found = await audited(newsroom);
    expect(certificateText(found)).toBe(
      '1,203 planned: 1,203 accepted (1,203 by answer, 0 by event), 0 suppressed, 0 refused, 0 held, 0 twice. SES counts 1,203.\nNo report says that a mailbox took it. Of 1,203 people there was no report, so nobody knows.\nAll of it adds up.',
    );
    expect(addsUp(found)).toBe(true);
  });

  test('the rows of a large audience are read eight chunks at once, and come in their order', async () => {
    const { ledger } = (await sentTo(2_405)).world;
    let [open, most, asked] = [0, 0, 0];
    const watched = {
      ...ledger,
      chunk: async (...where: Parameters<typeof ledger.chunk>) => {
        open += 1;
        asked += 1;
        most = Math.max(most, open);
        await new Promise(setImmediate);
        open -= 1;
        return ledger.chunk(...where);
      },
    };
    const chunks = await rawRows({ ledger: watched }, ALERT);
    expect(chunks.map(({ audienceChunk }) => audienceChunk.chunk)).toEqual(Array.from({ length: 25 }, (_, i) => i));
    expect(chunks.flatMap(({ rows }) => [...rows.keys()])).toHaveLength(2_405);
    expect([most, asked]).toEqual([8, 1 + 2 + 4 + 8 + 8 + 8]);
  });

  test('a certificate counts a mail as accepted by answer, even if its event comes later, or else by event', async () => {
    const newsroom = await sentTo(3, {
      mailOutcome: (_, count) => (count === 2 ? { kind: 'unknown', why: 'cut' } : { kind: 'accepted', receipt: `m-${count}` }),
    });
    const [first] = newsroom.memory.mails;
    if (!first) throw new Error('nothing was sent');
    const lost = (await newsroom.world.subscribers.page(undefined, 9)).subscribers.find(({ id }) =>
      newsroom.memory.mails.every((mail) => deliveryTag(mail).subscriber !== id),
    );
    if (!lost) throw new Error('no answer was lost');
    const tag = { ...deliveryTag(first), subscriber: lost.id };
    for (const mail of newsroom.memory.mails)
      await handleSesEvent(newsroom.world, { kind: 'accepted', receipt: mail.receipt, at: NINE, tag: mail.tag });
    await handleSesEvent(newsroom.world, { kind: 'accepted', receipt: 'm-2', at: NINE, tag });
    await newsroom.minute('2019-09-09T09:02');
    const found = await audited(newsroom, [...newsroom.memory.mails, { ...first, receipt: 'm-2', tag }]);
    expect(certificateText(found)).toContain('3 accepted (2 by answer, 1 by event)');
    expect([found.state, addsUp(found)]).toEqual(['done', true]);
  });

  test('a certificate counts unsubscribed readers as suppressed, and readers spared by a cancellation as not sent', async () => {
    const newsroom = new TestNewsroom(undefined, {
      mailOutcome: (_, count) => (count > 2 ? { kind: 'try-later', why: 'rate' } : { kind: 'accepted', receipt: `m-${count}` }),
    });
    const gone = await newsroom.subscribe('gone');
    for (let i = 0; i < 4; i += 1) await newsroom.subscribe(`reader${i}`);
    await newsroom.tick('2019-09-09T09:00');
    await newsroom.world.suppressions.add(gone.id, 'unsubscribed', NINE);
    await newsroom.answer();
    await newsroom.world.switches.cancel(ALERT, 'Sam', NINE);
    await newsroom.minute('2019-09-09T09:02');
    const found = await audited(newsroom);
    expect(found.state).toBe('cancelled');
    expect(certificateText(found)).toMatch(
      /^5 planned: 2 accepted \(2 by answer, 0 by event\), 1 suppressed, 0 refused, 0 held, 2 not sent because it was cancelled, 0 twice\. SES counts 2\./,
    );
    expect(addsUp(found)).toBe(true);
  });

  test('a certificate is found by the id of the publication in the plan', async () => {
    const newsroom = await sentTo(2);
    const world = { ...newsroom.world, eventArchive: eventArchiveOf(newsroom.memory.mails, () => NINE) };
    expect(await certified(world, ALERT)).toMatchObject({
      publication: ALERT,
      state: 'done',
      addsUp: true,
      ses: 2,
      counts: { planned: 2, accepted: 2 },
    });
    expect(await certified(world, 'x-safer-medicines')).toMatchObject({
      addsUp: true,
      text: '1 post planned: 1 on X (1 by answer, 0 found on the timeline), 0 refused, 0 too late, 0 held.',
    });
    expect(await certified(world, 'alert-of-nothing')).toBeUndefined();
  });
});

describe('a certificate that does not add up', () => {
  const mailsOf = async () => {
    const newsroom = await sentTo(3);
    const [one, two, three] = newsroom.memory.mails;
    if (!one || !two || !three) throw new Error('fewer than three mails');
    return { newsroom, one, two, three };
  };
  const kinds = async (newsroom: TestNewsroom, mails: KeptMail[], when = NINE) => {
    const found = await audited(newsroom, mails, when);
    expect(addsUp(found)).toBe(false);
    expect(certificateText(found)).toContain('It does not add up:');
    return found.findings.map(({ kind, subscribers }) => [kind, subscribers]);
  };

  test('a certificate names readers whom SES mailed twice', async () => {
    const { newsroom, one, two, three } = await mailsOf();
    expect(await kinds(newsroom, [one, two, three, { ...two, receipt: 'm-9' }])).toEqual([['mailed-twice', [deliveryTag(two).subscriber]]]);
    expect((await audited(newsroom, [one, two, three, { ...two, receipt: 'm-9' }])).counts.twice).toBe(1);
  });

  test('a certificate ignores an event that came twice', async () => {
    const { newsroom, one, two, three } = await mailsOf();
    expect((await audited(newsroom, [one, two, three, two])).findings).toEqual([]);
  });

  test('a certificate names readers whose mail SES does not know', async () => {
    const { newsroom, one, two, three } = await mailsOf();
    expect(await kinds(newsroom, [one, three])).toEqual([['unproved', [deliveryTag(two).subscriber]]]);
  });

  test('a certificate names people who were mailed outside of the audience', async () => {
    const { newsroom, one, two, three } = await mailsOf();
    const stranger = newsroom.world.subscribers.idOf('stranger@example.org');
    expect(
      await kinds(newsroom, [one, two, three, { ...one, receipt: 'm-9', tag: { ...deliveryTag(one), subscriber: stranger } }]),
    ).toEqual([['unplanned', [stranger]]]);
  });

  test('a certificate names readers whose mail the ledger lacks', async () => {
    const newsroom = await sentTo(2, {
      mailOutcome: (_, count) => (count === 1 ? { kind: 'unknown', why: 'cut' } : { kind: 'accepted', receipt: 'm-2' }),
    });
    const [known] = newsroom.memory.mails;
    const everyone = (await newsroom.world.subscribers.page(undefined, 9)).subscribers;
    const lost = everyone.find(({ id }) => known && id !== deliveryTag(known).subscriber);
    if (!known || !lost) throw new Error('no mail was lost');
    expect(await kinds(newsroom, [known, { ...known, receipt: 'm-1', tag: { ...deliveryTag(known), subscriber: lost.id } }])).toEqual([
      ['unrecorded', [lost.id]],
    ]);
  });

  test('a certificate names readers mailed after their unsubscribe, but not while the mail was under way', async () => {
    const { newsroom, one, two, three } = await mailsOf();
    await newsroom.world.suppressions.add(deliveryTag(two).subscriber, 'unsubscribed', NINE);
    expect((await audited(newsroom, [one, two, three], NINE.add({ seconds: 9 }))).findings).toEqual([]);
    expect(await kinds(newsroom, [one, two, three], NINE.add({ seconds: 60 }))).toEqual([
      ['after-unsubscribe', [deliveryTag(two).subscriber]],
    ]);
  });

  test('a certificate does not add up when the publication is done and readers are left without a reason', async () => {
    const newsroom = await sentTo(2, { mailOutcome: () => ({ kind: 'unknown', why: 'cut' }) });
    const record = await newsroom.world.publications.find(ALERT);
    if (!record) throw new Error('no record');
    await newsroom.world.publications.replace({ ...record, state: 'done' });
    const found = await audited(newsroom, []);
    expect(addsUp(found)).toBe(false);
    expect(certificateText(found)).toContain('marked as done, but 2 people did not get it');
  });
});
