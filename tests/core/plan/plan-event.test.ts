import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { durationKey } from '#core/plan/plan-reminders';
import type { Publication } from '#core/publication/publication';
import { eventFacts } from '#core/story/event-facts';
import type { LearningEvent } from '#core/story/story';
import { type Fortune, look, startWalk, tick, tickUntil, type Walk } from '#tests/core/plan/plan-walk';
import { days, local, london, sampleEvent, sampleRules, slug, time } from '#tests/core/samples';

const name = slug('talk');
const event = (different: Partial<LearningEvent> = {}) =>
  sampleEvent({
    slug: name,
    published: local('2020-02-03T10:00'),
    starts: local('2020-03-26T09:30'),
    ends: local('2020-03-26T16:30'),
    ...different,
  });
const rules = sampleRules({ digests: [] });
const line = ({ id, due, decision, change, reason }: Publication) =>
  [due.toPlainDateTime().toString({ smallestUnit: 'minute' }), id, change, decision === 'go' ? undefined : `${decision}: ${reason}`]
    .filter((part) => part !== undefined)
    .join(' ');
const plan = (story: LearningEvent, now: string, own = rules) =>
  look(startWalk(own, london(now), [story]), london(now), london('2021-01-01T00:00')).map(line);

/** A walk in which readers know of the event, by email of 3 February and on X at 12:30. */
const announced = () => tickUntil(startWalk(rules, london('2020-02-03T09:00'), [event()]), london('2020-02-03T12:30'));
const edit = (walk: Walk, different: Partial<LearningEvent>, at: string) =>
  tick({ ...walk, stories: [event(different)] }, london(at), ({ due }) =>
    Temporal.ZonedDateTime.compare(due, london(at)) > 0 ? 'waiting' : 'done',
  );
const ahead = (walk: Walk, until = '2021-01-01T00:00') =>
  look(walk, walk.since.toZonedDateTimeISO('Europe/London'), london(until)).map(line);
const changes = (walk: Walk) => ahead(walk).filter((text) => text.includes('change'));
const recorded = (walk: Walk) => walk.records.filter(({ kind, change }) => kind === 'change' || change !== undefined).map(line);

describe('an announcement', () => {
  test('an announcement waits for allowed times, but never past the start', () => {
    const sunday = { published: local('2020-03-01T10:00'), starts: local('2020-03-02T09:00'), ends: local('2020-03-02T10:00') };
    expect(plan(event(sunday), '2020-02-28T10:00')).toContain('2020-03-02T07:30 announcement-talk');
    const early = { ...sunday, starts: local('2020-03-02T07:30') };
    const urgent = look(
      startWalk(rules, london('2020-02-28T10:00'), [event(early)]),
      london('2020-02-28T10:00'),
      london('2021-01-01T00:00'),
    );
    expect(urgent.map(line)[0]).toBe('2020-03-01T10:00 announcement-talk');
    expect(urgent.map(line)).toContain('2020-03-02T09:00 x-talk dropped: The next slot comes after the event has started.');
    expect(urgent[0]?.reason).toBe('Not moved, although there are no emails at weekends: the event starts before the next allowed time.');
  });

  test('an announcement of an event that has started is dropped', () => {
    expect(plan(event({ published: local('2020-03-26T09:30') }), '2020-03-26T08:00').filter((text) => !text.includes('d dropped'))).toEqual(
      [
        '2020-03-26T09:30 announcement-talk dropped: It was published after the event had started.',
        '2020-03-26T12:30 x-talk dropped: It was published after the event had started.',
      ],
    );
  });

  test('an announcement has the event’s status at the time it begins', () => {
    expect(plan(event({ status: 'postponed' }), '2020-02-03T09:00').slice(0, 2)).toEqual([
      '2020-02-03T10:00 announcement-talk postponed',
      '2020-02-03T12:30 x-talk postponed',
    ]);
  });
});

