// `npm run rehearse`: runs the whole pipeline in virtual time over the in-memory world, and writes files. It sends nothing.
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sentSentence } from '#core/certificate/outcome-sentence';
import { tagValues } from '#core/delivery/mail-tag';
import { isNote, noteLines, type Problem, problemLine, problemLines } from '#core/parsing/problem';
import { backdatedAt, shownOf } from '#core/plan/backdated';
import type { Certificate } from '#core/publication/delivery-counts';
import { identifyStories } from '#core/story/identity';
import { readNewsroom } from '#core/story/snapshot';
import { count } from '#core/text/wrap';
import { isBefore } from '#core/time/compare';
import { nhsDate } from '#core/time/nhs-dates';
import { certificate } from '#flow/certificate/certificate';
import { readOutlook } from '#flow/publish/outlook';
import { postedBy } from '#flow/social/posts-by-id';
import { BadOptions, chooseSources, readLocalTime, readOptions } from '#local/cli/options';
import { readContentFolder } from '#local/content/read-folder';
import { readSubscribers } from '#local/content/read-subscribers';
import { openMemoryWorld } from '#local/memory/world';
import { type NotSent, notSent } from '#local/rehearsal/not-sent';
import { planJson } from '#local/rehearsal/plan-json';
import { rehearsal } from '#local/rehearsal/rehearsal';
import { withoutMorningSummary } from '#local/rehearsal/without-morning-summary';

const USAGE = {
  line: 'npm run rehearse -- --from 2026-12-01T00:00 --until 2027-03-01T00:00 --out DIR [--content DIR] [--rules FILE] [--subscribers FILE.csv] [--overwrite] [--json]',
  about: `Runs the whole newsroom in virtual time, and writes to files what it would send. It sends nothing.
  --from, --until TIME   the first and the last moment, as the clock on the wall shows them
  --out DIR              the folder for the plan, the emails, the posts and the certificates
  --content DIR          the folder of stories (content)
  --rules FILE           the rules (newsroom.yaml in that folder, or here)
  --subscribers FILE     the list of subscribers (subscribers.csv in that folder, or content/subscribers.csv)
  --overwrite            uses a folder that is not empty
  --json                 prints the result for scripts
Ends with 0 if everything went out, 2 if the command was wrong, and 3 if something was missed, held back or left out because of a problem.`,
};

/** The exit code of a rehearsal in which something did not go out because of a problem. */
const NOT_ALL_SENT = 3;

async function main(): Promise<void> {
  const options = readOptions(
    {
      content: { type: 'string' },
      rules: { type: 'string' },
      subscribers: { type: 'string' },
      from: { type: 'string' },
      until: { type: 'string' },
      out: { type: 'string' },
      overwrite: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
    USAGE,
  );
  if (!options.from || !options.until || !options.out) throw new BadOptions([`--from, --until and --out are needed. ${USAGE.line}`]);
  const sources = chooseSources(options);
  const files = await readContentFolder(sources.content, sources.rules);
  const memory = openMemoryWorld();
  for (const [file, bytes] of files) memory.files.set(file, bytes);
  const rules = memory.files.get('newsroom.yaml');
  if (rules) memory.files.set('newsroom.yaml', new TextEncoder().encode(withoutMorningSummary(new TextDecoder().decode(rules))));
  const written = await memory.world.content.read();
  const { newsroom: read, problems: unreadable } = readNewsroom(written);
  if (!read) throw new BadOptions(unreadable.filter((problem) => !isNote(problem)).map(problemLine));
  // A rehearsal begins without records: of files with one title and time, the first is the story.
  const { stories, problems: copies } = identifyStories({
    stories: read.stories,
    files: written.stories,
    known: [],
    told: new Map(),
    rules: read.rules,
    now: memory.time.now,
  });
  const newsroom = { ...read, stories };
  const found = [...unreadable, ...copies];
  const [problems, notes] = [found.filter((problem) => !isNote(problem)), found.filter(isNote)];
  const people = readSubscribers(sources.subscribers, await readFile(sources.subscribers), newsroom.rules, memory.world.subscribers.idOf);
  if (people.problems.length > 0) throw new BadOptions(people.problems.map(problemLine));
  const from = readLocalTime('--from', options.from, newsroom.rules.timezone);
  const until = readLocalTime('--until', options.until, newsroom.rules.timezone);
  if (!isBefore(from, until)) throw new BadOptions([`--until ${options.until} is not after --from ${options.from}. Give a later time.`]);
  await emptyFolder(options.out, options.overwrite);

  for (const subscriber of people.subscribers) await memory.world.subscribers.save(subscriber);
  const say = options.json ? () => undefined : (line: string) => void process.stdout.write(`${line}\n`);
  say(
    `Rehearsing ${count(newsroom.stories.length, 'story', 'stories')} for ${count(people.subscribers.length, 'subscriber')}, over the in-memory world, from ${options.from} to ${options.until}.`,
  );
  if (problems.length > 0) say(`${count(problems.length, 'problem')}; a story that has one is left out:\n${indented(problemLines(found))}`);
  if (notes.length > 0) say(`${count(notes.length, 'note')}; a story that has only notes is in the plan:\n${indented(noteLines(found))}`);
  let month = '';
  await rehearsal(memory, newsroom, from, until, (now) => {
    const reached = now.toZonedDateTimeISO(newsroom.rules.timezone).toString().slice(0, 7);
    if (reached !== month) say(`  ${reached}: ${count(memory.mails.length, 'email')} and ${count(memory.posts.length, 'post')} so far`);
    month = reached;
  });

  const { entries } = await readOutlook(memory.world, until, until);
  await writeJson(options.out, 'plan.json', planJson(entries));
  for (const mail of memory.mails) {
    const folder = join(options.out, 'emails', tagValues(mail.tag).i);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, `${mail.to}.eml`), mail.message);
  }
  const publications = await postedBy(memory.world);
  const posts = memory.posts.map((post) => ({
    publication: publications.get(post.id),
    at: post.at.toZonedDateTimeISO(newsroom.rules.timezone).toString({ smallestUnit: 'second' }),
    text: post.text,
    media: post.media.map(({ alt }) => ({ alt })),
  }));
  await writeJson(options.out, 'posts.json', posts);
  const certificates: Record<string, Certificate> = {};
  const sentences: Record<string, string> = {};
  for (const entry of entries) {
    if (entry.channel === 'email' && (entry.state === 'done' || entry.state === 'sending')) {
      const counts = await certificate(memory.world, entry.id);
      certificates[entry.id] = counts;
      sentences[entry.id] = `${nhsDate(entry.went ?? entry.due)}: ${sentSentence(entry.state, counts, entry.went)}`;
    }
  }
  await writeJson(
    options.out,
    'certificate.json',
    Object.fromEntries(Object.entries(certificates).map(([id, counts]) => [id, contractual(counts)])),
  );
  const unsent = notSent(entries, until);
  report(options.json, {
    out: options.out,
    problems,
    notes,
    certificates,
    sentences,
    unsent,
    backdated: backdatedAt(newsroom.stories, newsroom.rules, from),
    mails: memory.mails.length,
    posts: memory.posts.length,
  });
  if (unsent.length + problems.length > 0) process.exitCode = NOT_ALL_SENT;
}

