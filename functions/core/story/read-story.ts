import { storyImage } from '#core/image/image-field';
import type { ImageFile } from '#core/image/image-file';
import { imageName, imageNamed } from '#core/image/prepared-image';
import { readMarkdown } from '#core/markdown/parse-markdown';
import { choice, httpsLink, listOf, parsed, text, type Wording, yesOrNo } from '#core/parsing/field-kinds';
import { noFrontMatter, splitFrontMatter } from '#core/parsing/front-matter';
import type { Problem } from '#core/parsing/problem';
import type { SourceFile } from '#core/parsing/source-file';
import { readText } from '#core/parsing/text-file';
import { calendarDay, dateAndTime } from '#core/parsing/time-fields';
import { group, type Kind, type Mapping, readYaml } from '#core/parsing/yaml-form';
import { formerOrganisations, formerTopics, presentOrganisation } from '#core/rules/merged';
import type { Rules, Topic } from '#core/rules/rules';
import { checkMarkdown, isInvisible } from '#core/story/check-body';
import { foreignKeys } from '#core/story/foreign-keys';
import { storySocial } from '#core/story/read-social-field';
import type { BlogPost, LearningEvent, Message, MessageTo, Story } from '#core/story/story';
import { isStoryFile, storyKindOf, whyNoStory } from '#core/story/story-files';
import { summaryOf } from '#core/story/summary';
import { wording } from '#core/story/wording';
import { didYouMean } from '#core/text/nearest-word';
import { cutAtWord, lastWords, SUBJECT_CHARACTERS } from '#core/text/wrap';
import { clockChange } from '#core/time/clock-change';
import { nhsDate } from '#core/time/nhs-dates';

/** Forty pages. A longer text takes the parser too long, at each tick. */
const MOST_CHARACTERS = 100_000;

/** A story without its slug, which comes from the file's name. */
export type Unnamed = Omit<BlogPost, 'slug'> | Omit<LearningEvent, 'slug'> | Omit<Message, 'slug'>;
const WHAT: Record<Story['kind'], string> = { post: 'a post', event: 'an event', message: 'a message' };
const READERS: Record<Story['kind'], (keys: Mapping, setting: Setting) => Unnamed> = {
  post: readPost,
  event: readEvent,
  message: readMessage,
};
const DRAFT = 'It says draft: true, so nothing of it goes out and it has no page. Take the line out when it is ready.';

type Setting = {
  file: string;
  body: string;
  /** The line of the file on which the body begins. */
  bodyLine: number;
  images: readonly ImageFile[];
  rules: Rules;
  sealed: boolean;
  check: typeof checkMarkdown;
  wording: Wording;
};

/**
 * Reads one file. A story with problems has blank values, and the caller must discard it; one with only notes is whole. `sealed`
 * leaves Markdown, words and clock changes unchecked: an earlier version checked them by its own rules before it sealed the story.
 */
