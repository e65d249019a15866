import PostalMime from 'postal-mime';
import { describe, expect, test } from 'vitest';
import { readReceivedMails } from '#adapters/ses/received-mail';
import { unsubscribeByMail } from '#flow/readers/unsubscribe-by-mail';
import { sampleNewsroom } from '#tests/web/sample-newsroom';

/** Returns the event that SES hands to a Lambda action, as its documentation shows it. */
const received = (subject: string | undefined, verdict = 'PASS') => ({
  Records: [
    {
      eventSource: 'aws:ses',
      eventVersion: '1.0',
      ses: {
        mail: {
          timestamp: '2019-09-12T07:30:00.000Z',
          source: 'somebody@elsewhere.example',
          messageId: 'o3vrnil0e2ic28trm7dfhrc2v0clambda4nbp0g1',
          destination: ['leave@example.org'],
          headersTruncated: false,
          headers: [{ name: 'Return-Path', value: '<somebody@elsewhere.example>' }],
          commonHeaders: {
            returnPath: 'somebody@elsewhere.example',
            from: ['Some Body <somebody@elsewhere.example>'],
            ...(subject === undefined ? {} : { subject }),
          },
        },
        receipt: {
          timestamp: '2019-09-12T07:30:00.000Z',
          processingTimeMillis: 574,
          recipients: ['leave@example.org'],
          spamVerdict: { status: verdict },
          virusVerdict: { status: verdict },
          spfVerdict: { status: verdict },
          dkimVerdict: { status: verdict },
          dmarcVerdict: { status: verdict },
          action: { type: 'Lambda', functionArn: 'arn:aws:lambda:eu-west-2:123456789012:function:leave', invocationType: 'Event' },
        },
      },
    },
  ],
});

/** Lets SES hand over a mail with this subject twice, as it may do. Returns the answers, and the reader afterwards. */
async function receivedTwice(subject: string | undefined, verdict?: string) {
  const newsroom = await sampleNewsroom({ people: [{}, {}] });
  const token = newsroom.world.tokens.sign('unsubscribe', newsroom.anyone);
  const answers: string[] = [];
  for (let time = 0; time < 2; time += 1) {
    for (const mail of readReceivedMails(received(subject?.replace('TOKEN', token), verdict)))
      answers.push(await unsubscribeByMail(newsroom.world, mail));
  }
  return { newsroom, answers, reader: await newsroom.world.subscribers.find(newsroom.anyone) };
}

describe('an unsubscribe by mail', () => {
  test.each(['TOKEN', 'Re: TOKEN', 'unsubscribe TOKEN please', '  TOKEN\t'])(
    'an unsubscribe by mail works with the subject "%s"',
    async (subject) => {
      const { answers, reader, newsroom } = await receivedTwice(subject);
      expect(answers).toEqual(['unsubscribed', 'unsubscribed']);
      expect([reader?.status, reader?.unsubscribed?.method, reader?.unsubscribed?.at.toString()]).toEqual([
        'unsubscribed',
        'mail',
        '2019-09-12T07:30:00Z',
      ]);
      await newsroom.moveTo('2019-09-12T09:00');
      expect(newsroom.mails.map(({ to }) => to)).toEqual(['person1@avon.example.org']);
    },
  );

  test('an unsubscribe by mail works from any address, even if a spam filter rejects the mail', async () => {
    expect((await receivedTwice('TOKEN', 'FAIL')).reader?.status).toBe('unsubscribed');
  });

  test.each([undefined, '', 'Stop it', `p.${'0'.repeat(32)}.`, 'u.'])(
    'an unsubscribe by mail without a valid token changes nothing: %s',
    async (subject) => {
      const { answers, reader } = await receivedTwice(subject);
      expect(answers).toEqual(['not-ours', 'not-ours']);
      expect(reader?.status).toBe('confirmed');
    },
  );

  test('an unsubscribe by mail is offered in the header of each email, at the domain of the sender', async () => {
    const newsroom = await sampleNewsroom();
    await newsroom.moveTo('2019-09-12T09:00');
    const [mail] = await Promise.all(newsroom.mails.map(({ message }) => PostalMime.parse(message)));
    const header = mail?.headers.find(({ key }) => key === 'list-unsubscribe')?.value ?? '';
    const [, link = '', address, subject = ''] = /^<(https:[^>]+)>, <mailto:([^?]+)\?subject=([^>]+)>$/.exec(header) ?? [];
    expect(address).toBe('leave@example.org');
    expect(link.endsWith(`/u/${subject}`)).toBe(true);
    for (const unsubscribeMail of readReceivedMails(received(subject))) await unsubscribeByMail(newsroom.world, unsubscribeMail);
    expect((await newsroom.world.subscribers.find(newsroom.anyone))?.status).toBe('unsubscribed');
  });
});

test('an event that is not about a received mail is an error', () => {
  expect(() => readReceivedMails({ Records: [{ Sns: {} }] })).toThrow();
});
