import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { describe, expect, test } from 'vitest';
import { composeMorningSummary } from '#core/transactional/compose-morning-summary';
import { type MorningFacts, type Named, type Waiting, withDistinctNames } from '#core/transactional/morning-facts';
import { morningSummaryOf } from '#core/transactional/morning-summary';
import { needsOf } from '#core/transactional/needs';
import { readMorningSummary, sealedMorningSummary } from '#core/transactional/sealed-summary';
import { rules } from '#tests/core/email-samples';
import { london } from '#tests/core/samples';
import {
  counts,
  morningFacts,
  named,
  sampleMorningFacts,
  summaryMail,
  summaryMessage,
} from '#tests/core/transactional/morning-summary-samples';
import { findings } from '#tests/email-checklist';

const SITE = 'https://news.example.org';
const textsOf = (facts: MorningFacts) =>
  morningSummaryOf(facts, SITE)?.parts.map(({ heading, items }) => [heading, ...items.map(({ name, words: text }) => `${name}: ${text}`)]);
const waiting = (facts: Named, why = 'It waits.', waitsFor: Waiting['waitsFor'] = 'yes'): Waiting => ({
  ...facts,
  why,
  waitsFor,
  until: facts.when.add({ hours: 12 }),
});
const alert = named('alert-a', 'New post: A', '2020-03-19T09:00');
const post = named('x-a', 'Post on X: A', '2020-03-19T12:30', 'x');

describe('the morning summary', () => {
  test('the morning summary does not exist when there is nothing to say', () => {
    expect(morningSummaryOf(morningFacts(), SITE)).toBeUndefined();
    expect(composeMorningSummary(morningFacts(), rules)).toBeUndefined();
  });

  test('the morning summary has the list of Home: the same needs, with what happens without her, and the button as a link', () => {
    const facts = sampleMorningFacts();
    const { needs = [] } = morningSummaryOf(facts, SITE) ?? {};
    expect(needs).toEqual(needsOf(withDistinctNames(facts), SITE));
    const { text, html } = summaryMail(facts);
    const plain = text.replace(/\s+/g, ' ');
    expect(plain).toContain(`What needs you: ${needs.length} things, about 30 minutes`);
    for (const { name, words, otherwise, button, url } of needs) {
      expect(plain).toContain(`${name} ${words}`);
      expect(plain).toContain(`If you do nothing, ${otherwise} About`);
      expect(plain).toContain(`${button} (${name}): ${url}`);
      expect(html.replaceAll('&#x3D;', '=')).toContain(`href="${url}"`);
    }
  });

  test('the morning summary says what goes out, when, where and to how many, and what a pause holds up', () => {
    const tomorrow = named('alert-b', 'New post: B', '2020-03-20T07:30');
    const late = named('alert-c', 'New post: C', '2020-03-18T18:30');
    const ahead = [
      { ...alert, readers: 1, waits: false },
      { ...post, readers: 0, waits: true },
      { ...tomorrow, readers: 1214, waits: false },
      { ...late, readers: 3, waits: false },
    ];
    expect(textsOf(morningFacts({ ahead }))).toEqual([
      [
        'Goes out in the next 24 hours',
        'New post: A: Today at 9am, by email to 1 person.',
        'Post on X: A: Today at 12:30pm, if it is resumed by then.',
        'New post: B: Tomorrow at 7:30am, by email to 1,214 people.',
        'New post: C: At the next time that is allowed, by email to 3 people.',
      ],
    ]);
  });

  test('the morning summary says what went out: what SES accepted, what is unknown, and where a post is', () => {
    const sent = { ...alert, when: london('2020-03-18T09:00'), cancelled: false };
    const out: MorningFacts['out'] = [
      { ...sent, counts: counts({ planned: 5, accepted: 3, held: 1, open: 1 }) },
      { ...sent, id: post.id, name: 'Post on X: A', channel: 'x', posted: { is: 'posted', url: 'https://x.com/E/status/1' } },
      { ...sent, id: named('x-b', '', '2020-03-18T09:00').id, name: 'Post on X: B', channel: 'x', posted: { is: 'refused' } },
    ];
    expect(textsOf(morningFacts({ out }))).toEqual([
      [
        'Went out since yesterday morning',
        'New post: A: Yesterday at 9am. Sent to 3 of 5 people. Of 1 person it is not known. 1 person still to go.',
        'Post on X: A: Yesterday at 9am. It is on X.',
        'Post on X: B: Yesterday at 9am. X did not take it.',
      ],
    ]);
    expect(morningSummaryOf(morningFacts({ out }), SITE)?.out[1]?.see?.url).toBe('https://x.com/E/status/1');
    expect(textsOf(morningFacts({ out, since: london('2020-03-13T08:00') }))?.[0]?.[0]).toBe('Went out since Friday 13 March 2020');
  });

  test('the morning summary links each item to its page on the desk, with link words that lead nowhere else', () => {
    const { parts = [] } = morningSummaryOf(sampleMorningFacts(), SITE) ?? {};
    const led = parts.flatMap(({ items }) =>
      items.map((item) => ['kind' in item ? `${item.button} (${item.name})` : item.name, item.url] as const),
    );
    expect(new Map(led).get('Weekly digest (Thursday 19 March 2020 at 8:30am)')).toBe(`${SITE}/desk/publications/digest-weekly-2020-03-19`);
    for (const [name, url] of led) expect(led.filter(([other, to]) => other === name && to !== url)).toEqual([]);
  });

  test('the morning summary has at most twenty items a part, and says how many more there are', () => {
    const ahead = Array.from({ length: 23 }, (_, i) => ({
      ...named(`alert-${i}`, `Post ${i}`, '2020-03-19T09:00'),
      readers: 1,
      waits: false,
    }));
    const [part] = morningSummaryOf(morningFacts({ ahead }), SITE)?.parts ?? [];
    expect([part?.items.length, part?.more]).toEqual([20, 3]);
    expect(summaryMail(morningFacts({ ahead })).text).toMatch('And 3 more on the desk');
  });
});

