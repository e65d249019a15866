import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { type MailTag, mailTag, tagValues } from '#core/delivery/mail-tag';
import { PROGRAMME_LEAD, summaryRecipient, TRANSACTIONAL_KINDS, type TransactionalKey } from '#core/delivery/transactional-key';
import { at, publicationId, subscriberId } from '#tests/contracts/ids';

const HER = subscriberId(0xab12);
const day = Temporal.PlainDate.from('2026-07-01');
const transactional = (email: TransactionalKey): MailTag => ({ kind: 'transactional', email });
const delivery = (publication: string, chunk: number, group: number, attempt: number, nonce: string): MailTag => ({
  kind: 'delivery',
  at: { publication: publicationId(publication), chunk, group },
  subscriber: HER,
  attempt,
  nonce,
});

/** Each with the values as they have always been written: i c g r a n. Mails under way and archived events carry these very words. */
const WRITTEN: [MailTag, string][] = [
  [delivery('digest-weekly-2026-07-01', 2, 4, 1, 'n0'), `digest-weekly-2026-07-01 2 4 ${HER} 1 n0`],
  [delivery('alert-letter-a', 0, 0, 12, '3f9-k_q'), `alert-letter-a 0 0 ${HER} 12 3f9-k_q`],
  [delivery('announcement-canary', 99, 0, 1, '0000000000000001'), `announcement-canary 99 0 ${HER} 1 0000000000000001`],
  [transactional({ to: HER, kind: 'confirm', day }), `letter-confirm 0 0 ${HER} 1 2026-07-01`],
  [transactional({ to: HER, kind: 'known', day }), `letter-known 0 0 ${HER} 1 2026-07-01`],
  [transactional({ to: HER, kind: 'link', day }), `letter-link 0 0 ${HER} 1 2026-07-01`],
  [transactional({ to: HER, kind: 'move', day }), `letter-move 0 0 ${HER} 1 2026-07-01`],
  [transactional({ to: HER, kind: 'moving', day }), `letter-moving 0 0 ${HER} 1 2026-07-01`],
  [transactional({ to: PROGRAMME_LEAD, kind: 'note', day }), 'letter-note 0 0 programme-lead 1 2026-07-01'],
  [
    transactional({ to: summaryRecipient('Lead@Example.org'), kind: 'note', day }),
    'letter-note 0 0 programme-lead-abe3bb6987ff8443 1 2026-07-01',
  ],
  [{ kind: 'canary', sent: at('2019-09-09T08:05:00.123Z') }, 'canary 0 0 nobody 0 1568016300123'],
];

const valuesOf = (written: string) => {
  const [i, c, g, r, a, n] = written.split(' ');
  return { i, c, g, r, a, n };
};

describe.each(WRITTEN)('the tag %o', (tag, written) => {
  test(`the mail tag ${written} keeps its stored form`, () => {
    expect(Object.entries(tagValues(tag)).map(([name, value]) => `${name} ${value}`)).toEqual(
      Object.entries(valuesOf(written)).map(([name, value]) => `${name} ${value}`),
    );
    for (const value of Object.values(tagValues(tag))) expect(value).toMatch(/^[\w-]+$/);
  });

  test(`the mail tag ${written} is read back unchanged, and not at all when a value is missing`, () => {
    expect(mailTag(valuesOf(written))).toEqual(tag);
    for (const name of ['i', 'c', 'g', 'r', 'a', 'n']) expect(mailTag({ ...valuesOf(written), [name]: undefined })).toBeUndefined();
  });
});

test('the table of mail tags has every kind of transactional email', () => {
  const kinds = WRITTEN.flatMap(([tag]) => (tag.kind === 'transactional' ? tag.email.kind : []));
  expect([...new Set(kinds)]).toEqual([...TRANSACTIONAL_KINDS]);
});

test('the mail tag of a canary holds its time to the millisecond', () => {
  expect(mailTag(tagValues({ kind: 'canary', sent: at('2019-09-09T08:05:00.123456Z') }))).toEqual({
    kind: 'canary',
    sent: at('2019-09-09T08:05:00.123Z'),
  });
});

test.each([
  `digest-weekly two 4 ${HER} 1 n0`,
  `digest-weekly 2 -4 ${HER} 1 n0`,
  `digest-weekly 2 4 ${HER} 1234567890 n0`,
  `letter-poem 0 0 ${HER} 1 2026-07-01`,
  `letter-confirm 0 0 ${HER} 1 2026-02-30`,
  'canary 0 0 nobody 0 soon',
])('values that are no mail tag of ours are not read as one: %s', (written) => expect(mailTag(valuesOf(written))).toBeUndefined());