/** Counts as held what is still open at the end of a rehearsal: its outcome is not known. */
function contractual({ planned, accepted, suppressed, refused, held, open, twice }: Certificate) {
  return { planned, accepted, suppressed, refused, held: held + open, twice };
}

function indented(lines: readonly string[]): string {
  return lines.map((line) => `  ${line}`).join('\n');
}

type Report = {
  out: string;
  problems: Problem[];
  notes: Problem[];
  certificates: Record<string, Certificate>;
  sentences: Record<string, string>;
  unsent: NotSent[];
  backdated: string[];
  mails: number;
  posts: number;
};

function report(json: boolean, { out, problems, notes, certificates, sentences, unsent, backdated, mails, posts }: Report): void {
  if (json) {
    const counts = Object.fromEntries(Object.entries(certificates).map(([id, certificate]) => [id, contractual(certificate)]));
    process.stdout.write(
      `${JSON.stringify({ world: 'in-memory', emails: mails, posts, certificates: counts, notSent: unsent, websiteOnly: backdated, problems: problems.map(problemLine), notes: notes.map(problemLine) }, undefined, 2)}\n`,
    );
    return;
  }
  const rows = Object.entries(certificates).map(([id, certificate]) => ({ publication: id, ...contractual(certificate) }));
  const width = Math.max(11, ...[...rows, ...unsent].map((row) => row.publication.length));
  const columns = ['planned', 'accepted', 'suppressed', 'refused', 'held', 'twice'] as const;
  const lines = [
    ...Object.entries(sentences).map(([id, sentence]) => `${id.padEnd(width)}  ${sentence}`),
    '',
    'The figures:',
    `${'publication'.padEnd(width)}${columns.map((column) => column.padStart(12)).join('')}`,
  ];
  for (const row of rows)
    lines.push(`${row.publication.padEnd(width)}${columns.map((column) => String(row[column]).padStart(12)).join('')}`);
  if (unsent.length > 0)
    lines.push(
      '',
      `${count(unsent.length, 'publication')} did not go out:`,
      ...unsent.map(({ publication, state, reason }) => `${publication.padEnd(width)}  ${state}: ${reason}`),
    );
  if (backdated.length > 0)
    lines.push(
      '',
      `${count(backdated.length, 'story is', 'stories are')} on the website only, because of the date:`,
      ...shownOf(backdated),
    );
  const left = problems.length === 0 ? '' : ` ${count(problems.length, 'problem')} above: what has one was left out.`;
  process.stdout.write(
    `\n${lines.join('\n')}\n\n${count(mails, 'email')} and ${count(posts, 'post')} rehearsed; nobody was touched.${left} Everything is in ${out}.\n`,
  );
}

async function emptyFolder(folder: string, overwrite: boolean): Promise<void> {
  const filled = existsSync(folder) && (await readdir(folder)).length > 0;
  if (filled && !overwrite) throw new BadOptions([`${folder} is not empty. Give another folder with --out, or add --overwrite.`]);
  // Only what a rehearsal writes is removed, so that a mistyped folder loses nothing else.
  for (const name of ['emails', 'plan.json', 'posts.json', 'certificate.json'])
    await rm(join(folder, name), { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
}

async function writeJson(folder: string, name: string, value: unknown): Promise<void> {
  await writeFile(join(folder, name), `${JSON.stringify(value, undefined, 2)}\n`);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof BadOptions)) throw error;
  process.stderr.write(`The rehearsal cannot start:\n${error.lines.map((line) => `  ${line}`).join('\n')}\n`);
  process.exitCode = 2;
}
