// Stories, rules and publications to compose emails from, and the steps from there to a reader's bytes.
import { Temporal } from 'temporal-polyfill';
import { composeEmail } from '#core/email/compose-email';
import type { EmailInput } from '#core/email/email-input';
import { layOutMail } from '#core/email/lay-out-mail';
import { fillMail, type MailRecipient, prepareMail } from '#core/mime/mail-message';
import type { Publication, PublicationId, PublicationKind } from '#core/publication/publication';
import type { Rules, Topic } from '#core/rules/rules';
import type { BlogPost, LearningEvent, Message, Slug, Story } from '#core/story/story';
import { sampleRules } from '#tests/core/samples';

export const rules: Rules = sampleRules({
  name: 'South of England Mental Health Collaborative',
  shortName: 'MHC',
  sender: {
    name: 'Mental Health Collaborative',
    address: 'news@example.org',
    replyTo: 'team@example.org',
    postalAddress: 'Mental Health Collaborative, 1 Example Street, Bristol BS1 1AA',
  },
  x: { handle: 'IQMentalHealth', hashtags: [] },
});

const BODY = `When somebody who uses our services dies, their family deserves answers, and we owe it to everyone who comes after to learn.

Over the past year, teams from **eleven trusts** have met to compare how they review deaths. We found [the same three gaps](https://www.example.org/three-gaps) almost everywhere.

## What we changed

- Families are asked what they want to know *before* a review begins
- One person stays in touch with them throughout
- What was learned is shared across the collaborative within a month

### What the figures say

| Trust | Reviews | With family |
|---|---:|---:|
| Devon | 24 | 21 |
| Oxford | 31 | 30 |

> We were listened to. That made all the difference.

1. Read the guide
2. Talk to your programme manager

The next learning session is a chance to hear more.`;

export function post(changes: Partial<BlogPost> = {}): BlogPost {
  const slug = changes.slug ?? 'learning-from-deaths';
  return {
    kind: 'post',
    slug: slug as Slug,
    file: `posts/${slug}.md`,
    title: 'Learning from deaths: what families told us',
    author: 'Andrea Byles',
    role: 'Programme Lead',
    published: Temporal.PlainDateTime.from('2019-09-12T09:00'),
    topics: ['learning-from-deaths' as Topic],
    summary: 'Eleven trusts compared how they review deaths. Here is what families asked us to change, and what happened when we did.',
    body: BODY,
    ...changes,
  };
}

export function event(changes: Partial<LearningEvent> = {}): LearningEvent {
  const slug = changes.slug ?? '2020-03-26-learning-session';
  return {
    kind: 'event',
    slug: slug as Slug,
    file: `events/${slug}.md`,
    title: 'Learning session: sharing what we have learned from deaths',
    starts: Temporal.PlainDateTime.from('2020-03-26T09:30'),
    ends: Temporal.PlainDateTime.from('2020-03-26T16:30'),
    venue: 'Bristol',
    registration: 'https://example.org/register/march-2020',
    published: Temporal.PlainDateTime.from('2020-01-14T10:00'),
    topics: [],
    status: 'confirmed',
    summary:
      'A day for member trusts to present their improvement work, with workshops for people who learn, live and lead quality improvement.',
    body: `Every member trust is invited to present its local work on learning from deaths in mental health.

- National presenters set out how each national workstream fits with local work
- Three workshops: **Learn** for newcomers, **Live** for teams that are using it, **Lead** for those who lead it
- Time for trusts to share each other's ideas

Places are free to staff and to people with lived experience in the 11 member trusts.`,
    follow_up:
      'Thank you for a full day of ideas. The [slides and recordings](https://www.example.org/slides-march-2020) are now on our website.\n\nThe next session is in July.',
    ...changes,
  };
}

export function message(changes: Partial<Message> = {}): Message {
  const slug = changes.slug ?? '2020-03-20-new-room';
  return {
    kind: 'message',
    slug: slug as Slug,
    file: `messages/${slug}.md`,
    title: 'The room of our learning session has changed',
    published: Temporal.PlainDateTime.from('2020-03-20T09:00'),
    to: { kind: 'everyone' },
    topics: [],
    summary: 'We meet on the second floor, in the Severn Room. Everything else stays as it was.',
    body: 'We meet on the second floor, in the **Severn Room**. Everything else stays as it was.\n\nThe lift is to the left of the entrance.',
    ...changes,
  };
}

export const picture = { src: 'team.png', alt: 'Twelve people around a table, looking at a chart', width: 1200, height: 675 };

function publication(kind: PublicationKind, changes: Partial<Publication> = {}): Publication {
  return {
    id: `${kind}-sample` as PublicationId,
    kind,
    channel: 'email',
    due: Temporal.ZonedDateTime.from('2020-03-19T09:00[Europe/London]'),
    stories: [],
    decision: 'go',
    ...(kind === 'digest' ? { series: 'weekly' } : {}),
    ...changes,
  };
}

export function input(
  kind: PublicationKind,
  stories: Story[],
  changes: Partial<EmailInput> & { of?: Partial<Publication> } = {},
): EmailInput {
  const { of, ...others } = changes;
  return {
    publication: publication(kind, of),
    stories,
    rules,
    at: Temporal.ZonedDateTime.from('2020-03-19T09:00[Europe/London]'),
    ...others,
  };
}

export const reader: MailRecipient = {
  address: 'josephine@example.org',
  name: 'Joséphine',
  unsubscribe: 'https://news.example.org/u/3kTq9-s1gned_word.0123456789abcdef0123456789abcdef',
  preferences: 'https://news.example.org/p/8hYw2-s1gned_word.0123456789abcdef0123456789abcdef',
};

/** The message that a reader gets, as bytes. The reader's own links are on the site of the rules. */
export function messageOf(given: EmailInput, to: Partial<MailRecipient> = {}): Uint8Array {
  const onSite = (link: string) => link.replace(rules.site, given.rules.site);
  const own = { unsubscribe: onSite(reader.unsubscribe), preferences: onSite(reader.preferences) };
  return fillMail(prepareMail(layOutMail(composeEmail(given), given.rules, given.publication.id)), { ...reader, ...own, ...to });
}

export function textOf(message: Uint8Array): string {
  return new TextDecoder('latin1').decode(message);
}