export function readStory(
  source: SourceFile,
  images: readonly ImageFile[],
  rules: Rules,
  { sealed }: { sealed: boolean },
): { story?: Unnamed; isDraft?: true; problems: Problem[] } {
  const { file } = source;
  const problem = (line: number, sentence: string): Problem => ({ file, line, sentence });
  if (!isStoryFile(file)) return { problems: [problem(1, whyNoStory(file))] };
  const kind = storyKindOf(file);
  const { text: whole, problems: unreadable } = readText(source);
  if (whole === undefined) return { problems: unreadable };
  const parts = splitFrontMatter(whole);
  if (parts.kind === 'none')
    return { problems: [...unreadable, problem(parts.line, noFrontMatter(whole.split('\n')[parts.line - 1] ?? ''))] };
  if (parts.kind === 'unclosed')
    return {
      problems: [
        ...unreadable,
        problem(
          parts.line,
          'The keys at the top have no end. Put a line of three hyphens (---) and nothing else between the last key and the text.',
        ),
      ],
    };

  const tooLong = !sealed && parts.body.length > MOST_CHARACTERS;
  const body = tooLong ? '' : parts.body;
  const setting: Setting = {
    file,
    body: body.replace(/^\n+/u, '').trimEnd(),
    bodyLine: parts.bodyLine + (/^\n*/u.exec(body)?.[0].length ?? 0),
    images,
    rules,
    sealed,
    check: sealed ? () => [] : checkMarkdown,
    wording: wording({ sealed }),
  };
  const place = { file, firstLine: parts.yamlLine, what: WHAT[kind], foreign: foreignKeys[kind] };
  const { value, problems } = readYaml(parts.yaml, place, (keys) => ({
    story: READERS[kind](keys, setting),
    draftLine: readDraft(keys),
  }));
  // What is not finished need not be right yet.
  if (value.draftLine !== undefined) return { isDraft: true, problems: [{ ...problem(value.draftLine, DRAFT), level: 'note' }] };
  if (tooLong) {
    const length = parts.body.length.toLocaleString('en-GB');
    const most = MOST_CHARACTERS.toLocaleString('en-GB');
    problems.push(
      problem(parts.bodyLine, `The text has ${length} characters, and may have ${most}. Make two stories of it, or shorten it.`),
    );
  } else if (!sealed && isInvisible(setting.body))
    problems.push(problem(parts.bodyLine - 1, 'The story has no text. Write it below this line.'));
  for (const found of setting.check(setting.body, images)) problems.push({ file, ...found, line: setting.bodyLine + found.line - 1 });
  // A line with a control character keeps only that problem: its others follow from it.
  const spoiled = new Set(unreadable.map(({ line }) => line));
  return { story: value.story, problems: [...unreadable, ...problems.filter(({ line }) => !spoiled.has(line))] };
}

/** Returns the line that says `draft: true`; undefined when none does. */
function readDraft(keys: Mapping): number | undefined {
  const line = keys.lineOf('draft');
  const draft = keys.may('draft', yesOrNo);
  // With no value it could mean either: nothing goes out until a person says which.
  if (draft === undefined && keys.has('draft')) keys.form.report(line, '"draft" is empty. Write true or false, or take the line out.');
  return draft ? line : undefined;
}

function readPost(keys: Mapping, setting: Setting): Omit<BlogPost, 'slug'> {
  const { wording } = setting;
  const title = readTitle(keys, setting);
  const author = keys.need('author', text({ wording }), 'author: Sam Example');
  const role = keys.may('role', text({ wording }));
  const post: Omit<BlogPost, 'slug'> = { kind: 'post', author, ...readCommon(keys, title, setting) };
  if (role !== undefined) post.role = role;
  return post;
}

function readMessage(keys: Mapping, setting: Setting): Omit<Message, 'slug'> {
  const title = readTitle(keys, setting);
  const to = readTo(keys, setting);
  return { kind: 'message', to, ...readCommon(keys, title, setting) };
}

/** Reads whom a message is for. A key that narrows another way than `to` says is a problem: nobody knows which of the two is meant. */
function readTo(keys: Mapping, { rules }: Setting): MessageTo {
  const kind = keys.need('to', choice(['everyone', 'topics', 'organisations', 'event']), 'to: everyone');
  const organisations = [...new Set(keys.may('organisations', listOf(organisationOf(rules)))?.flat())];
  const event = keys.may('event', text({ most: 100 }));
  const given = { topics: keys.has('topics'), organisations: keys.has('organisations'), event: keys.has('event') };
  for (const key of ['topics', 'organisations', 'event'] as const) {
    if (kind === key && !given[key]) keys.form.report(keys.lineOf('to'), `"to: ${key}" needs a line with ${key}: below it.`);
    if (kind !== key && given[key])
      keys.form.report(keys.lineOf(key), `"${key}" says otherwise than "to: ${kind}". Take this line out, or write "to: ${key}".`);
  }
  if (kind === 'organisations') {
    const former = formerOrganisations(organisations, rules);
    return { kind, organisations, ...(former.length > 0 && { formerOrganisations: former }) };
  }
  return kind === 'event' ? { kind, event: event ?? '' } : { kind };
}

