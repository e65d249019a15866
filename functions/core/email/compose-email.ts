// Composes a publication's email: subject, HTML and text. All readers with the same stories get the same, except for the placeholders.
import { frame } from '#core/email/email-frame';
import type { EmailInput } from '#core/email/email-input';
import { bandOf, type EventNews, eventNews, eventOf } from '#core/email/event-news';
import { preheaderOf } from '#core/email/preheader';
import { type EmailParts, written } from '#core/email/render-email';
import { type BodyLook, bodyHtml, bodyText, summaryParts } from '#core/email/story-body';
import { eventCard, eventFacts, HERO_WIDTH_PX, mailImage, postCard, storyNames } from '#core/email/story-cards';
import { mailedStoryLink } from '#core/email/story-link';
import { digestContents, subjectOf } from '#core/email/subject';
import type { ComposedMail } from '#core/mime/composed-mail';
import { addToCalendar, eventCalendar } from '#core/site/ics-event';
import { links } from '#core/site/links';
import { oneLine } from '#core/text/lines';
import { count } from '#core/text/wrap';
import { longDate } from '#core/time/date-parts';

/** Gmail clips an email at about 102 KB of HTML, and the unsubscribe link with it. The placeholders' values need 3 KB at most. */
const MAX_HTML_BYTES = 95_000;

/**
 * Returns the email of a publication. The same input gives the same email.
 * @throws when the publication is a social post, or its first story is missing or of the wrong kind.
 */
export function composeEmail(input: EmailInput): ComposedMail {
  const at = input.at.withTimeZone(input.rules.timezone);
  const local = { ...input, at };
  const heading = { subject: subjectOf(local), preheader: preheaderOf(local) };
  switch (input.publication.kind) {
    case 'alert':
      return { ...heading, ...alert(local, heading), date: at };
    case 'message':
      return { ...heading, ...message(local, heading), date: at };
    case 'digest':
      return { ...heading, ...digest(local, heading), date: at };
    case 'announcement':
    case 'reminder':
    case 'follow-up':
    case 'change': {
      const news = eventNews(local, eventOf(local));
      return { ...heading, ...eventEmail(local, heading, news), ...calendarOf(local, news), date: at };
    }
    case 'social':
      throw new Error(`${input.publication.id} is a social post: it has no email.`);
    default:
      return input.publication.kind satisfies never;
  }
}

const UNDO = 'If it is in your calendar, please take it out. The calendar file with this email does that for you in most calendars.';

type Shortenable = EmailParts & Pick<ComposedMail, 'shortened'>;
type EmailHeading = { subject: string; preheader: string };

function alert(input: EmailInput, heading: EmailHeading): Shortenable {
  const { publication, stories, rules, images = [], page = false } = input;
  const [post] = stories;
  if (post?.kind !== 'post')
    throw new Error(`${publication.id} tells of a post, and was given ${post ? `the ${post.kind} ${post.slug}` : 'no story'}.`);
  const around = frame(input, { ...heading, label: 'New post' });
  const site = links(rules);
  return whole(post.body, post.summary, { rules, images, brand: around.brand.colour, page }, (body, cut) => {
    const view = {
      ...around,
      title: oneLine(post.title),
      author: oneLine(post.author),
      role: oneLine(post.role ?? ''),
      date: longDate(post.published),
      image: mailImage(post.image, HERO_WIDTH_PX, site),
      url: mailedStoryLink(input, post),
      read: cut ? 'Read the whole post on our website' : 'Read this post on our website',
    };
    return written('alert', view, body);
  });
}

/** A message has no page, so its whole text is in the email. */
function message(input: EmailInput, heading: EmailHeading): EmailParts {
  const { publication, stories, rules, images = [] } = input;
  const [story] = stories;
  if (story?.kind !== 'message')
    throw new Error(`${publication.id} is a message, and was given ${story ? `the ${story.kind} ${story.slug}` : 'no story'}.`);
  const around = frame(input, { ...heading, label: 'Message' });
  const view = { ...around, title: oneLine(story.title), image: mailImage(story.image, HERO_WIDTH_PX, links(rules)) };
  const look = { rules, images, brand: around.brand.colour };
  return written('message', view, { html: bodyHtml(story.body, look), text: bodyText(story.body) });
}

