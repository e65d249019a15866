import { describe, expect, it, test } from 'vitest';
import { type CardBox, cardLayouts, cardVersion } from '#core/card/card-layout';
import { cardAlt, type EventCard, eventCard } from '#core/card/event-card';
import { drawnText } from '#core/card/supported-characters';
import { composeSocialPost } from '#core/social/compose-post';
import { id, local, london, sampleEvent, samplePost, sampleRules } from '#tests/core/samples';

const rules = sampleRules({ social: { ...sampleRules().social, cards: true } });
const event = sampleEvent({ title: 'Spring learning session', venue: 'Town Hall, Taunton' });
const cardOf = (different: Parameters<typeof sampleEvent>[0]): EventCard | undefined => eventCard({ ...event, ...different }, rules);

/** Each text of a layout with its font size in pixels. */
function texts({ props: { style, children } }: CardBox): { text: string; size: number }[] {
  return typeof children === 'string' ? [{ text: children, size: Number(style.fontSize) }] : children.flatMap(texts);
}

describe('an event’s card', () => {
  it('an event card says what the event is, when and where, and who runs it', () => {
    expect(cardOf({})).toEqual({
      senderName: rules.name,
      colour: expect.stringMatching(/^#[0-9a-f]{6}$/),
      title: 'Spring learning session',
      when: 'Thursday 26 March 2020, 9:30am to 4:30pm',
      place: 'Town Hall, Taunton',
    });
  });

  it('an event card of a cancelled event says so in its picture and in its alt text', () => {
    const card = cardOf({ status: 'cancelled' });
    const said = card ? texts(cardLayouts(card)[0] ?? { type: 'div', props: { style: {}, children: '' } }).map(({ text }) => text) : [];
    expect(said).toContain('Cancelled');
    expect(said).toContain('It was to be Thursday 26 March 2020,');
    expect(card && cardAlt(card)).toBe(
      `Cancelled: Spring learning session. It was to be Thursday 26 March 2020, 9:30am to 4:30pm. Town Hall, Taunton. ${rules.name}.`,
    );
  });

  it('an event card has no text too small for a phone: 40 of 1200 pixels are 10.7 of 320', () => {
    const long = cardOf({ title: 'What we learned from it. '.repeat(6).trim(), venue: 'A long place '.repeat(15), status: 'postponed' });
    const sizes = long ? cardLayouts(long).flatMap(texts) : [];
    expect(sizes.length).toBeGreaterThan(0);
    expect(Math.min(...sizes.map(({ size }) => size))).toBe(40);
  });

  it('an event card has a new version whenever its picture would differ', () => {
    const versions = [{}, { title: 'Other' }, { status: 'cancelled' as const }, { starts: local('2020-03-26T10:00') }].map((different) => {
      const card = cardOf(different);
      return card && cardVersion(card);
    });
    expect(new Set(versions).size).toBe(4);
    expect(versions[0]).toMatch(/^[0-9a-f]{16}$/);
  });

  it('an event card leaves out emoji, and is not made if the typeface lacks a character', () => {
    expect(cardOf({ title: '🎉 Spring\u00a0session 👩🏽‍⚕️ ☀️' })?.title).toBe('Spring session');
    expect(cardOf({ title: 'Zürich, Łódź and Plzeň' })?.title).toBe('Zürich, Łódź and Plzeň');
    for (const title of ['العربية', 'יום למידה', '学習会', 'Ηράκλειο', 'Ŵythnos', '🎉']) expect(cardOf({ title })).toBeUndefined();
    expect(cardOf({ venue: 'אודיטוריום' })).toBeUndefined();
  });

  it('an event card shows the sender’s short name if the full name is too long for a line', () => {
    const name = 'South of England Mental Health Collaborative and Friends of It';
    expect(eventCard(event, { ...rules, name, shortName: 'MHC' })?.senderName).toBe('MHC');
  });
});

test('card text is drawn on one line, with plain hyphens and without invisible characters', () => {
  expect(drawnText(' co\u2011production\u00ad \u202e\n of “care” ')).toBe('co-production of “care”');
  expect(drawnText('e\u0301te\u0301')).toBe('été');
});

describe('the image of a social post', () => {
  const publication = {
    id: id('x-a'),
    kind: 'social',
    channel: 'x',
    due: london('2020-01-09T09:00'),
    stories: [],
    decision: 'go',
  } as const;
  const compose = (story: Parameters<typeof composeSocialPost>[0]['story'], the = rules) =>
    composeSocialPost({ publication: { ...publication, stories: [story.slug] }, story, rules: the, at: publication.due });

  it('a social post about an event shows its card, with alt text from the same facts', () => {
    const { parts, findings, priceMilliUsd } = compose(event);
    const card = cardOf({});
    expect(parts[0]?.media).toEqual([{ src: 'card.png', alt: card && cardAlt(card), card }]);
    expect(findings).toEqual([]);
    expect(priceMilliUsd).toBe(205);
  });

  it('a social post shows the event’s own image if it has one, and a blog post has no card', () => {
    const image = { src: 'a.png', alt: 'A hall', width: 10, height: 10 };
    expect(compose({ ...event, image }).parts[0]?.media).toEqual([{ src: 'a.png', alt: 'A hall' }]);
    expect(compose(samplePost()).parts[0]?.media).toEqual([]);
  });

  it('a social post has no card if the rules switch cards off', () => {
    expect(compose(event, sampleRules()).parts[0]?.media).toEqual([]);
  });

  it('a social post warns that it has no picture when the typeface lacks a character', () => {
    const { parts, findings } = compose({ ...event, title: 'Ηράκλειο' });
    expect(parts[0]?.media).toEqual([]);
    expect(findings.map(({ rule, level }) => [rule, level])).toEqual([['no-card', 'warns']]);
  });
});
