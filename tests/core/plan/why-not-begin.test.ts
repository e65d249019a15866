import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { type Candidate, type Composed, mustPrecede, type PublicationSwitches, whyGone, whyNotBegin } from '#core/plan/why-not-begin';
import { writeOutgoing } from '#core/publication/outgoing';
import type { Publication } from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';
import { id, london, sampleEvent, sampleRules } from '#tests/core/samples';

const event = sampleEvent();

/** Due on a Thursday at 9 in the morning. */
const alert: Publication = {
  id: id('alert-first-visit'),
  kind: 'alert',
  channel: 'email',
  due: london('2019-09-12T09:00'),
  stories: [],
  decision: 'go',
};
const post: Publication = { ...alert, id: id('x-first-visit'), kind: 'social', channel: 'x' };
/** Due an hour before the event, and late only after it has begun. */
const reminder: Publication = { ...alert, kind: 'reminder', due: london('2020-03-26T08:30') };
const digest: Publication = { ...reminder, kind: 'digest' };

const OUTGOING = writeOutgoing({ subject: 'First visit', text: 'We went.' });
const CHANGED = writeOutgoing({ subject: 'Second visit', text: 'We went.' });
const approved = { by: 'Sam', at: london('2019-09-12T08:00').toInstant(), outgoing: OUTGOING };
const { outgoing: _, ...ofBefore } = approved;
const required: Partial<Rules> = { approval: 'required' };

type Case = Partial<{
  of: Publication;
  at: string;
  rules: Partial<Rules>;
  stories: Candidate['stories'];
  switches: PublicationSwitches;
  objections: Omit<Composed, 'outgoing'>;
  outgoing: string;
}>;

function decided({
  of = alert,
  at = '2019-09-12T09:00',
  rules = {},
  stories = [],
  switches = {},
  objections = {},
  outgoing = OUTGOING,
}: Case): string {
  const candidate = { publication: of, stories, rules: sampleRules(rules), now: london(at).toInstant() };
  const stay = whyNotBegin(candidate, switches, { ...objections, outgoing });
  return stay ? `${stay.state}: ${stay.reason}` : 'begins';
}

const missed = (why: string) =>
  `missed: It was due on Thursday 12 September 2019 at 9am. It was not sent, because ${why} before Thursday 12 September 2019 at 9pm.`;
/** As `missed`, with what kept it. */
const missedFor = (why: string, cause: string) =>
  `missed: It was due on Thursday 12 September 2019 at 9am. It was not sent, because ${why}: ${cause} Newsroom waited until Thursday 12 September 2019 at 9pm.`;
const late = '2019-09-12T21:01';
const UNANNOUNCED = 'Its announcement has not gone out: paused.';
const VOID = 'waiting: It changed after Sam said yes: the subject. Please look at it, and say yes again.';

