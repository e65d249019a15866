import { expect, test } from 'vitest';
import type { Slug } from '#core/story/story';
import type { MorningFacts, Named, Waiting } from '#core/transactional/morning-facts';
import { minutesOf, needsOf } from '#core/transactional/needs';
import { london } from '#tests/core/samples';
import { morningFacts, named, sampleMorningFacts } from '#tests/core/transactional/morning-summary-samples';

const A = 'a' as Slug;
const alert: Named = { ...named('alert-a', 'New post: A', '2020-03-19T09:00'), about: A };
const onX: Named = { ...named('x-a', 'Post on X: A', '2020-03-19T12:30', 'x'), about: A };
const reminder: Named = { ...named('reminder-a-1d', 'Reminder: A', '2020-03-20T12:31'), about: A };
const digest = named('digest-weekly-2020-03-19', 'Weekly digest', '2020-03-19T08:30');
const problem = { file: 'posts/a.md', line: 3, sentence: 'Write a title.' };

const waiting = (one: Named, waitsFor: Waiting['waitsFor'] = 'yes', different: Partial<Waiting> = {}): Waiting => ({
  ...one,
  why: 'It waits for someone to say yes.',
  waitsFor,
  until: one.when.add({ hours: 12 }),
  ...different,
});

const said = (facts: Partial<MorningFacts>) =>
  needsOf(morningFacts(facts), '').map(({ name, words, otherwise, button, url }) => [name, words, otherwise, button, url]);

test.each<[string, Partial<MorningFacts>, string[]]>([
  [
    'a pause of everything, when nothing is due',
    { paused: [{ what: 'everything', why: 'A question of taste.', waits: 0 }] },
    [
      'Everything is paused',
      'A question of taste.',
      'nothing goes out. Nothing that is ready is due before Saturday 21 March 2020 at 8am.',
      'Let everything go on',
      '/desk/plan#paused',
    ],
  ],
  [
    'a channel that stopped while posts are due',
    { paused: [{ what: 'x', why: 'The key is gone.', waits: 2, until: london('2020-03-19T21:00') }] },
    [
      'Posting on X is paused',
      'The key is gone.',
      'nothing goes out on X. 2 publications due by Saturday 21 March 2020 at 8am wait. The first is missed today at 9pm.',
      'Resume posting on X',
      '/desk/plan#stopped-x',
    ],
  ],
  [
    'buttons that a scanner may have pressed',
    { bursts: [{ people: 4, at: london('2020-03-18T16:05'), until: london('2020-03-20T16:05') }] },
    [
      'Perhaps a scanner pressed the button to leave, for 4 people',
      'It was pressed yesterday at 4:05pm. They get no emails until you decide.',
      'they leave tomorrow at 4:05pm.',
      'Say whether it was a scanner',
      '/desk/departures#burst-0',
    ],
  ],
  [
    'readers of whom nobody knows',
    { held: [{ ...alert, readers: 2 }] },
    [
      'New post: A',
      'Nobody can know whether 2 people got it.',
      'it stays held, and they are not sent it again.',
      'Decide what becomes of it',
      '/desk/publications/alert-a#unsure',
    ],
  ],
  [
    'a post of which nobody knows',
    { held: [{ ...onX, readers: 0 }] },
    [
      'Post on X: A',
      'Nobody can know whether it is on X.',
      'it stays held, and is not posted again.',
      'Decide what becomes of it',
      '/desk/publications/x-a#unsure',
    ],
  ],
  [
    'a missing yes',
    { waiting: [waiting(alert)] },
    [
      'New post: A',
      'Due today at 9am. It waits for someone to say yes.',
      'it is not sent. It waits, and is missed today at 9pm.',
      'Look at it, and say yes',
      '/desk/publications/alert-a#yes',
    ],
  ],
  [
    'a text that must be put right',
    { waiting: [waiting(alert, 'text', { why: 'A link is broken.', file: 'posts/a.md' })] },
    [
      'New post: A',
      'Due today at 9am. A link is broken.',
      'it is not sent. It waits, and is missed today at 9pm.',
      'Put the text right',
      '/desk/stories?q=posts%2Fa.md#edit',
    ],
  ],
  [
    'a publication that a person has paused',
    { waiting: [waiting(alert, 'pause', { why: 'Paused: Ask Ama' })] },
    [
      'New post: A',
      'Due today at 9am. Paused: Ask Ama',
      'it is not sent. It waits, and is missed today at 9pm.',
      'Let it go on',
      '/desk/publications/alert-a#resume',
    ],
  ],
  [
    'what was missed and can still be sent',
    { missed: [{ ...alert, why: 'Nobody approved it.', late: true }] },
    ['New post: A', 'Nobody approved it.', 'nobody gets it.', 'Send it all the same', '/desk/publications/alert-a#late'],
  ],
  [
    'what was missed and cannot be sent any more',
    { missed: [{ ...alert, why: 'Nobody approved it.', late: false }] },
    [
      'New post: A',
      'Nobody approved it.',
      'nobody gets it, and it cannot be sent any more.',
      'See why it was missed',
      '/desk/publications/alert-a#reason',
    ],
  ],
  [
    'a month whose posts cost more than its budget',
    { budget: { sentence: 'Of $10, $9 is used.', first: onX, until: london('2020-03-20T00:30') } },
    [
      'The month’s budget for posts on X is used up before its end',
      'Of $10, $9 is used.',
      'what is beyond the budget waits. The first is “Post on X: A”, which is missed tomorrow at 12:30am.',
      'Look at its price, and say yes',
      '/desk/publications/x-a#yes',
    ],
  ],
  [
    'a story with two problems that its form can mend',
    { problems: [problem, { ...problem, line: 5 }], editable: ['posts/a.md'] },
    [
      'posts/a.md line 3',
      'Write a title. And 1 more problem in this file.',
      'the story stays out of emails and posts.',
      'Put the story right',
      '/desk/stories?q=posts%2Fa.md#edit',
    ],
  ],
  [
    'rules that cannot be read',
    { problems: [{ ...problem, file: 'newsroom.yaml' }], mending: true },
    ['newsroom.yaml line 3', 'Write a title.', 'nothing new is planned.', 'See what is wrong', '/desk/plan#problems'],
  ],
])('the list says what it is, what happens without her, and where the button is: %s', (_, facts, need) => {
  expect(said(facts)).toEqual([need]);
});

