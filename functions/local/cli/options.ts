import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { Temporal } from 'temporal-polyfill';

/** What the person who typed the command can correct: one plain sentence a line. */
export class BadOptions extends Error {
  readonly lines: string[];
  constructor(lines: string[]) {
    super(lines.join('\n'));
    this.lines = lines;
  }
}

/** Reads a local wall-clock time such as `2019-09-09T00:00` in a zone. `name`: the option. @throws BadOptions when it is no time. */
export function readLocalTime(name: string, text: string, timezone: string): Temporal.Instant {
  try {
    return Temporal.PlainDateTime.from(text).toZonedDateTime(timezone).toInstant();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new BadOptions([`${name} "${text}" is no time. Write it like 2019-09-09T00:00.`]);
  }
}

/** The paths that a command reads from. A content folder may hold its own rules and subscribers. */
export type Sources = { content: string; rules: string; subscribers: string };

/** Looks for paths that are not given in the content folder, then in the project. @throws BadOptions when one does not exist. */
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

type Values<O extends ParseArgsOptionsConfig> = ReturnType<typeof parseArgs<{ options: O }>>['values'];

/** How a command is called, and what `--help` says of it: a sentence, and lines on its options. */
export type Usage = { line: string; about: string };

/**
 * Reads the options of a command. `--help` prints `usage` and ends the process. @throws BadOptions when an option is unknown or lacks its
 * value.
 */
export function readOptions<O extends ParseArgsOptionsConfig>(options: O, usage: Usage): Values<O> {
  return withPlainErrors(() => parseArgs({ options }).values, usage);
}

/** Reads the options and one positional argument. `what` is the sentence that asks for it. @throws BadOptions as `readOptions` does. */
export function readNamed<O extends ParseArgsOptionsConfig>(options: O, what: string, usage: Usage): { name: string; values: Values<O> } {
  const { names, values } = readNames(options, usage);
  const [name, ...more] = names;
  if (name === undefined || more.length > 0) throw new BadOptions([what, `Use it like this: ${usage.line}`]);
  return { name, values };
}

/** Reads the options and any number of positional arguments. @throws BadOptions as `readOptions` does. */
export function readNames<O extends ParseArgsOptionsConfig>(options: O, usage: Usage): { names: string[]; values: Values<O> } {
  const { values, positionals } = withPlainErrors(() => parseArgs({ options, allowPositionals: true }), usage);
  return { names: positionals, values };
}

function withPlainErrors<V>(parse: () => V, usage: Usage): V {
  if (process.argv.includes('--help')) {
    process.stdout.write(`${usage.line}\n\n${usage.about}\n`);
    process.exit(0);
  }
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))) throw error;
    throw new BadOptions([`${error.message.split('. To specify')[0]?.replace(/\.$/, '')}.`, `Use it like this: ${usage.line}`]);
  }
}