describe('the decision about a publication whose time has come', () => {
  test.each<[string, Case, string]>([
    ['that nothing holds back begins', {}, 'begins'],
    ['begins in its undo window', { at: '2019-09-12T08:58' }, 'begins'],
    [
      'waits before its undo window, because its time was moved',
      { at: '2019-09-12T08:57' },
      'waiting: Its time was moved to Thursday 12 September 2019 at 9am.',
    ],
    [
      'begins at the last moment before it is too late',
      { at: '2019-09-12T21:00', rules: { quiet: { weekends: true, bankHolidays: 'none' } } },
      'begins',
    ],
    ['is missed when it is too late', { at: late }, missed('the newsroom could not send it')],
    [
      'that is late waits for the end of quiet hours',
      { at: '2019-09-12T19:30' },
      'waiting: It waits until emails and posts are allowed again.',
    ],
    [
      'that is planned for quiet hours begins in them',
      { of: { ...alert, due: london('2019-09-12T06:00') }, at: '2019-09-12T06:10' },
      'begins',
    ],
    [
      'that the plan drops is dropped with the reason of the plan',
      { of: { ...alert, decision: 'dropped', reason: 'The event is over.' } },
      'dropped: The event is over.',
    ],
    [
      'that the plan drops without a reason is dropped with a general one',
      { of: { ...alert, decision: 'dropped' } },
      'dropped: It is not needed any more.',
    ],
    [
      'that is empty is closed with the reason of the plan',
      { of: { ...digest, decision: 'empty', reason: 'Nothing new.' } },
      'empty: Nothing new.',
    ],
    [
      'that is dropped and cancelled counts as dropped',
      { of: { ...alert, decision: 'dropped' }, switches: { cancelled: approved } },
      'dropped: It is not needed any more.',
    ],
    [
      'that is a reminder is missed once its event has begun',
      { of: reminder, stories: [event], at: '2020-03-26T09:30' },
      'missed: It could not go out before the event began on Thursday 26 March 2020 at 9:30am, so it was not sent.',
    ],
    ['that is a reminder begins the minute before its event', { of: reminder, stories: [event], at: '2020-03-26T09:29' }, 'begins'],
    ['that is a digest begins although its event has begun', { of: digest, stories: [event], at: '2020-03-26T09:30' }, 'begins'],
    ['that was cancelled stays cancelled', { switches: { cancelled: approved } }, 'cancelled: Cancelled by Sam before anybody got it.'],
    [
      'that was cancelled and is too late counts as cancelled',
      { at: late, switches: { cancelled: approved } },
      'cancelled: Cancelled by Sam before anybody got it.',
    ],
    [
      'that was cancelled and is paused counts as cancelled',
      { switches: { cancelled: approved, paused: 'A typo.' } },
      'cancelled: Cancelled by Sam before anybody got it.',
    ],
    ['that is paused waits with the reason of the pause', { switches: { paused: 'A typo.' } }, 'waiting: Paused: A typo.'],
    ['that is paused without a reason waits', { switches: { paused: '' } }, 'waiting: Paused: '],
    [
      'that was paused until it was too late is missed',
      { at: late, switches: { paused: 'A typo.' } },
      missedFor('sending stayed paused', 'a typo.'),
    ],
    ['that was approved as something else waits for another yes', { rules: required, switches: { approved }, outgoing: CHANGED }, VOID],
    [
      'that was approved as something else is missed when it is too late',
      { at: late, rules: required, switches: { approved }, outgoing: CHANGED },
      missed('nobody approved it as it is now'),
    ],
    [
      'that was approved before it was kept what a yes is for waits for another yes',
      { rules: required, switches: { approved: ofBefore } },
      'waiting: Sam said yes before Newsroom kept what a yes is for. Please look at it, and say yes again.',
    ],
    ['that was approved as something else begins where no yes is asked for', { switches: { approved }, outgoing: CHANGED }, 'begins'],
    [
      'that is a post over budget, approved as something else, waits for another yes',
      { of: post, switches: { approved }, objections: { costly: 'It costs $1.' }, outgoing: CHANGED },
      VOID,
    ],
    [
      'that is paused and unapproved waits for the end of the pause',
      { rules: required, switches: { paused: 'A typo.' } },
      'waiting: Paused: A typo.',
    ],
    [
      'that tells of a change waits for a yes, whatever the rules say',
      { of: { ...alert, kind: 'change', change: 'moved' } },
      'waiting: It waits for someone to say yes, because it tells people that something is not as they were told before.',
    ],
    [
      'that tells of a change on X waits for a yes',
      { of: { ...post, change: 'moved', sequence: 1 } },
      'waiting: It waits for someone to say yes, because it tells people that something is not as they were told before.',
    ],
    ['that first tells of a cancelled event begins', { of: { ...post, change: 'cancelled' } }, 'begins'],
    [
      'whose words look unfinished waits for a yes, whatever the rules say',
      { stories: [{ ...event, title: 'DRAFT please do not send' }] },
      'waiting: It waits for someone to say yes, because “DRAFT” looks as if it were not finished. Put that right, or say yes.',
    ],
    ['that needs approval waits for it', { rules: required }, 'waiting: It waits for someone to say yes.'],
    ['that was not approved in time is missed', { at: late, rules: required }, missed('nobody approved it')],
    ['that needs approval and has it begins', { rules: required, switches: { approved } }, 'begins'],
    [
      'that is an email with a problem waits',
      { objections: { wrong: 'It has no summary.' } },
      'waiting: It waits until it is put right. It has no summary.',
    ],
    [
      'that is an email with a problem is missed when it is too late',
      { at: late, objections: { wrong: 'It has no summary.' } },
      missedFor('its email had a problem', 'it has no summary.'),
    ],
    [
      'that is an email with a problem waits although it is approved',
      { switches: { approved }, objections: { wrong: 'It has no summary.' } },
      'waiting: It waits until it is put right. It has no summary.',
    ],
    ['that is behind its announcement waits', { objections: { unannounced: UNANNOUNCED } }, `waiting: ${UNANNOUNCED}`],
    [
      'that is behind its announcement waits for that before its own problem',
      { objections: { unannounced: UNANNOUNCED, wrong: 'It has no summary.' } },
      `waiting: ${UNANNOUNCED}`,
    ],
    [
      'that is behind its announcement is missed when it is too late',
      { at: late, objections: { unannounced: UNANNOUNCED } },
      missedFor('it has to follow its announcement', 'its announcement has not gone out: paused.'),
    ],
    ['that is a post begins', { of: post }, 'begins'],
    [
      'that is a post with a problem waits',
      { of: post, objections: { wrong: 'It is too long.' } },
      'waiting: It waits until its text is put right. It is too long.',
    ],
    [
      'that is a post with a problem is missed when it is too late',
      { of: post, at: late, objections: { wrong: 'It is too long.' } },
      missedFor('its text had a problem', 'it is too long.'),
    ],
    ['that is a post over budget waits', { of: post, objections: { costly: 'It costs $1.' } }, 'waiting: It costs $1.'],
    [
      'that is a post over budget is missed when nobody approved it in time',
      { of: post, at: late, objections: { costly: 'It costs $1.' } },
      missed('nobody approved its price'),
    ],
    [
      'that is a post over budget begins when it is approved',
      { of: post, switches: { approved }, objections: { costly: 'It costs $1.' } },
      'begins',
    ],
    [
      'that is a post with a problem and over budget waits for the problem to be solved',
      { of: post, objections: { wrong: 'It is too long.', costly: 'It costs $1.' } },
      'waiting: It waits until its text is put right. It is too long.',
    ],
  ])('a publication %s', (_, given, expected) => {
    expect(decided(given)).toBe(expected);
  });
});