test('the list is in order of deadline, and what has none comes after it', () => {
  const needs = needsOf(sampleMorningFacts(), '');
  const deadlines = needs.flatMap(({ deadline }) => deadline ?? []);
  expect(deadlines.map(String)).toEqual(deadlines.map(String).toSorted());
  expect(needs.map(({ deadline }) => deadline !== undefined)).toEqual([
    ...deadlines.map(() => true),
    ...needs.slice(deadlines.length).map(() => false),
  ]);
  expect(needs[0]?.name).toBe('Announcement: Summer learning session');
});

test('approvals of one story by the same day are one thing with a link to each, and one that is due a day later is another', () => {
  const needs = needsOf(morningFacts({ waiting: [waiting(alert), waiting(onX), waiting(reminder), waiting(digest)] }), '');
  expect(needs.map(({ name, also, minutes }) => [name, also.map(({ url }) => url), minutes])).toEqual([
    ['Weekly digest', [], 3],
    ['New post: A, with 1 post', ['/desk/publications/x-a#yes'], 4],
    ['Reminder: A', [], 3],
  ]);
  expect(needs.map(({ button, url }) => [button, url])).toEqual([
    ['Look at it, and say yes', '/desk/publications/digest-weekly-2020-03-19#yes'],
    ['Look at them, and say yes', '/desk/yes?story=a#yes'],
    ['Look at it, and say yes', '/desk/publications/reminder-a-1d#yes'],
  ]);
  expect(minutesOf(needs)).toBe(10);
});

test('a missing yes and a faulty text of one story stay two things, because they have two buttons', () => {
  const needs = needsOf(morningFacts({ waiting: [waiting(alert), waiting(onX, 'text')] }), '');
  expect(needs.map(({ kind }) => kind)).toEqual(['yes', 'text']);
});

test('a post that waits for its announcement is one thing with what stops that', () => {
  const needs = needsOf(morningFacts({ waiting: [waiting(onX, 'announcement'), waiting(alert, 'text')] }), '');
  expect(needs.map(({ kind, name, also }) => [kind, name, also.map(({ url }) => url)])).toEqual([
    ['text', 'New post: A, with 1 post', ['/desk/publications/x-a#reason']],
  ]);
});
