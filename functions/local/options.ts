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
