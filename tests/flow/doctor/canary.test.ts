import PostalMime from 'postal-mime';
import { describe, expect, test } from 'vitest';
import { readReceivedMails } from '#adapters/ses/received-mail';
import { readSendJob } from '#adapters/sqs/job-messages';
import type { OutsideFindings } from '#core/doctor/findings';
import { examine } from '#flow/doctor/examine';
import { receiveCanary } from '#flow/doctor/receive-canary';
import { sendCanary } from '#flow/email/send-canary';
import { found } from '#tests/core/doctor/samples';
import { sampleNewsroom } from '#tests/web/sample-newsroom';

const onAws = { look: async (): Promise<OutsideFindings> => found('healthy') };

/** The doctor of a newsroom on AWS. `deliver`: its canary arrives at our mailbox, with this said of it. */
async function doctored() {
  const newsroom = await sampleNewsroom();
  const { world } = newsroom;
  const look = async (hours = 0) => {
    newsroom.time.now = newsroom.time.now.add({ hours });
    return examine(world, onAws, newsroom.time.now);
  };
  const sent = () => newsroom.enqueued.canary;
  const deliver = async (subject: string, status = 'PASS') => {
    const verdicts = { dkimVerdict: { status }, spfVerdict: { status }, dmarcVerdict: { status } };
    const mail = { timestamp: newsroom.time.now.add({ seconds: 40 }).toString(), commonHeaders: { subject } };
    const answers: boolean[] = [];
    for (const one of readReceivedMails({ Records: [{ ses: { mail, receipt: verdicts } }] })) answers.push(await receiveCanary(world, one));
    return answers[0];
  };
  return { newsroom, world, look, sent, deliver };
}

const stateOf = (id: string, { verdicts }: Awaited<ReturnType<typeof examine>>) => verdicts.find((one) => one.id === id)?.state;

describe('the canary to our own mailbox', () => {
  test('the doctor has one sent a day, to no reader, and knows by the next look what was said of it', async () => {
    const { newsroom, world, look, sent, deliver } = await doctored();
    expect(stateOf('canary-dkim', await look())).toBe('unknown');
    const [job] = sent();
    expect(job).toMatchObject({ from: 'news@example.org', word: expect.stringMatching(/^[0-9a-z]{16}$/) });
    if (!job) return;
    expect(readSendJob(JSON.stringify(job))).toEqual(job);
    await sendCanary(world, job);
    const [mail] = newsroom.mails;
    expect(mail).toMatchObject({ to: 'leave@example.org', tag: { kind: 'canary' } });
    const { subject = '' } = await PostalMime.parse(mail?.message ?? '');
    expect(await deliver(subject)).toBe(true);
    const next = await look(6);
    expect(['canary-back', 'canary-dkim', 'canary-spf', 'canary-dmarc'].map((id) => stateOf(id, next))).toEqual([
      'in-order',
      'in-order',
      'in-order',
      'in-order',
    ]);
    expect(sent()).toHaveLength(1);
    await look(18);
    expect(sent()).toHaveLength(2);
  });

  test('a canary whose signature is not good says so, and one that never comes back is wrong', async () => {
    const { look, sent, deliver } = await doctored();
    await look();
    await deliver(`Canary ${sent()[0]?.word}`, 'FAIL');
    expect(stateOf('canary-dkim', await look(6))).toBe('wrong');
    await look(18);
    const lost = await look(6);
    expect([stateOf('canary-back', lost), stateOf('canary-dkim', lost)]).toEqual(['wrong', 'wrong']);
  });

  test('nobody else can pretend to be the canary', async () => {
    const { look, deliver } = await doctored();
    await look();
    for (const subject of [`Canary ${'0'.repeat(15)}z`, 'Canary', 'Re: Canary 0000000000000000', ''])
      expect(await deliver(subject)).toBe(false);
    expect(stateOf('canary-dkim', await look(6))).toBe('wrong');
  });

  test('on one machine no canary is sent, and what is pretended sends none', async () => {
    const { newsroom, world, sent } = await doctored();
    const here = { look: async () => found() };
    await examine(world, here, newsroom.time.now);
    await examine(world, onAws, newsroom.time.now, { names: ['healthy'], change: (all) => all });
    expect(sent()).toEqual([]);
  });
});
