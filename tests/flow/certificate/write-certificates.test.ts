import { describe, expect, test } from 'vitest';
import { certified } from '#flow/certificate/certify';
import { writeCertificates } from '#flow/certificate/write-certificates';
import { deliveryTag, eventArchiveOf } from '#tests/flow/archived-mails';
import { at, publicationId, TestNewsroom } from '#tests/flow/test-newsroom';

const ALERT = publicationId('alert-safer-medicines');
const NINE = at('2019-09-09T09:00');

async function sent(readers: number): Promise<TestNewsroom> {
  const newsroom = new TestNewsroom();
  for (let i = 0; i < readers; i += 1) await newsroom.subscribe(`reader${i}`);
  await newsroom.minute('2019-09-09T09:00');
  await newsroom.minute('2019-09-09T09:01');
  return newsroom;
}

describe('the certificate that is written a day after a publication', () => {
  test('a certificate is written a day after its publication, no earlier and once', async () => {
    const newsroom = await sent(3);
    const { publications } = newsroom.world;
    const world = { ...newsroom.world, eventArchive: eventArchiveOf(newsroom.memory.mails, () => NINE) };
    await writeCertificates(world, at('2019-09-10T08:59'));
    expect(await publications.certificate(ALERT)).toBeUndefined();
    await writeCertificates(world, at('2019-09-10T09:00'));
    const written = { publication: ALERT, at: at('2019-09-10T09:00'), sentence: (await certified(world, ALERT))?.sentence, wrong: [] };
    expect(await publications.certificate(ALERT)).toEqual(written);
    await writeCertificates({ ...world, eventArchive: eventArchiveOf([], () => NINE) }, at('2019-09-10T10:00'));
    expect(await publications.certificate(ALERT)).toEqual(written);
    expect(await publications.discrepancies()).toEqual([]);
  });

  test('a certificate waits while a publication is under way', async () => {
    const newsroom = new TestNewsroom(undefined, { mailOutcome: () => ({ kind: 'try-later', why: 'rate' }) });
    await newsroom.subscribe('sam');
    await newsroom.minute('2019-09-09T09:00');
    const world = { ...newsroom.world, eventArchive: eventArchiveOf([], () => NINE) };
    await writeCertificates(world, at('2019-09-11T09:00'));
    expect(await newsroom.world.publications.certificate(ALERT)).toBeUndefined();
  });

  test('a certificate that does not add up says what, and names no reader', async () => {
    const newsroom = await sent(2);
    const [first] = newsroom.memory.mails;
    if (!first) throw new Error('nothing was sent');
    const mails = [...newsroom.memory.mails, { ...first, receipt: 'again' }];
    await writeCertificates({ ...newsroom.world, eventArchive: eventArchiveOf(mails, () => NINE) }, at('2019-09-10T10:00'));
    const [wrong, ...others] = await newsroom.world.publications.discrepancies();
    expect(others).toEqual([]);
    expect(wrong?.wrong).toEqual(['SES accepted more than one mail for 1 person.']);
    expect(JSON.stringify(wrong)).not.toContain(deliveryTag(first).subscriber);
  });
});