test('a publication is decided without switches and text where they would change nothing', () => {
  const now = london('2019-09-12T09:00').toInstant();
  const candidate = { publication: alert, stories: [], rules: sampleRules(), now };
  const dropped = { ...candidate, publication: { ...alert, decision: 'dropped' as const } };
  expect(whyNotBegin(dropped)?.state).toBe('dropped');
  expect(whyNotBegin(candidate)).toBeUndefined();
  expect(whyNotBegin(candidate, { paused: 'A typo.' })?.state).toBe('waiting');
  expect(whyNotBegin(candidate, {})).toBeUndefined();
});

test('a publication whose story is gone waits for it, and is missed when it stays away', () => {
  const record = { ...alert, state: 'waiting' as const, version: 1 };
  const after = (duration: string, there = false) =>
    whyGone(record, { there }, sampleRules(), alert.due.add(Temporal.Duration.from(duration)).toInstant());
  expect(after('PT12H')).toEqual({
    state: 'waiting',
    reason: 'Its story is gone or has a problem. Put the story right, and it goes out.',
  });
  expect(after('PT12H1M').state).toBe('missed');
  expect([after('PT12H', true), after('PT12H1M', true)]).toEqual([
    {
      state: 'waiting',
      reason: 'Its story or the rules have changed, and do not ask for it any more. If they do again in time, it goes out.',
    },
    {
      state: 'missed',
      reason:
        'It was due on Thursday 12 September 2019 at 9am. It was not sent, because its story or the rules had changed and did not ask for it any more.',
    },
  ]);
});

test.each<[string, Partial<Publication>]>([
  ['an announcement', { kind: 'announcement' }],
  ['a reminder', { kind: 'reminder' }],
  ['a post', { kind: 'social' }],
])('%s must go out before its event begins', (_, different) => {
  expect(mustPrecede({ ...alert, ...different }, event)).toBe(true);
});

test.each<[string, Partial<Publication>]>([
  ['a follow-up', { kind: 'follow-up' }],
  ['a digest', { kind: 'digest' }],
  ['a change notice', { kind: 'change', change: 'moved' }],
  ['a post about a change', { kind: 'social', change: 'moved' }],
])('%s may go out after its event has begun', (_, different) => {
  expect(mustPrecede({ ...alert, ...different }, event)).toBe(false);
});