function readEvent(keys: Mapping, setting: Setting): Omit<LearningEvent, 'slug'> {
  const title = readTitle(keys, setting);
  const starts = keys.need('starts', dateAndTime, 'starts: 2026-03-26T09:30');
  const ends = keys.need('ends', dateAndTime, 'ends: 2026-03-26T16:30');
  const both = starts !== dateAndTime.blank && ends !== dateAndTime.blank;
  const order = both ? starts.until(ends).sign : 1;
  if (order < 0)
    keys.form.report(
      keys.lineOf('ends'),
      `The event ends (${minutes(ends)}) before it starts (${minutes(starts)}). Correct one of the two times.`,
    );
  if (order === 0)
    keys.form.report(keys.lineOf('ends'), `The event starts and ends at the same time (${minutes(starts)}). Correct one of the two times.`);
  sayClockChange(keys, 'starts', starts, setting);
  sayClockChange(keys, 'ends', ends, setting);
  const venue = keys.may('venue', text({ wording: setting.wording }));
  const online = keys.may('online', httpsLink);
  if (venue === undefined && online === undefined && !keys.form.broken) {
    keys.form.report(
      keys.lineOf('venue'),
      'The event has no place. Add a line with its venue, or with online and the https address to join it.',
    );
  }
  const registration = keys.may('registration', httpsLink);
  const common = readCommon(keys, title, setting, { starts });
  const status = keys.may('status', choice(['confirmed', 'postponed', 'cancelled'])) ?? 'confirmed';
  const reason = keys.may('reason', text({ most: 300, wording: setting.wording }));
  const followUp = keys.may('follow_up', text({ most: 5000, lines: true }));
  for (const { sentence, level } of setting.check(followUp ?? '', setting.images))
    keys.form.report(keys.lineOf('follow_up'), sentence, level);

  const event: Omit<LearningEvent, 'slug'> = { kind: 'event', starts, ends, status, ...common };
  if (venue !== undefined) event.venue = venue;
  if (online !== undefined) event.online = online;
  if (registration !== undefined) event.registration = registration;
  if (reason !== undefined) event.reason = reason;
  if (followUp !== undefined) event.follow_up = followUp;
  return event;
}

function readTitle(keys: Mapping, { wording }: Setting): string {
  const title = keys.need('title', text({ most: 150, wording }), 'title: What we learned in our first year');
  const shown = cutAtWord(title, SUBJECT_CHARACTERS);
  if (shown !== title)
    keys.form.report(
      keys.lineOf('title'),
      `The title has ${[...title].length} characters, and a subject has room for ${SUBJECT_CHARACTERS}. In subjects it ends at "${lastWords(shown)}".`,
      'note',
    );
  return title;
}

/** A time that a clock change skips is a problem. Of one that comes twice, the first counts, and a note says so. */
function sayClockChange(keys: Mapping, key: string, time: BlogPost['published'], { rules, sealed }: Setting): void {
  const change = sealed || time === dateAndTime.blank ? undefined : clockChange(time, rules.timezone);
  if (change === undefined) return;
  const [clock, day] = [time.toPlainTime().toString({ smallestUnit: 'minute' }), nhsDate(time)];
  if (change.is === 'twice')
    keys.form.report(keys.lineOf(key), `Clocks go back on ${day}, and it is ${clock} twice. The first of the two is meant.`, 'note');
  else
    keys.form.report(
      keys.lineOf(key),
      `Clocks go forward on ${day}, and it is never ${clock}. Write another time, for example ${minutes(change.instead)}.`,
    );
}

