// Every kind of social post, as the gallery shows it, in each wording and every shape.
import { Temporal } from 'temporal-polyfill';
import type { Publication, PublicationId, SocialChannel } from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';
import { composeSocialPost, type SocialInput, type SocialPost } from '#core/social/compose-post';
import type { ExtraPost, LearningEvent, Story } from '#core/story/story';
import type { TemplateName } from '#templates/social';
import { HOSTILE } from '#tests/core/email-check/shapes';
import { picture, rules as plainRules } from '#tests/core/email-samples';
import type { SampleContent } from '#tests/gallery/sample-content';

export type PostKind = TemplateName | 'own words';
export type ShownPost = {
  kind: PostKind;
  title: string;
  shows: string;
  channel: SocialChannel;
  rules: Rules;
  post: SocialPost;
  /** True when a blocking rule must hold the post back. */
  refused: boolean;
};

/** The templates, in the order of the page. A template without a line here is a type error. */
export const POST_KINDS: Record<PostKind, { heading: string; is: string }> = {
  post: { heading: 'A new blog post', is: 'The first post about a blog post.' },
  'post-again': { heading: 'A blog post again', is: 'A later post that the story asks for in its list, for example a week after.' },
  announcement: { heading: 'A new event', is: 'The first post about an event.' },
  reminder: { heading: 'An event comes near', is: 'At the times that the rules give reminders.' },
  'event-again': { heading: 'An event again', is: 'A further post that the event asks for in its list.' },
  'change/moved': { heading: 'An event has moved', is: 'Another date, time or place than the account has told.' },
  'change/postponed': { heading: 'An event is postponed', is: 'There is no new date yet.' },
  'change/cancelled': { heading: 'An event is cancelled', is: 'The account has told of it, and takes it back.' },
  'change/confirmed': { heading: 'An event goes ahead', is: 'It was in doubt, and takes place.' },
  'announced-as-cancelled': { heading: 'Cancelled before it was announced', is: 'The account tells of the event for the first time.' },
  'own words': { heading: 'The editor’s own words', is: 'What she wrote for this very post wins over every template.' },
};

type PostOptions = Partial<Pick<Publication, 'channel' | 'before' | 'change' | 'sequence' | 'extra'>> & {
  on?: Temporal.PlainDateTime;
  rules?: Rules;
};

const EXTRA: ExtraPost = { key: 'after-7d', at: { after: Temporal.Duration.from({ days: 7 }) } };
const EARLIER: ExtraPost = { key: 'before-14d', at: { before: Temporal.Duration.from({ days: 14 }) } };