describe('the subject of the morning summary', () => {
  const two = [waiting(alert), waiting({ ...alert, id: post.id, name: 'Weekly digest' })];
  const emails = ['b', 'c', 'd'].map((name) => ({
    ...named(`alert-${name}`, `New post: ${name}`, '2020-03-19T10:00'),
    readers: 1,
    waits: false,
  }));
  const posts = [{ ...post, readers: 0, waits: false }];
  const nextDay = [{ ...named('alert-e', 'New post: E', '2020-03-20T07:30'), readers: 1, waits: false }];
  test.each<[Partial<MorningFacts>, string]>([
    [{ waiting: two, ahead: emails }, 'Needs you: 2 things, and 3 emails go out today'],
    [{ waiting: two, ahead: [...emails, ...posts] }, 'Needs you: 2 things, and 3 emails and 1 post go out today'],
    [{ waiting: two.slice(1), ahead: nextDay }, 'Needs you: Weekly digest, and 1 email goes out by tomorrow morning'],
    [{ waiting: two.slice(0, 1) }, 'Needs you: New post: A'],
    [{ ahead: [...emails, ...posts] }, 'Goes out today: New post: b, and 3 more'],
    [{ ahead: nextDay }, 'Goes out by tomorrow morning: New post: E'],
    [{ out: [{ ...alert, cancelled: false, counts: counts() }] }, 'Went out: New post: A'],
  ])('the subject of the morning summary says the most important thing', (facts, subject) => {
    expect(summaryMail(morningFacts(facts)).subject).toBe(subject);
  });
});

describe('the email of the morning summary', () => {
  test('the morning summary passes the email checklist, except for what only a list email has', () => {
    const whole = sampleMorningFacts();
    const each = Object.entries(whole).flatMap(([key, value]) =>
      Array.isArray(value) && value.length > 0 ? [morningFacts({ [key]: value })] : [],
    );
    for (const facts of [whole, ...each])
      expect(findings(summaryMessage(facts), { to: 'transactional', senderProfile: rules })).toEqual([]);
  });

  test('the morning summary belongs to no list, says why it came, and how to stop it', async () => {
    const message = summaryMessage(sampleMorningFacts());
    expect(new TextDecoder().decode(message)).not.toMatch(/^(List-|Precedence)/m);
    const { text = '', html = '' } = await PostalMime.parse(message);
    for (const part of [text, html]) {
      expect(part).toMatch(/notes_to in\s+newsroom\.yaml/);
      expect(part).not.toMatch(/unsubscribe/i);
    }
  });

  test('the morning summary is the same after it was sealed', () => {
    const mail = summaryMail(sampleMorningFacts());
    expect(JSON.stringify(readMorningSummary(sealedMorningSummary(mail)))).toBe(JSON.stringify(mail));
  });

  test('the morning summary holds no address, and no text in it begins a header or an element', async () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 80 }).map((text) => text.replaceAll('@', ''));
    const hostile = fc.oneof(text, fc.constantFrom('<script>alert(1)</script>', 'A\r\nBcc: ben.example', '\u{e000}greeting\u{e001}'));
    await fc.assert(
      fc.asyncProperty(hostile, hostile, async (name, why) => {
        const facts = morningFacts({
          waiting: [waiting({ ...alert, name }, why)],
          problems: [{ file: name, line: 1, sentence: why }],
          ahead: [{ ...post, name, readers: 1, waits: false }],
        });
        const mail = summaryMail(facts);
        expect(`${mail.subject}${mail.preheader}${mail.text}`).not.toMatch('@');
        expect(mail.html).not.toMatch('<script>');
        const { headers } = await PostalMime.parse(summaryMessage(facts));
        expect(headers).toHaveLength(9);
      }),
      { numRuns: 50 },
    );
  });
});
