import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { Temporal } from 'temporal-polyfill';

/** What the person who typed the command can put right: one plain sentence a line. */
export class BadOptions extends Error {
  readonly lines: string[];
  constructor(lines: string[]) {
    super(lines.join('\n'));
    this.lines = lines;
  }
}

/** Reads a local wall-clock time such as `2019-09-09T00:00` in a zone. */
export function readLocalTime(name: string, text: string, timezone: string): Temporal.Instant {
  try {
    return Temporal.PlainDateTime.from(text).toZonedDateTime(timezone).toInstant();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new BadOptions([`${name} "${text}" is no time. Write it like 2019-09-09T00:00.`]);
  }
}

/** Where everything that is read comes from: beside a content folder of one's own may stand its own rules and subscribers. */
export type Sources = { content: string; rules: string; subscribers: string };

/** What was not given is looked for in the content folder, and then in the project. */
export function chooseSources(given: { [K in keyof Sources]?: string | undefined }): Sources {
  const content = given.content ?? 'content';
  const beside = (name: string, otherwise: string) => (existsSync(join(content, name)) ? join(content, name) : otherwise);
  const sources = {
    content,
    rules: given.rules ?? beside('newsroom.yaml', 'newsroom.yaml'),
    subscribers: given.subscribers ?? beside('subscribers.csv', join('content', 'subscribers.csv')),
  };
  const missing = Object.values(sources).filter((path) => !existsSync(path));
  if (missing.length > 0) throw new BadOptions(missing.map((path) => `There is no ${path}. Give the path of one that exists.`));
  return sources;
}

/** What was typed after the command. @throws BadOptions when an option is unknown or lacks its value. */
export function readOptions<O extends ParseArgsOptionsConfig>(options: O, usage: string) {
  return withPlainErrors(() => parseArgs({ options }).values, usage);
}

/** The same, with one word that is no option, which `what` asks for. */
export function readNamed<O extends ParseArgsOptionsConfig>(options: O, what: string, usage: string) {
  const { values, positionals } = withPlainErrors(() => parseArgs({ options, allowPositionals: true }), usage);
  const [name, ...more] = positionals;
  if (name === undefined || more.length > 0) throw new BadOptions([what, `Use it like this: ${usage}`]);
  return { name, values };
}

function withPlainErrors<V>(parse: () => V, usage: string): V {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))) throw error;
    throw new BadOptions([`${error.message.split('. To specify')[0]?.replace(/\.$/, '')}.`, `Use it like this: ${usage}`]);
  }
}