export function shownPosts({ rules: sampleRules, posts, events }: SampleContent): ShownPost[] {
  const rules: Rules = { ...sampleRules, social: { ...sampleRules.social, cards: true } };
  const [aPost, , , another] = posts;
  const [online, spring] = events;
  if (!aPost || !another || !online || !spring) throw new Error('The sample has too few stories for the gallery.');
  const before = (days: number) => spring.starts.subtract({ days }).with({ hour: 9, minute: 0 });
  const off = (status: LearningEvent['status']): LearningEvent => ({ ...spring, status });
  const ways = (kind: PostKind, story: Story, options: PostOptions = {}) => inEachWay(kind, story, { rules, ...options });
  const one = (kind: PostKind, title: string, shows: string, story: Story, options: PostOptions = {}, refused = false) =>
    shown(kind, title, shows, { rules, ...options }, story, refused);
  const own = (title: string, shows: string, text: string, refused = false) =>
    one('own words', title, shows, { ...aPost, social: { text } }, {}, refused);
  return [
    ...ways('post', aPost),
    ...ways('post-again', { ...another, extraPosts: [EXTRA] }, { extra: EXTRA.key }),
    ...ways('announcement', spring),
    ...ways('reminder', spring, { before: '7d', on: before(7) }),
    ...ways('event-again', { ...online, extraPosts: [EARLIER] }, { extra: EARLIER.key, on: online.starts.subtract({ days: 14 }) }),
    ...(['moved', 'postponed', 'cancelled', 'confirmed'] as const).flatMap((change) =>
      ways(`change/${change}`, off(change === 'postponed' || change === 'cancelled' ? change : 'confirmed'), {
        change,
        sequence: 1,
        on: before(12),
      }),
    ),
    ...ways('announced-as-cancelled', off('cancelled')),

    one('reminder', 'The day before', 'The days are counted from when it goes out.', spring, { before: '1d', on: before(1) }),
    one('reminder', 'On the day', 'A reminder that comes late.', spring, { before: '1d', on: before(0) }),
    one('announcement', 'With an image of its own', 'The event’s own image stands in the place of its card.', {
      ...spring,
      image: picture,
    }),
    one('announcement', 'Without a picture', 'The rules want no cards.', spring, {
      rules: { ...sampleRules, social: { ...sampleRules.social, cards: false } },
    }),
    one('announcement', 'Hardly a word', 'Neither venue nor booking nor summary.', bare(spring)),
    one('announcement', 'A title of many words', 'The title has all of the room that is left, and the link is whole.', {
      ...spring,
      title: `${spring.title}: ${'what we have learned from it together, and how '.repeat(12).trim()}`,
    }),
    one('announcement', 'Letters that the card lacks', 'There is no card, and a warning says why.', {
      ...spring,
      title: 'מפגש למידה: התעלמות',
      venue: 'אודיטוריום',
    }),
    one('announcement', 'Cancelled, with words of her own', 'Her words invite people, and are not used.', {
      ...off('cancelled'),
      social: { text: 'Book now!' },
    }),
    one('post', 'A summary of many words', 'It is cut at a word; the hashtags went first.', {
      ...aPost,
      summary: `${aPost.summary} `.repeat(4).trim(),
    }),
    one('post', 'Links that tell where from', 'The rules ask for links with UTM parameters, which weigh nothing more.', aPost, {
      rules: { ...rules, utm: true },
    }),
    one('post', 'Words that X would make links of', 'A space keeps “care.It” from being one.', {
      ...aPost,
      title: 'Safer care.It begins on the ward',
      summary: 'Ask @Everybody about $COST and $TIME.',
    }),
    ...Object.entries(HOSTILE).map(([name, hostile]) =>
      one('post', `Each field a text ${name}`, 'Nothing breaks out, and the link is whole.', {
        ...aPost,
        title: hostile,
        author: hostile,
        summary: hostile,
      }),
    ),
    own(
      'In one post',
      'The link is put below her words.',
      'We asked six wards what made the most difference. All of them said: talking first.',
    ),
    own(
      'With the link among her words',
      'It stands where she wrote it.',
      `Six wards, one aim: read https://news.example.org/posts/${aPost.slug} and tell us what you tried.`,
    ),
    own('A thread', 'Cut between sentences and numbered; the last part has the link.', THREAD),
    own(
      'Words to think over',
      'It goes out, and the desk warns before.',
      'SIX WARDS TRIED THIS FIRST 🎉🎉🎉🎉 Click here! #One #Two #Three',
    ),
    own('Held back', 'A rule that blocks keeps it until it is put right.', 'Six wards tried this first. #qualityimprovement', true),
  ];
}

const THREAD = `Six wards in four of our trusts agreed on one aim: to halve their use of restraint by the end of August.

Nobody had a spare pound or a spare person. What they had was a shared chart, an hour together every second week, and permission to try things. Five minutes standing up at 11am and 4pm, with one question: who might find the next few hours hard, and what would help?

Restraints fell from about 12 a week to about 5. Two wards saw no change until their night staff joined the huddles.`;

function bare({ venue: _venue, online: _online, registration: _registration, ...rest }: LearningEvent): LearningEvent {
  return { ...rest, summary: '' };
}

function inEachWay(kind: PostKind, story: Story, options: PostOptions): ShownPost[] {
  const said = new Set<string>();
  const found: ShownPost[] = [];
  for (;;) {
    const next = composed(story, options, said);
    const text = next.parts[0]?.text ?? '';
    // When every wording has been used, the last one repeats.
    if (said.has(text)) break;
    said.add(text);
    found.push({
      kind,
      title: `On X, way ${found.length + 1}`,
      shows: found.length === 0 ? 'What is tried first for this story.' : 'When the account has said the ways before it.',
      ...rest(options),
      post: next,
    });
  }
  return [
    ...found,
    shown(kind, 'On Bluesky', 'The same on the second channel, which shows links short.', { ...options, channel: 'bluesky' }, story),
  ];
}

function shown(kind: PostKind, title: string, shows: string, options: PostOptions, story: Story, refused = false): ShownPost {
  return { kind, title, shows, ...rest(options), refused, post: composed(story, options) };
}

function rest({ channel, rules = plainRules }: PostOptions): Pick<ShownPost, 'channel' | 'rules' | 'refused'> {
  return { channel: channel === 'bluesky' ? channel : 'x', rules, refused: false };
}

function composed(
  story: Story,
  { on = story.published, channel = 'x', rules = plainRules, ...of }: PostOptions,
  said: SocialInput['said'] = new Set(),
): SocialPost {
  const at = on.toZonedDateTime(rules.timezone);
  const publication: Publication = {
    id: `${channel}-sample` as PublicationId,
    kind: 'social',
    channel,
    due: at,
    stories: [story.slug],
    decision: 'go',
    ...of,
  };
  return composeSocialPost({ publication, story, rules, at, said });
}