/** Reads the keys that all kinds share. The title is read before, so that sentences which list the keys begin with it. */
function readCommon(keys: Mapping, title: string, setting: Setting, event: { starts?: BlogPost['published'] } = {}) {
  const { file, body, images, rules, sealed, wording: plain } = setting;
  const isMessage = storyKindOf(file) === 'message';
  const published = keys.need('published', dateAndTime, 'published: 2026-09-10T09:00');
  sayClockChange(keys, 'published', published, setting);
  const topics = [...new Set(keys.may('topics', listOf(topicOf(rules)))?.flat())];
  const former = formerTopics(topics, rules);
  const summary = keys.may('summary', text({ most: 500, wording: plain })) ?? beginningOf(keys, setting);
  const preheader = keys.may('preheader', text({ most: 110, wording: plain }));
  const image = keys.may('image', storyImage(images, plain));
  const agreed = keys.may('people_agreed', peopleAgreed(setting));
  const social = isMessage ? undefined : keys.may('social', storySocial({ published, ...event }, wording({ sealed, own: true })));
  const archive = isMessage ? undefined : readArchive(keys);
  return {
    file,
    title,
    published,
    topics,
    ...(former.length > 0 && { formerTopics: former }),
    summary,
    body,
    ...(preheader && { preheader }),
    ...(image && { image }),
    ...(agreed && { agreed }),
    ...social,
    ...(archive && { archive }),
  };
}

/** A story that says so is for the pages only. */
function readArchive(keys: Mapping): true | undefined {
  const archive = keys.may('archive', yesOrNo);
  // With no value it could mean either, and one of the two sends emails.
  if (archive === undefined && keys.has('archive'))
    keys.form.report(keys.lineOf('archive'), '"archive" is empty. Write true or false, or take the line out.');
  return archive ? true : undefined;
}

/** `people_agreed:` names pictures of the text, each with the last day on which the people in it agree to be shown. */
function peopleAgreed({ body, images, sealed }: Setting): Kind<NonNullable<BlogPost['agreed']>> {
  const known = (src: string) => imageNamed(imageName(src), images)?.src ?? imageName(src);
  return group('the people who agreed', (mapping) => {
    const shown = new Set(readMarkdown(body).parts.flatMap((part) => (part.kind === 'image' ? [known(part.address)] : [])));
    return mapping.keys().flatMap((src) => {
      const until = mapping.need(src, calendarDay, `${src}: 2027-03-01`);
      if (shown.has(known(src))) return [{ src, until }];
      const sentence = `The text does not show the picture "${src}", so nobody is reminded of it. Correct the name, or take the line out.`;
      if (!sealed) mapping.form.report(mapping.lineOf(src), sentence, 'note');
      return [];
    });
  });
}

/** Returns the summary of a story that has none of its own. A note says where it is cut. */
function beginningOf({ form }: Mapping, { body, bodyLine }: Setting): string {
  const { words, cut } = summaryOf(body);
  if (cut)
    form.report(
      bodyLine,
      `Without a "summary" the beginning of the text stands for it, cut at "${lastWords(words)}". For other words, write a line with summary: above.`,
      'note',
    );
  return words;
}

/** Reads one topic into a list, because there is no blank topic. */
function topicOf(rules: Rules): Kind<Topic[]> {
  const topics = [...rules.topics.keys()];
  const merged = new Map([...(rules.mergedTopics ?? [])].map(([former, into]): [string, Topic[]] => [former, [into]]));
  return parsed<Topic[]>(
    [],
    (value) => {
      const topic = topics.find((known) => known === value);
      return topic ? [topic] : merged.get(value);
    },
    (value) => `"${value}" is not a topic of newsroom.yaml. ${didYouMean(value, topics, 'The topics are')}`,
  );
}

/** Reads one organisation into a list, because there is no blank one. */
function organisationOf(rules: Rules): Kind<string[]> {
  const { organisations } = rules;
  const known = [...organisations.keys()];
  return parsed<string[]>(
    [],
    (value) => {
      const present = presentOrganisation(value, rules);
      return organisations.has(present) ? [present] : undefined;
    },
    (value) => `"${value}" is not an organisation of newsroom.yaml. ${didYouMean(value, known, 'The organisations are')}`,
  );
}

/** Returns a time as people write it: without seconds. */
function minutes(time: BlogPost['published']): string {
  return time.toString({ smallestUnit: 'minute' });
}