describe('a reminder', () => {
  test('a reminder that would not come after the announcement is dropped', () => {
    const late = plan(event({ published: local('2020-03-19T09:00') }), '2020-03-18T08:00');
    expect(late).toContain(
      '2020-03-19T09:00 reminder-talk-7d dropped: It would not come after the announcement on Thursday 19 March 2020 at 9am.',
    );
    expect(late).toContain(
      '2020-03-19T09:00 x-talk-7d dropped: It would not come after the announcement on Thursday 19 March 2020 at 9am.',
    );
    expect(late).toContain('2020-03-25T09:00 reminder-talk-1d');
  });

  test('a reminder that quiet times move past the start is dropped', () => {
    const monday = plan(event({ starts: local('2020-03-30T07:30'), ends: local('2020-03-30T10:00') }), '2020-02-03T09:00');
    expect(monday).toContain(
      '2020-03-30T07:30 reminder-talk-1d dropped: It would come after the event has started on Monday 30 March 2020 at 7:30am.',
    );
  });

  test('a reminder follows the present time of a moved event', () => {
    const moved = edit(announced(), { starts: local('2020-04-23T09:30'), ends: local('2020-04-23T16:30') }, '2020-02-10T10:00');
    expect(ahead(moved).filter((text) => text.includes('reminder'))).toEqual([
      '2020-03-26T09:00 reminder-talk-28d',
      '2020-04-16T09:00 reminder-talk-7d',
      '2020-04-22T09:00 reminder-talk-1d',
    ]);
  });

  test('a reminder in hours counts back from the start', () => {
    const own = sampleRules({
      digests: [],
      events: { reminders: [Temporal.Duration.from('PT2H'), Temporal.Duration.from('P1W'), days(7)], at: time('09:00'), followUp: days(1) },
      quiet: { weekends: false, bankHolidays: 'none' },
    });
    expect(plan(event(), '2020-02-03T09:00', own).filter((text) => text.includes('reminder'))).toEqual([
      '2020-03-19T09:00 reminder-talk-7d',
      '2020-03-26T07:30 reminder-talk-2h',
    ]);
  });

  test.each([
    ['P28D', '28d'],
    ['P1W', '7d'],
    ['PT2H', '2h'],
    ['P1DT90M', '1d90min'],
    ['P1M', '1mo'],
    ['PT0S', '0d'],
  ])('a reminder %s before the event has %s in its id', (duration, key) => {
    expect(durationKey(Temporal.Duration.from(duration))).toBe(key);
  });
});

describe('a follow-up', () => {
  test('a follow-up goes after the last day, if the story has a text for it', () => {
    expect(plan(event(), '2020-02-03T09:00').filter((text) => text.includes('follow-up'))).toEqual([]);
    expect(plan(event({ follow_up: 'Slides.', ends: local('2020-03-27T16:00') }), '2020-02-03T09:00')).toContain(
      '2020-03-30T07:30 follow-up-talk',
    );
  });

  test('a follow-up never goes before the end', () => {
    const own = sampleRules({ digests: [], events: { reminders: [], at: time('09:00'), followUp: Temporal.Duration.from('P0D') } });
    expect(plan(event({ follow_up: 'Slides.' }), '2020-02-03T09:00', own)).toContain('2020-03-26T16:30 follow-up-talk');
  });

  test('a follow-up written after its time goes when the newsroom sees it', () => {
    const ended = tickUntil(startWalk(rules, london('2020-02-03T09:00'), [event()]), london('2020-03-30T11:00'), { hours: 6 });
    const after = tick({ ...ended, stories: [event({ follow_up: 'Slides.' })] }, london('2020-03-30T14:00'));
    expect(after.records.map(({ id, due }) => `${due.toPlainDateTime()} ${id}`)).toContain('2020-03-30T14:00:00 follow-up-talk');
  });

  test('a follow-up never goes before the story is published', () => {
    const late = event({ follow_up: 'Slides.', published: local('2020-04-01T10:00') });
    expect(plan(late, '2020-02-03T09:00')).toContain(
      '2020-04-01T10:00 follow-up-talk dropped: It would not come after the announcement on Wednesday 1 April 2020 at 10am.',
    );
  });

  test('a follow-up of an event that did not take place is dropped', () => {
    expect(plan(event({ follow_up: 'Slides.', status: 'cancelled' }), '2020-02-03T09:00')).toContain(
      '2020-03-27T09:00 follow-up-talk dropped: The event is cancelled.',
    );
  });
});

