// Looks whether everything is in order. It changes nothing but the record of what it has found.
import type { Temporal } from 'temporal-polyfill';
import { isTimeForCanary } from '#core/doctor/canary-return';
import { type Examination, examinationOf } from '#core/doctor/examination';
import type { Answer, ContentFound, Findings, InsideFindings } from '#core/doctor/findings';
import { judge } from '#core/doctor/judge';
import { problemLine, problemsOf } from '#core/parsing/problem';
import { wentAt } from '#core/publication/publication';
import { RULES_FILE } from '#core/story/story-files';
import { byTime } from '#core/time/compare';
import { type ContentRead, readContent } from '#flow/publish/read-content';
import type { Probes, World } from '#ports';

type InsideWorld = Pick<World, 'content' | 'publications' | 'texts'> & {
  canary: Pick<World['canary'], 'proof'>;
  canaryReturns: Pick<World['canaryReturns'], 'read'>;
};

/** What is asked of whoever pretends. */
export type Pretence = { names: readonly string[]; change(found: Findings): Findings };

/** Of so many of the newest emails the largest says how many people we email. */
const NEWEST_EMAILS = 50;

/**
 * Examines everything and records what it has found. Once a day it has a canary sent to our own mailbox, of which the next examination
 * knows. May throw; safe to repeat.
 */
export async function examine(
  world: InsideWorld & Pick<World, 'examinations' | 'canary' | 'canaryReturns' | 'jobQueue' | 'machine'>,
  probes: Probes,
  now: Temporal.Instant,
  pretence?: Pretence,
): Promise<Examination> {
  const former = await world.examinations.read();
  const { examination, sender } = await examined(world, probes, now, former, pretence);
  await world.examinations.record(examination);
  if (examination.on === 'aws' && sender !== undefined && examination.pretended.length === 0) await sendCanaryIfTime(world, sender, now);
  return examination;
}

async function sendCanaryIfTime(
  { canary, canaryReturns, jobQueue, machine }: Pick<World, 'canary' | 'canaryReturns' | 'jobQueue' | 'machine'>,
  from: string,
  now: Temporal.Instant,
): Promise<void> {
  if (!isTimeForCanary(await canaryReturns.read(), now)) return;
  const word = machine.nonce();
  // Recorded first: a canary of which nobody knows the word would never be known again.
  await canaryReturns.recordSent(word, now);
  // Its event proves what that of any other canary proves.
  await canary.recordSent(now);
  await jobQueue.enqueueCanary({ canary: now, from, word });
}

/** Examines everything and changes nothing. `former`: the examination before it, from which it knows since when things are so. */
export async function look(
  world: InsideWorld,
  probes: Probes,
  now: Temporal.Instant,
  former: Examination | undefined,
  pretence?: Pretence,
): Promise<Examination> {
  return (await examined(world, probes, now, former, pretence)).examination;
}

/** `sender`: of our emails, by the rules. */
async function examined(
  world: InsideWorld,
  probes: Probes,
  now: Temporal.Instant,
  former: Examination | undefined,
  pretence?: Pretence,
): Promise<{ examination: Examination; sender: string | undefined }> {
  const [{ inside, timezone }, outside] = await Promise.all([readInside(world), probes.look()]);
  const onOneMachine = outside.place.on === 'one machine';
  const found: Findings = { ...outside, ...inside, ...(onOneMachine && STAND_IN) };
  const { names, change } = pretence ?? { names: [], change: (all: Findings) => all };
  const changed = change(found);
  const verdicts = judge(changed, now.toZonedDateTimeISO(timezone));
  return {
    examination: examinationOf(verdicts, { at: now, on: changed.place.on, pretended: names }, former),
    sender: inside.rules.is === 'found' ? inside.rules.found.sender : undefined,
  };
}

/** A stand-in that reports to itself proves nothing. */
const STAND_IN: Pick<Findings, 'canary' | 'canaryReturn'> = {
  canary: notAsked('This is one machine: a stand-in takes the emails and reports to itself, so nothing is proved about Amazon SES.'),
  canaryReturn: notAsked('This is one machine: no email leaves it, so none can come back.'),
};

function notAsked(why: string): { is: 'not-asked'; why: string } {
  return { is: 'not-asked', why };
}

async function readInside(world: InsideWorld): Promise<{ inside: InsideFindings; timezone: string }> {
  const [progress, records, content, canary, canaryReturn] = await Promise.all([
    answered(() => world.publications.progress()),
    answered(() => world.publications.all()),
    answered(() => world.content.read()),
    answered(() => world.canary.proof()),
    answered(() => world.canaryReturns.read()),
  ]);
  const lastGood = progress.is === 'found' ? progress.found?.lastGood : undefined;
  const read = content.is === 'found' ? await answered(() => readContent(world, content.found, lastGood)) : content;
  const rules = read.is === 'found' ? read.found.newsroom?.rules : undefined;
  return {
    timezone: rules?.timezone ?? 'Europe/London',
    inside: {
      content: mapped(read, contentFound),
      rules: rules
        ? { is: 'found', found: { name: rules.name, sender: rules.sender.address, site: rules.site } }
        : { is: 'unknown', why: 'The rules cannot be read.' },
      tick: mapped(progress, (found) => found?.until),
      readers: mapped(records, (found) => {
        const emails = found.filter(({ channel, audience }) => channel === 'email' && audience !== undefined);
        const newest = emails.toSorted((a, b) => byTime(wentAt(b) ?? b.due, wentAt(a) ?? a.due)).slice(0, NEWEST_EMAILS);
        return newest.length === 0 ? undefined : Math.max(...newest.map(({ audience = 0 }) => audience));
      }),
      canary,
      canaryReturn,
    },
  };
}

function contentFound({ newsroom, problems, notInForce }: ContentRead): ContentFound {
  const all = problemsOf(problems);
  const [ofRules] = all.filter(({ file }) => file === RULES_FILE);
  const ofStories = all.filter(({ file }) => file !== RULES_FILE);
  const [first] = ofStories;
  return {
    stories: newsroom?.stories.length ?? 0,
    problems: ofStories.length,
    ...(first && { problem: problemLine(first) }),
    rules: notInForce ? 'earlier ones' : newsroom ? 'in force' : 'none',
    ...(ofRules && { ofRules: problemLine(ofRules) }),
  };
}

/** What cannot be read proves nothing, and keeps nothing else from being looked at. */
async function answered<T>(ask: () => Promise<T>): Promise<Answer<T>> {
  try {
    return { is: 'found', found: await ask() };
  } catch (error) {
    return { is: 'unknown', why: `It could not be read: ${error instanceof Error ? error.name : 'no reason was given'}.` };
  }
}

function mapped<T, V>(answer: Answer<T>, change: (found: T) => V): Answer<V> {
  return answer.is === 'found' ? { is: 'found', found: change(answer.found) } : answer;
}
