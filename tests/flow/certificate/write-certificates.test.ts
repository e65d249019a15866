import { describe, expect, test } from 'vitest';
import type { MailEvent } from '#core/delivery/ses-event';
import { certified } from '#flow/certificate/certify';
import { writeCertificates } from '#flow/certificate/write-certificates';
import type { EventArchive } from '#ports';
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
    const written = {
      publication: ALERT,
      at: at('2019-09-10T09:00'),
      sentence: (await certified(world, ALERT))?.sentence,
      wrong: [],
      reports: { delivered: 0, cameBack: 0, unreported: 3 },
    };
    expect(await publications.certificate(ALERT)).toEqual(written);
    await writeCertificates({ ...world, eventArchive: eventArchiveOf([], () => NINE) }, at('2019-09-10T10:00'));
    expect(await publications.certificate(ALERT)).toEqual(written);
    expect(await publications.discrepancies()).toEqual([]);
  });

  test('a certificate says how many mailboxes took it, and of how many nobody knows, however often and in whatever order SES reports', async () => {
    const newsroom = await sent(5);
    const [taken, twice, outOfOffice, bounced] = newsroom.memory.mails;
    if (!taken || !twice || !outOfOffice || !bounced) throw new Error('fewer mails were sent');
    const about = ({ receipt, tag }: typeof taken) => ({ receipt, tag, at: NINE });
    const soft = { kind: 'bounced', permanent: false, subType: 'General' } as const;
    const reports: MailEvent[] = [
      { ...about(taken), kind: 'delivered' },
      { ...about(twice), kind: 'delivered' },
      { ...about(twice), kind: 'delivered' },
      { ...about(outOfOffice), ...soft },
      { ...about(outOfOffice), kind: 'delivered' },
      { ...about(bounced), kind: 'delivered' },
      { ...about(bounced), kind: 'bounced', permanent: true, subType: 'NoEmail' },
    ];
    const accepted = eventArchiveOf(newsroom.memory.mails, () => NINE);
    const eventArchive: EventArchive = {
      async *events(wanted) {
        yield* accepted.events(wanted);
        yield* reports;
      },
    };
    const world = { ...newsroom.world, eventArchive };
    expect(await certified(world, ALERT)).toMatchObject({
      addsUp: true,
      text: expect.stringContaining(
        'The mailboxes of 3 people took it. For 1 person it came back. Of 1 person there was no report, so nobody knows.',
      ),
    });
    await writeCertificates(world, at('2019-09-10T09:00'));
    expect((await newsroom.world.publications.certificate(ALERT))?.reports).toEqual({ delivered: 3, cameBack: 1, unreported: 1 });
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
