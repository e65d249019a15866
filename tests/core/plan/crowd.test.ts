import { describe, expect, test } from 'vitest';
import { emailsToOne } from '#core/plan/crowd';
import type { Publication } from '#core/publication/publication';

const email = (kind: Publication['kind'], series?: string) => ({ kind, channel: 'email' as const, ...(series && { series }) });

describe('how many emails one person gets', () => {
  test('news of events comes to everyone, on top of what a person has chosen', () => {
    expect(emailsToOne([email('announcement'), email('reminder'), email('change'), email('follow-up'), email('alert')])).toBe(5);
  });

  test('nobody gets alerts and digests, or the digests of two series: what brings most emails counts', () => {
    const week = [email('alert'), email('alert'), email('digest', 'weekly'), email('digest', 'monthly')];
    expect(emailsToOne(week)).toBe(2);
    expect(emailsToOne([...week, email('digest', 'weekly'), email('digest', 'weekly')])).toBe(3);
  });

  test('posts on X and Bluesky are no emails', () => {
    expect(
      emailsToOne([
        { kind: 'social', channel: 'x' },
        { kind: 'social', channel: 'bluesky' },
      ]),
    ).toBe(0);
  });
});
