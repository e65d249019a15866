import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { MailTag } from '#core/delivery/mail-tag';
import type { Mailer } from '#ports';

/** A mailer, and the mails that its provider accepted from it. */
export type MailerUnderTest = {
  mailer: Mailer;
  accepted(): Promise<{ receipt: string; to: string; message: Uint8Array; publication: string }[]>;
  close(): Promise<void>;
};

/** The contract of every `Mailer`. `open` returns one whose provider has accepted no mail yet. */
export function mailerContract(name: string, open: () => Promise<MailerUnderTest>): void {
  describe(`mailer: ${name}`, () => {
    let under: MailerUnderTest;
    beforeEach(async () => {
      under = await open();
    });
    afterEach(() => under.close());

    const tagOf = (nonce: string) =>
      ({ kind: 'delivery', at: { publication: 'alert-a', chunk: 0, group: 1 }, subscriber: 'ab12', attempt: 1, nonce }) as MailTag;
    const bytes = (text: string) => new TextEncoder().encode(text);

    test('an accepted mail has a receipt of its own, and goes unchanged to its one address', async () => {
      const message = bytes('From: Us <us@example.org>\r\nTo: a@example.org\r\nSubject: =?utf-8?q?caf=C3=A9?=\r\n\r\nZwölf — twelve\r\n');
      const first = await under.mailer.send({ to: 'a@example.org', message, tag: tagOf('n1') });
      const second = await under.mailer.send({ to: 'b@example.org', message, tag: tagOf('n2') });
      expect([first.kind, second.kind]).toEqual(['accepted', 'accepted']);
      const accepted = await under.accepted();
      expect(accepted.map(({ to, publication }) => [to, publication])).toEqual([
        ['a@example.org', 'alert-a'],
        ['b@example.org', 'alert-a'],
      ]);
      expect(new Set(accepted.map(({ receipt }) => receipt)).size).toBe(2);
      expect(accepted[0]).toMatchObject({ receipt: first.kind === 'accepted' && first.receipt });
      expect(Buffer.from(accepted[0]!.message)).toEqual(Buffer.from(message));
    });

    test('a mailer accepts overlapping calls', async () => {
      const message = bytes('From: us@example.org\r\nSubject: s\r\n\r\nx');
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, (_, i) => under.mailer.send({ to: `r${i}@example.org`, message, tag: tagOf(`n${i}`) })),
      );
      expect(outcomes.every(({ kind }) => kind === 'accepted')).toBe(true);
      expect(await under.accepted()).toHaveLength(20);
    });
  });
}
