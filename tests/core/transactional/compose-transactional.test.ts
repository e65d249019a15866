import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { describe, expect, test } from 'vitest';
import { READER_KINDS, type ReaderTransactionalKind } from '#core/delivery/transactional-key';
import { layOutTransactional } from '#core/mime/mail-message';
import { oneLine } from '#core/text/lines';
import { composeTransactional } from '#core/transactional/compose-transactional';
import type { SenderProfile } from '#core/transactional/transactional-email';
import { at } from '#tests/contracts/ids';
import { findings } from '#tests/email-checklist';

const SENDER_PROFILE: SenderProfile = {
  name: 'South of Example Collaborative',
  shortName: 'SEC',
  site: 'https://news.example.org',
  timezone: 'Europe/London',
  brand: { colour: '#005eb8' },
  sender: {
    name: 'Example Collaborative',
    address: 'news@example.org',
    replyTo: 'team@example.org',
    postalAddress: '1 Example Street, Exeter EX1 1AA',
  },
};
const READER_URL = 'https://news.example.org/c/MS4xLmMuNzc2NzU5NDQ1NjA2ZTFkZmVjMzgzZGRmMjFkODNkMTgu';

function message(
  kind: ReaderTransactionalKind,
  { senderProfile = SENDER_PROFILE, name = '' }: { senderProfile?: SenderProfile; name?: string } = {},
): Uint8Array {
  const mail = composeTransactional(kind, { senderProfile, name, url: READER_URL, at: at('2026-07-01T09:00:00Z') });
  return layOutTransactional(mail, senderProfile, 'zoe@example.org', kind);
}

describe.each(READER_KINDS)('the transactional email %s', (kind) => {
  test(`the transactional email ${kind} passes the checklist, except for what only a list email has`, () => {
    expect(findings(message(kind), { to: 'transactional', senderProfile: SENDER_PROFILE })).toEqual([]);
  });

  test(`the transactional email ${kind} has no unsubscribe link, is not answered by machines, and says why it came`, async () => {
    const text = new TextDecoder().decode(message(kind));
    expect(text).not.toMatch(/^(List-|Precedence)/m);
    expect(text).toMatch(/^Auto-Submitted: auto-generated\r$/m);
    const { text: plain = '', html = '', subject = '' } = await PostalMime.parse(message(kind));
    for (const part of [plain, html]) {
      expect(part).toMatch('You get this email because');
      expect(part).toMatch(/it was not you/i);
      expect(part).not.toMatch(/unsubscribe/i);
    }
    expect(subject.length).toBeLessThan(78);
  });

  test(`the transactional email ${kind} has its one link in both parts, or none`, async () => {
    const { text = '', html = '' } = await PostalMime.parse(message(kind));
    for (const part of [text, html]) expect(part.includes(READER_URL)).toBe(kind !== 'moving');
    const personal = [...text.matchAll(/https:\/\/news\.example\.org\/[a-z]\/\S+/g)];
    expect(personal).toHaveLength(kind === 'moving' ? 0 : 1);
  });
});

test('a transactional email shows any name of reader or sender as it is, and no name begins a header', async () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).filter((text) => oneLine(text) !== '');
  await fc.assert(
    fc.asyncProperty(text, text, async (name, senderName) => {
      const sender = { ...SENDER_PROFILE.sender, name: senderName };
      const mail = await PostalMime.parse(message('known', { name, senderProfile: { ...SENDER_PROFILE, name: senderName, sender } }));
      expect(mail.from?.name).toBe(oneLine(senderName));
      expect(mail.text?.split('\n')[0]).toBe(`Hello ${oneLine(name)},`);
      expect(mail.to?.map(({ address }) => address)).toEqual(['zoe@example.org']);
      expect(mail.headers.map(({ key }) => key)).toEqual([
        'from',
        'to',
        'reply-to',
        'subject',
        'date',
        'auto-submitted',
        'x-auto-response-suppress',
        'mime-version',
        'content-type',
      ]);
    }),
  );
});

test('a transactional email to an address that cannot be mailed is refused', () => {
  const mail = composeTransactional('confirm', {
    senderProfile: SENDER_PROFILE,
    name: '',
    url: READER_URL,
    at: at('2026-07-01T09:00:00Z'),
  });
  expect(() => layOutTransactional(mail, SENDER_PROFILE, 'zoë@example.org\r\nBcc: ben@example.org', 'confirm')).toThrow('isMailable');
});