describe('a change of an announced event', () => {
  test.each([
    [{ status: 'cancelled' }, 'cancelled'],
    [{ status: 'postponed' }, 'postponed'],
    [{ venue: 'Reading' }, 'moved'],
    [{ online: 'https://example.org/join' }, 'moved'],
    [{ ends: local('2020-03-26T17:00') }, 'moved'],
  ] as const)('a change %j of an announced event goes out at once by email as %s, and on X in the next slot', (different, change) => {
    const walk = edit(announced(), different, '2020-02-10T10:00');
    expect(recorded(walk)).toEqual([`2020-02-10T10:00 change-talk-1 ${change}`]);
    expect(changes(walk)).toEqual([`2020-02-10T12:30 x-talk-change-1 ${change}`]);
    const after = tickUntil(walk, london('2020-02-10T13:00'));
    expect(changes(after)).toEqual([]);
    expect(after.records.filter(({ change }) => change !== undefined)).toHaveLength(2);
  });

  test('a change of other words of an announced event causes no notice', () => {
    expect(
      changes(edit(announced(), { title: 'Better', body: 'Longer', registration: 'https://example.org/r' }, '2020-02-10T10:00')),
    ).toEqual([]);
  });

  test('a change before the announcement causes no notice: the announcement says it', () => {
    const walk = tick(startWalk(rules, london('2020-02-01T09:00'), [event()]), london('2020-02-02T09:00'));
    expect(ahead(edit(walk, { status: 'cancelled' }, '2020-02-02T10:00')).slice(0, 2)).toEqual([
      '2020-02-03T10:00 announcement-talk cancelled',
      '2020-02-03T12:30 x-talk cancelled',
    ]);
    expect(changes(edit(walk, { status: 'cancelled' }, '2020-02-02T10:00'))).toEqual([]);
  });

  test('a change goes by email only when the event was announced by email only', () => {
    const byEmail = tickUntil(startWalk(rules, london('2020-02-03T09:00'), [event()]), london('2020-02-03T10:00'));
    const walk = edit(byEmail, { status: 'cancelled' }, '2020-02-03T11:00');
    expect(recorded(walk)).toEqual(['2020-02-03T11:00 change-talk-1 cancelled']);
    expect(ahead(walk).slice(0, 1)).toEqual(['2020-02-03T12:30 x-talk cancelled']);
    expect(changes(tickUntil(walk, london('2020-02-04T10:00')))).toEqual([]);
  });

  test('a cancellation drops the event’s reminders, and going ahead after all brings them back', () => {
    const cancelled = edit(announced(), { status: 'cancelled' }, '2020-02-10T10:00');
    expect(
      ahead(cancelled)
        .filter((text) => text.includes('reminder'))
        .every((text) => text.endsWith('dropped: The event is cancelled.')),
    ).toBe(true);
    const back = edit(tickUntil(cancelled, london('2020-02-11T09:00')), {}, '2020-02-11T10:00');
    expect(recorded(back).at(-1)).toBe('2020-02-11T10:00 change-talk-2 confirmed');
    expect(ahead(back)).toContain('2020-02-27T09:00 reminder-talk-28d');
    expect(look(back, london('2020-02-11T10:00'), london('2020-03-01T00:00')).find(({ kind }) => kind === 'reminder')?.sequence).toBe(2);
  });

  test('a change notice waits for allowed times, but never past the start, old or new', () => {
    expect(changes(edit(announced(), { venue: 'Reading' }, '2020-02-08T10:00'))).toEqual([
      '2020-02-10T07:30 change-talk-1 moved',
      '2020-02-10T09:00 x-talk-change-1 moved',
    ]);
    const sooner = edit(announced(), { starts: local('2020-02-09T09:30') }, '2020-02-08T10:00');
    expect(recorded(sooner)).toEqual(['2020-02-08T10:00 change-talk-1 moved']);
    expect(changes(sooner)).toEqual(['2020-02-10T09:00 x-talk-change-1 moved dropped: The next slot comes after the event has started.']);
    const evening = { starts: local('2020-05-01T09:30'), ends: local('2020-05-01T16:00') };
    const later = edit(tickUntil(announced(), london('2020-03-25T22:00'), { hours: 1 }), evening, '2020-03-26T01:00');
    expect(changes(later).slice(0, 1)).toEqual(['2020-03-26T07:30 change-talk-1 moved']);
  });

  test('a change after the event causes no notice', () => {
    const walk = tickUntil(announced(), london('2020-03-27T10:00'), { hours: 2 });
    expect(changes(edit(walk, { venue: 'Reading' }, '2020-03-27T11:00'))).toEqual([]);
  });

  test('a change that is reverted before its notice begins is dropped', () => {
    const waiting = tick({ ...announced(), stories: [event({ venue: 'Reading' })] }, london('2020-02-10T10:00'), () => 'waiting');
    const back = { ...waiting, stories: [event()] };
    expect(look(back, london('2020-02-10T10:05'), london('2020-02-10T10:05')).map(line)).toEqual([
      '2020-02-10T10:00 change-talk-1 dropped: The event is again as readers were told.',
    ]);
  });

  test.each(['missed', 'cancelled'] as const)(
    'a change whose notice was %s is in the notice of the next edit, with the next number',
    (state) => {
      const unsaid = tick({ ...announced(), stories: [event({ venue: 'Reading' })] }, london('2020-02-10T10:00'), () => state);
      expect(changes(unsaid).filter((text) => !text.includes('x-talk'))).toEqual([]);
      expect(changes(tick(unsaid, london('2020-02-11T10:00')))).toEqual([]);
      expect(recorded(edit(unsaid, { venue: 'Oxford' }, '2020-02-11T10:00')).at(-1)).toBe('2020-02-11T10:00 change-talk-2 moved');
    },
  );

  test.each(['missed', 'cancelled'] as const)(
    'a change whose notice was %s by email is posted all the same, if it is still true',
    (state) => {
      const byMail: Fortune = ({ channel }) => (channel === 'email' ? state : 'done');
      const unsaid = tick({ ...announced(), stories: [event({ venue: 'Reading' })] }, london('2020-02-10T10:00'), byMail);
      expect(changes(unsaid)).toEqual(['2020-02-10T12:30 x-talk-change-1 moved']);
      expect(changes({ ...unsaid, stories: [event()] })).toEqual([]);
    },
  );

  test('a change whose time passed while the story could not be read is sent when it can be read again', () => {
    const saturday = edit(announced(), { status: 'cancelled' }, '2020-02-08T10:00');
    const blind = { ...saturday, since: london('2020-02-11T11:00').toInstant() };
    expect(look(blind, london('2020-02-11T11:01'), london('2020-02-12T00:00')).map(line)).toEqual([
      '2020-02-11T11:01 change-talk-1 cancelled',
      '2020-02-11T12:30 x-talk-change-1 cancelled',
    ]);
  });

  test('a change goes to readers who know of the event only from a reminder', () => {
    const missed = tickUntil(
      startWalk(rules, london('2020-02-03T09:00'), [event()]),
      london('2020-02-03T13:00'),
      undefined,
      () => 'missed',
    );
    const reminded = tickUntil(missed, london('2020-02-27T10:00'), { hours: 1 });
    expect(recorded(edit(reminded, { status: 'cancelled' }, '2020-02-28T10:00'))).toEqual(['2020-02-28T10:00 change-talk-1 cancelled']);
  });
});

test('the facts of an event are its status, times and place', () => {
  expect(eventFacts(event({ online: 'https://example.org/join' }))).toEqual({
    status: 'confirmed',
    starts: '2020-03-26T09:30',
    ends: '2020-03-26T16:30',
    place: 'Bristol and https://example.org/join',
  });
});
