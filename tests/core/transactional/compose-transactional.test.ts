import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { describe, expect, test } from 'vitest';
import { READER_KINDS, type ReaderTransactionalKind } from '#core/delivery/transactional-key';
import { layOutLetter } from '#core/mime/mail-message';
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
const URL_OF_HERS = 'https://news.example.org/c/MS4xLmMuNzc2NzU5NDQ1NjA2ZTFkZmVjMzgzZGRmMjFkODNkMTgu';

function message(
  kind: ReaderTransactionalKind,
  { senderProfile = SENDER_PROFILE, name = '' }: { senderProfile?: SenderProfile; name?: string } = {},
): Uint8Array {
  const mail = composeTransactional(kind, { senderProfile, name, url: URL_OF_HERS, at: at('2026-07-01T09:00:00Z') });
  return layOutLetter(mail, senderProfile, 'zoe@example.org', kind);
}

describe.each(READER_KINDS)('the letter %s', (kind) => {
  test('keeps to the checklist for emails, but for what only a list has', () => {
    expect(findings(message(kind), { to: 'transactional', senderProfile: SENDER_PROFILE })).toEqual([]);
  });

  test('is asked for: it offers no way to leave a list, is not answered by machines, and says why it came', async () => {
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

  test('has its one link, in both parts, or none', async () => {
    const { text = '', html = '' } = await PostalMime.parse(message(kind));
    for (const part of [text, html]) expect(part.includes(URL_OF_HERS)).toBe(kind !== 'moving');
    const personal = [...text.matchAll(/https:\/\/news\.example\.org\/[a-z]\/\S+/g)];
    expect(personal).toHaveLength(kind === 'moving' ? 0 : 1);
  });
});

test('any name of hers or of the house arrives as it is, in header and text, and nothing begins a header of its own', async () => {
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

test('an address that no mail can be sent to gets none', () => {
  const mail = composeTransactional('confirm', {
    senderProfile: SENDER_PROFILE,
    name: '',
    url: URL_OF_HERS,
    at: at('2026-07-01T09:00:00Z'),
  });
  expect(() => layOutLetter(mail, SENDER_PROFILE, 'zoë@example.org\r\nBcc: ben@example.org', 'confirm')).toThrow('isMailable');
});