function eventEmail(input: EmailInput, heading: EmailHeading, news: EventNews): Shortenable {
  const { publication, rules, images = [], page = false } = input;
  const event = eventOf(input);
  const around = frame(input, { ...heading, label: news.label });
  const site = links(rules);
  const coming = news.eventStatus === 'on' && publication.kind !== 'follow-up';
  // A reminder has no body: its readers had it with the announcement.
  const body = publication.kind === 'follow-up' ? event.follow_up : publication.kind === 'reminder' ? undefined : event.body;
  return whole(body, event.summary, { rules, images, brand: around.brand.colour, page }, (shown) => {
    const view = {
      ...around,
      title: oneLine(event.title),
      lead: news.sentence,
      band: bandOf(news),
      headline: `${news.prefix}${oneLine(event.title)}`,
      off: news.eventStatus !== 'on',
      // The calendar file with this email takes the event out of a reader's calendar.
      undo: news.eventStatus !== 'on' && publication.kind === 'change' ? UNDO : '',
      about: news.eventStatus !== 'on' && shown.html !== '' ? 'What it was to be about' : '',
      ...eventFacts(
        event,
        { on: coming, whenLabel: news.whenLabel, previousFacts: publication.change === 'moved' ? input.previousFacts : undefined },
        around.brand.colour,
      ),
      register: coming ? (event.registration ?? '') : '',
      book: 'Book your place',
      // A moved event is in calendars already: its file changes the entry there. A link would add a second entry.
      ...(publication.change === 'moved'
        ? { add: 'Put the change into your calendar', calendar: site.calendarFile(event) }
        : { add: 'Add to your calendar', calendars: coming ? addToCalendar(event, rules) : undefined }),
      image:
        publication.kind === 'announcement' || publication.kind === 'follow-up' ? mailImage(event.image, HERO_WIDTH_PX, site) : undefined,
      url: mailedStoryLink(input, event),
      read: 'See this event on our website',
    };
    return written('event', view, shown);
  });
}

function digest(input: EmailInput, heading: EmailHeading): Shortenable {
  const { publication, stories, at, page } = input;
  const series = publication.series ?? '';
  const around = frame(input, { ...heading, label: longDate(at) });
  const names = storyNames(stories);
  const posts = stories.flatMap((story, i) => (story.kind === 'post' ? [postCard(input, story, names[i] ?? '')] : []));
  const events = stories.flatMap((story, i) =>
    story.kind === 'event' ? [eventCard(input, story, names[i] ?? '', around.brand.colour)] : [],
  );
  const contents = digestContents(posts.length, events.length);
  const show = (most: number) => {
    const view = {
      ...around,
      title: `${series.slice(0, 1).toUpperCase()}${series.slice(1)} digest`.trim(),
      introduction: publication.introduction ?? [],
      lead: contents === '' ? '' : `In this email: ${contents}.`,
      posts: posts.slice(0, most),
      events: events.slice(0, most),
      morePosts: posts.length > most ? `Read ${count(posts.length - most, 'more post')} on our website` : '',
      moreEvents: events.length > most ? `See ${count(events.length - most, 'more event')} on our website` : '',
    };
    return written('digest', view, { html: '', text: '' });
  };
  let most = Math.max(posts.length, events.length);
  let parts = show(most);
  while (parts.html.length > MAX_HTML_BYTES && most > 1 && !page) {
    most = Math.floor(most * 0.85);
    parts = show(most);
  }
  const left = Math.max(0, posts.length - most) + Math.max(0, events.length - most);
  if (left === 0) return parts;
  return { ...parts, shortened: `All stories would make an email that Gmail cuts off, so ${left} of them are only on its web page.` };
}

/** Shows a story with its whole body. Shows its summary when it has no body, or when the email would be too large for Gmail (`cut`). */
function whole(
  markdown: string | undefined,
  summary: string,
  look: BodyLook & Pick<EmailInput, 'page'>,
  show: (body: EmailParts, cut: boolean) => EmailParts,
): Shortenable {
  if (markdown === undefined) return show(summaryParts(summary), false);
  const parts = show({ html: bodyHtml(markdown, look), text: bodyText(markdown) }, false);
  if (parts.html.length <= MAX_HTML_BYTES || look.page) return parts;
  return { ...show(summaryParts(summary), true), shortened: TOO_LONG };
}

const TOO_LONG =
  'The whole text would make an email that Gmail cuts off, so the email has the summary and a link to the rest. Shorten the text to have it in the email.';

function calendarOf({ publication, stories, rules, at }: EmailInput, news: EventNews): Pick<ComposedMail, 'calendar'> {
  const event = eventOf({ publication, stories });
  if (publication.kind === 'follow-up') return {};
  // Only a change notice carries a cancellation: its readers may have the event in their calendars.
  if (news.eventStatus !== 'on' && publication.kind !== 'change') return {};
  const method = news.eventStatus === 'on' ? 'PUBLISH' : 'CANCEL';
  return { calendar: { method, ics: eventCalendar(event, { rules, method, sequence: publication.sequence ?? 0, stamp: at.toInstant() }) } };
}
