import { storyImage } from '#core/image/image-field';
import type { ImageFile } from '#core/image/image-file';
import { choice, httpsLink, listOf, parsed, text } from '#core/parsing/field-kinds';
import { splitFrontMatter } from '#core/parsing/front-matter';
import type { Problem } from '#core/parsing/problem';
import type { SourceFile } from '#core/parsing/source-file';
import { readText } from '#core/parsing/text-file';
import { dateAndTime } from '#core/parsing/time-fields';
import { type Kind, type Mapping, readYaml } from '#core/parsing/yaml-form';
import type { Rules, Topic } from '#core/rules/rules';
import { checkMarkdown, isInvisible } from '#core/story/check-body';
import { storySocial } from '#core/story/read-social-field';
import type { BlogPost, LearningEvent } from '#core/story/story';
import { summaryOf } from '#core/story/summary';
import { didYouMean } from '#core/text/nearest-word';

/** A story without its slug, which comes from the file's name. */
export type Draft = Omit<BlogPost, 'slug'> | Omit<LearningEvent, 'slug'>;
type Setting = { file: string; body: string; images: readonly ImageFile[]; rules: Rules; check: typeof checkMarkdown };

/**
 * Reads one file. A draft with problems has blank values, and the caller must discard it; one with only notes is whole. `sealed`
 * leaves the Markdown unchecked: an earlier version checked it by its own rules before it was sealed.
 */
export function readStory(
  source: SourceFile,
  images: readonly ImageFile[],
  rules: Rules,
  { sealed }: { sealed: boolean },
): { draft?: Draft; problems: Problem[] } {
  const { file } = source;
  const problem = (line: number, sentence: string): Problem => ({ file, line, sentence });
  const kind = /^(?<folder>posts|events)\/[^/]+\.md$/u.exec(file)?.groups?.folder;
  if (kind === undefined)
    return { problems: [problem(1, 'A story is a file that ends in .md directly in posts or in events. Move or rename this one.')] };
  const { text: whole, problems: unreadable } = readText(source);
  if (whole === undefined) return { problems: unreadable };
  const parts = splitFrontMatter(whole);
  if (parts.kind === 'none')
    return {
      problems: [
        ...unreadable,
        problem(
          1,
          'The file does not begin with a line of three hyphens (---). Put the title and the other keys between two such lines at the top.',
        ),
      ],
    };
  if (parts.kind === 'unclosed')
    return {
      problems: [
        ...unreadable,
        problem(1, 'The keys that begin here have no end. Put a line of three hyphens (---) between the last key and the text.'),
      ],
    };

  const setting: Setting = {
    file,
    body: parts.body.replace(/^\n+/u, '').trimEnd(),
    images,
    rules,
    check: sealed ? () => [] : checkMarkdown,
  };
  const place = { file, firstLine: parts.yamlLine, what: kind === 'posts' ? 'a post' : 'an event' };
  const { value: draft, problems } = readYaml<Draft>(parts.yaml, place, (keys) =>
    kind === 'posts' ? readPost(keys, setting) : readEvent(keys, setting),
  );
  if (!sealed && isInvisible(parts.body)) problems.push(problem(parts.bodyLine - 1, 'The story has no text. Write it below this line.'));
  for (const found of setting.check(parts.body, images)) problems.push({ file, ...found, line: parts.bodyLine + found.line - 1 });
  // A line with a control character keeps only that problem: its others follow from it.
  const spoiled = new Set(unreadable.map(({ line }) => line));
  return { draft, problems: [...unreadable, ...problems.filter(({ line }) => !spoiled.has(line))] };
}

function readPost(keys: Mapping, setting: Setting): Omit<BlogPost, 'slug'> {
  const title = readTitle(keys);
  const author = keys.need('author', text(), 'author: Sam Example');
  const role = keys.may('role', text());
  const post: Omit<BlogPost, 'slug'> = { kind: 'post', author, ...readCommon(keys, title, setting) };
  if (role !== undefined) post.role = role;
  return post;
}

function readEvent(keys: Mapping, setting: Setting): Omit<LearningEvent, 'slug'> {
  const title = readTitle(keys);
  const starts = keys.need('starts', dateAndTime, 'starts: 2026-03-26T09:30');
  const ends = keys.need('ends', dateAndTime, 'ends: 2026-03-26T16:30');
  const both = starts !== dateAndTime.blank && ends !== dateAndTime.blank;
  if (both && starts.until(ends).sign <= 0)
    keys.form.report(
      keys.lineOf('ends'),
      `The event ends (${minutes(ends)}) before it starts (${minutes(starts)}). Correct one of the two times.`,
    );
  const venue = keys.may('venue', text());
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
  const followUp = keys.may('follow_up', text({ most: 5000, lines: true }));
  for (const { sentence, level } of setting.check(followUp ?? '', setting.images))
    keys.form.report(keys.lineOf('follow_up'), sentence, level);

  const event: Omit<LearningEvent, 'slug'> = { kind: 'event', starts, ends, status, ...common };
  if (venue !== undefined) event.venue = venue;
  if (online !== undefined) event.online = online;
  if (registration !== undefined) event.registration = registration;
  if (followUp !== undefined) event.follow_up = followUp;
  return event;
}

function readTitle(keys: Mapping): string {
  return keys.need('title', text({ most: 150 }), 'title: What we learned in our first year');
}

/** Reads the keys that posts and events share. The title is read before, so that messages which list the keys begin with it. */
function readCommon(keys: Mapping, title: string, { file, body, images, rules }: Setting, event: { starts?: BlogPost['published'] } = {}) {
  const published = keys.need('published', dateAndTime, 'published: 2026-09-10T09:00');
  const topics = [...new Set(keys.may('topics', listOf(topicOf(rules)))?.flat())];
  const summary = keys.may('summary', text({ most: 500 })) ?? summaryOf(body);
  const preheader = keys.may('preheader', text({ most: 110 }));
  const image = keys.may('image', storyImage(images));
  const social = keys.may('social', storySocial({ published, ...event }));
  return { file, title, published, topics, summary, body, ...(preheader && { preheader }), ...(image && { image }), ...social };
}

/** Reads one topic into a list, because there is no blank topic. */
function topicOf(rules: Rules): Kind<Topic[]> {
  const topics = [...rules.topics.keys()];
  return parsed<Topic[]>(
    [],
    (value) => {
      const topic = topics.find((known) => known === value);
      return topic && [topic];
    },
    (value) => `"${value}" is no topic of newsroom.yaml. ${didYouMean(value, topics, 'The topics are')}`,
  );
}

/** Returns a time as people write it: without seconds. */
function minutes(time: BlogPost['published']): string {
  return time.toString({ smallestUnit: 'minute' });
}
