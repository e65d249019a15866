import { parse } from 'csv-parse/sync';
import { Temporal } from 'temporal-polyfill';
import { isMailable } from '#core/mime-address';
import type { Problem } from '#core/problem';
import type { Rules } from '#core/rules';
import type { Topic } from '#core/story';
import type { Subscriber, SubscriberId, SubscriberStatus } from '#core/subscriber';

const COLUMNS = ['email', 'name', 'organisation', 'frequency', 'topics', 'status', 'confirmed_at'];
const STATUSES: readonly SubscriberStatus[] = ['pending', 'confirmed', 'left', 'bounced', 'complained'];

type Row = Record<(typeof COLUMNS)[number], string | undefined>;

/** Reads the list of subscribers that a rehearsal or a newsroom on one machine starts with; every problem is told at once. */
export function readSubscribers(
  file: string,
  text: string,
  rules: Rules,
  idOf: (address: string) => SubscriberId,
): { subscribers: Subscriber[]; problems: Problem[] } {
  const problems: Problem[] = [];
  const subscribers = new Map<SubscriberId, Subscriber>();
  let rows: { record: Row; info: { lines: number } }[];
  try {
    rows = parse(text, { columns: true, bom: true, info: true, skip_empty_lines: true, relax_column_count: true, trim: true });
  } catch (error) {
    const line = error instanceof Error && 'lines' in error ? Number(error.lines) : 1;
    return {
      subscribers: [],
      problems: [
        {
          file,
          line,
          sentence: 'This is no CSV file that can be read. Save it as CSV (UTF-8), with each text that holds a comma in double quotes.',
        },
      ],
    };
  }
  const missing = COLUMNS.filter((column) => rows[0] !== undefined && !(column in rows[0].record));
  if (missing.length > 0)
    problems.push({ file, line: 1, sentence: `The column ${missing.join(', ')} is missing. The first line must be: ${COLUMNS.join(',')}` });
  if (missing.length > 0) return { subscribers: [], problems };
  for (const { record, info } of rows) {
    const sentences: string[] = [];
    const subscriber = readRow(record, rules, idOf, sentences);
    if (subscriber && subscribers.has(subscriber.id))
      sentences.push(`${subscriber.address} is in the list twice. Keep one of the two lines.`);
    for (const sentence of sentences) problems.push({ file, line: info.lines, sentence });
    if (subscriber && sentences.length === 0) subscribers.set(subscriber.id, subscriber);
  }
  return { subscribers: [...subscribers.values()], problems };
}

function readRow(record: Row, rules: Rules, idOf: (address: string) => SubscriberId, sentences: string[]): Subscriber | undefined {
  const address = record.email ?? '';
  if (!isMailable(address)) {
    sentences.push(`"${address}" is no email address. Write it like name@example.org.`);
    return undefined;
  }
  const organisation = record.organisation ?? '';
  if (organisation && !rules.organisations.has(organisation))
    sentences.push(`"${organisation}" is not among the organisations in the rules: ${[...rules.organisations.keys()].join(', ')}.`);
  const frequency = record.frequency ?? '';
  const frequencies = ['each', 'events', ...rules.digests.map((digest) => digest.name)];
  if (!frequencies.includes(frequency)) sentences.push(`"${frequency}" is no frequency. Write one of: ${frequencies.join(', ')}.`);
  const topics: Topic[] = [];
  for (const word of (record.topics ?? '').split(';').filter(Boolean)) {
    const topic = [...rules.topics.keys()].find((known) => known === word.trim());
    if (topic) topics.push(topic);
    else sentences.push(`"${word}" is not among the topics in the rules: ${[...rules.topics.keys()].join(', ')}.`);
  }
  const status = STATUSES.find((known) => known === record.status);
  if (!status) sentences.push(`"${record.status ?? ''}" is no status. Write one of: ${STATUSES.join(', ')}.`);
  const confirmedAt = readInstant(record.confirmed_at ?? '', sentences);
  return {
    id: idOf(address),
    address,
    name: (record.name ?? '').replace(/\p{Cc}/gu, ' ').trim(),
    ...(organisation ? { organisation } : {}),
    frequency,
    topics,
    status: status ?? 'pending',
    ...(confirmedAt ? { confirmedAt } : {}),
  };
}

function readInstant(text: string, sentences: string[]): Temporal.Instant | undefined {
  if (text === '') return undefined;
  try {
    return Temporal.Instant.from(text);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    sentences.push(`"${text}" is no time. Write it like 2026-03-28T09:30:00Z.`);
    return undefined;
  }
}
