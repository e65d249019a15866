import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { type Candidate, mustPrecede, type Objections, type PublicationSwitches, whyGone, whyNotBegin } from '#core/plan/why-not-begin';
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

const approved = { by: 'Sam', at: london('2019-09-12T08:00').toInstant() };
const required: Partial<Rules> = { approval: 'required' };

type Case = Partial<{
  of: Publication;
  at: string;
  rules: Partial<Rules>;
  events: Candidate['events'];
  switches: PublicationSwitches;
  objections: Objections;
}>;

function decided({ of = alert, at = '2019-09-12T09:00', rules = {}, events = [], switches = {}, objections = {} }: Case): string {
  const candidate = { publication: of, events, rules: sampleRules(rules), now: london(at).toInstant() };
  const stay = whyNotBegin(candidate, switches, objections);
  return stay ? `${stay.state}: ${stay.reason}` : 'begins';
}

const missed = (why: string) =>
  `missed: It was due on Thursday 12 September 2019 at 9am. It was not sent, because ${why} before Thursday 12 September 2019 at 9pm.`;
const late = '2019-09-12T21:01';

describe('what becomes of a publication whose time has come', () => {
  test.each<[string, Case, string]>([
    ['nothing keeps it', {}, 'begins'],
    ['in its undo window', { at: '2019-09-12T08:58' }, 'begins'],
    ['before its undo window', { at: '2019-09-12T08:57' }, 'waiting: Its time was moved to Thursday 12 September 2019 at 9am.'],
    ['at the last moment', { at: '2019-09-12T21:00', rules: { quiet: { weekends: true, bankHolidays: 'none' } } }, 'begins'],
    ['too late', { at: late }, missed('the newsroom could not send it')],
    ['in quiet hours, late', { at: '2019-09-12T19:30' }, 'waiting: It waits until emails and posts are allowed again.'],
    ['in quiet hours, as planned', { of: { ...alert, due: london('2019-09-12T06:00') }, at: '2019-09-12T06:10' }, 'begins'],
    ['dropped', { of: { ...alert, decision: 'dropped', reason: 'The event is over.' } }, 'dropped: The event is over.'],
    ['dropped without a word', { of: { ...alert, decision: 'dropped' } }, 'dropped: It is not needed any more.'],
    ['empty', { of: { ...digest, decision: 'empty', reason: 'Nothing new.' } }, 'empty: Nothing new.'],
    [
      'dropped and cancelled',
      { of: { ...alert, decision: 'dropped' }, switches: { cancelled: approved } },
      'dropped: It is not needed any more.',
    ],
    [
      'a reminder, once its event has begun',
      { of: reminder, events: [event], at: '2020-03-26T09:30' },
      'missed: It could not go out before the event began on Thursday 26 March 2020 at 9:30am, so it was not sent.',
    ],
    ['a reminder, the minute before', { of: reminder, events: [event], at: '2020-03-26T09:29' }, 'begins'],
    ['a digest, once its event has begun', { of: digest, events: [event], at: '2020-03-26T09:30' }, 'begins'],
    ['cancelled', { switches: { cancelled: approved } }, 'cancelled: Cancelled by Sam before anybody got it.'],
    ['cancelled, too late', { at: late, switches: { cancelled: approved } }, 'cancelled: Cancelled by Sam before anybody got it.'],
    [
      'cancelled and paused',
      { switches: { cancelled: approved, paused: 'A typo.' } },
      'cancelled: Cancelled by Sam before anybody got it.',
    ],
    ['paused', { switches: { paused: 'A typo.' } }, 'waiting: Paused: A typo.'],
    ['paused without a reason', { switches: { paused: '' } }, 'waiting: Paused: '],
    ['paused, too late', { at: late, switches: { paused: 'A typo.' } }, missed('sending stayed paused')],
    ['paused and unapproved', { rules: required, switches: { paused: 'A typo.' } }, 'waiting: Paused: A typo.'],
    ['unapproved', { rules: required }, 'waiting: It waits for someone to say yes.'],
    ['unapproved, too late', { at: late, rules: required }, missed('nobody approved it')],
    ['approved', { rules: required, switches: { approved } }, 'begins'],
    ['an email that is blocked', { objections: { wrong: 'It has no summary.' } }, 'waiting: It has no summary.'],
    ['an email that is blocked, too late', { at: late, objections: { wrong: 'It has no summary.' } }, missed('its email had a problem')],
    ['a blocked email, approved', { switches: { approved }, objections: { wrong: 'It has no summary.' } }, 'waiting: It has no summary.'],
    ['a post', { of: post }, 'begins'],
    ['a post that is blocked', { of: post, objections: { wrong: 'It is too long.' } }, 'waiting: It is too long.'],
    [
      'a post that is blocked, too late',
      { of: post, at: late, objections: { wrong: 'It is too long.' } },
      missed('its text had a problem'),
    ],
    ['a post over budget', { of: post, objections: { costly: 'It costs $1.' } }, 'waiting: It costs $1.'],
    ['a post over budget, too late', { of: post, at: late, objections: { costly: 'It costs $1.' } }, missed('nobody approved its price')],
    ['a post over budget, approved', { of: post, switches: { approved }, objections: { costly: 'It costs $1.' } }, 'begins'],
    ['blocked and over budget', { of: post, objections: { wrong: 'It is too long.', costly: 'It costs $1.' } }, 'waiting: It is too long.'],
  ])('%s', (_, given, expected) => {
    expect(decided(given)).toBe(expected);
  });
});

test('neither switches nor text are needed for what they cannot change', () => {
  const now = london('2019-09-12T09:00').toInstant();
  const candidate = { publication: alert, events: [], rules: sampleRules(), now };
  const dropped = { ...candidate, publication: { ...alert, decision: 'dropped' as const } };
  expect(whyNotBegin(dropped)?.state).toBe('dropped');
  expect(whyNotBegin(candidate)).toBeUndefined();
  expect(whyNotBegin(candidate, { paused: 'A typo.' })?.state).toBe('waiting');
  expect(whyNotBegin(candidate, {})).toBeUndefined();
});

test('a publication whose story is gone waits for it, and is missed when it stays away', () => {
  const record = { ...alert, state: 'waiting' as const, version: 1 };
  const after = (duration: string) => whyGone(record, sampleRules(), alert.due.add(Temporal.Duration.from(duration)).toInstant());
  expect(after('PT12H')).toEqual({
    state: 'waiting',
    reason: 'Its story is gone or has a problem. Put the story right, and it goes out.',
  });
  expect(after('PT12H1M').state).toBe('missed');
});

test.each<[string, Partial<Publication>, boolean]>([
  ['an announcement', { kind: 'announcement' }, true],
  ['a reminder', { kind: 'reminder' }, true],
  ['a follow-up', { kind: 'follow-up' }, false],
  ['a digest', { kind: 'digest' }, false],
  ['a change notice', { kind: 'change', change: 'moved' }, false],
  ['a post', { kind: 'social' }, true],
  ['a post about a change', { kind: 'social', change: 'moved' }, false],
])('%s: is it of use only before the event? %s', (_, different, expected) => {
  expect(mustPrecede({ ...alert, ...different }, event)).toBe(expected);
});
