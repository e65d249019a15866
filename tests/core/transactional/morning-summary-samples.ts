// Samples of the morning summary of Thursday 19 March 2020, for tests and the gallery. A test gives only what differs.

import type { ComposedMail } from '#core/mime/composed-mail';
import { layOutTransactional } from '#core/mime/mail-message';
import type { Certificate } from '#core/publication/delivery-counts';
import { composeMorningSummary } from '#core/transactional/compose-morning-summary';
import type { MorningFacts, Named } from '#core/transactional/morning-facts';
import type { SenderProfile } from '#core/transactional/transactional-email';
import { rules } from '#tests/core/email-samples';
import { id, london } from '#tests/core/samples';

const LEAD = 'lead@example.org';

export function named(publication: string, name: string, when: string, channel: Named['channel'] = 'email'): Named {
  return { id: id(publication), name, channel, when: london(when) };
}

/** A morning with nothing to say, except for `different`. */
export function morningFacts(different: Partial<MorningFacts> = {}): MorningFacts {
  return {
    now: london('2020-03-19T08:00'),
    since: london('2020-03-18T08:00'),
    horizon: london('2020-03-21T08:00'),
    aheadDays: 1,
    editable: [],
    paused: [],
    bursts: [],
    held: [],
    waiting: [],
    missed: [],
    problems: [],
    backdated: [],
    agreements: [],
    ahead: [],
    out: [],
    ...different,
  };
}

export function counts(different: Partial<Certificate> = {}): Certificate {
  return { planned: 214, accepted: 214, byEvent: 0, byPerson: 0, suppressed: 0, refused: 0, held: 0, open: 0, twice: 0, ...different };
}

/** A morning with an item of each kind. */
export function sampleMorningFacts(): MorningFacts {
  const digest = named('digest-weekly-2020-03-12', 'Weekly digest', '2020-03-18T08:30');
  return morningFacts({
    paused: [
      {
        what: 'x',
        why: 'X has taken the account’s right to post away. Look at the account, then resume.',
        waits: 1,
        until: london('2020-03-20T00:30'),
      },
    ],
    bursts: [{ people: 4, at: london('2020-03-18T16:05'), until: london('2020-03-20T16:05') }],
    held: [{ ...digest, readers: 2 }],
    waiting: [
      {
        ...named('announcement-summer', 'Announcement: Summer learning session', '2020-03-19T09:00'),
        why: 'It waits for you to say yes.',
        waitsFor: 'yes',
        until: london('2020-03-19T21:00'),
      },
      {
        ...named('alert-restraints', 'New post: Fewer restraints by talking first', '2020-03-19T14:00'),
        why: 'It waits until it is put right. Two links have the same words, “our guide”, and lead to different pages. Give each words of its own.',
        waitsFor: 'text',
        until: london('2020-03-20T02:00'),
        file: 'posts/restraints.md',
      },
    ],
    missed: [
      {
        ...named('reminder-spring-1d', 'Reminder, 1 day before: Spring learning session', '2020-03-18T09:00'),
        why: 'It was due on Wednesday 18 March 2020 at 9am. It was not sent, because nobody approved it before Wednesday 18 March 2020 at 9pm.',
        late: true,
      },
    ],
    problems: [
      {
        file: 'posts/2020-03-20-medication.md',
        line: 4,
        sentence: '"medicines" is not a topic of ours. Did you mean "medication"?',
      },
    ],
    backdated: [
      {
        file: 'posts/safer-nights.md',
        sentence:
          'posts/safer-nights.md was first seen on Wednesday 18 March 2020 and says that it was published on Sunday 17 March 2019. That is more than 7 days earlier, so it has its page and nothing is sent. If the date is wrong, put it right, and it goes out.',
      },
    ],
    agreements: [
      {
        file: 'posts/safer-medicines.md',
        title: 'Safer medicines',
        sentence:
          'The people in the picture at the top agree until Thursday 2 April 2020. Take the picture out, or ask them again and change the day.',
        until: london('2020-04-03T00:00'),
      },
    ],
    ahead: [
      { ...named('digest-weekly-2020-03-19', 'Weekly digest', '2020-03-19T08:30'), readers: 214, waits: false },
      { ...named('x-visit', 'Post on X: What we learned from the first visit', '2020-03-19T12:30', 'x'), readers: 0, waits: true },
      { ...named('alert-deaths', 'New post: Learning from deaths with families', '2020-03-20T07:30'), readers: 96, waits: false },
    ],
    out: [
      { ...digest, cancelled: false, counts: counts({ accepted: 212, held: 2 }) },
      {
        ...named('x-checks', 'Post on X: Physical health checks that get done', '2020-03-18T12:30', 'x'),
        cancelled: false,
        posted: { is: 'posted', url: 'https://x.com/ExampleMHC/status/1240236000000000000' },
      },
    ],
  });
}

export function summaryMail(facts: MorningFacts, senderProfile: SenderProfile = rules): ComposedMail {
  const mail = composeMorningSummary(facts, senderProfile);
  if (!mail) throw new Error('This morning has nothing to say, so there is no summary.');
  return mail;
}

/** The summary as it is sent. */
export function summaryMessage(facts: MorningFacts, senderProfile: SenderProfile = rules): Uint8Array {
  return layOutTransactional(summaryMail(facts, senderProfile), senderProfile, LEAD, 'note-2020-03-19');
}
