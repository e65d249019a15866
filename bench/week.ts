// Moves the project's sample into one week, so that its weekly digest shows all six posts and all three events.
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import type { Subscriber, SubscriberId } from '#core/subscriber/subscriber';

/** Wednesday after the last social slot. Stories are first seen, and events announced, before any reader has confirmed. */
export const OPENED = Temporal.Instant.from('2027-02-17T17:30:00Z');
const CONFIRMED = Temporal.Instant.from('2027-02-17T20:00:00Z');
/** Thursday, the day of the weekly digest in the sample's rules. */
export const DUE = Temporal.Instant.from('2027-02-18T08:30:00Z');
export const DIGEST = 'digest-weekly-2027-02-18';

/** Five to seven weeks ahead: within the digest's 60 days, and before the first reminder, 28 days ahead. */
const EVENT_DAYS = ['2027-03-25', '2027-04-01', '2027-04-08'];

/** Copies `content`, changing only the times of its stories. */
export async function writeWeek(content: string, folder: string): Promise<void> {
  await cp(join(content, 'images'), join(folder, 'images'), { recursive: true });
  for (const part of ['posts', 'events'] as const) {
    await mkdir(join(folder, part), { recursive: true });
    for (const [i, name] of (await readdir(join(content, part))).sort().entries()) {
      const text = await readFile(join(content, part, name), 'utf8');
      const moved = text
        .replace(/^published: .*$/m, `published: 2027-02-16T${String(9 + i).padStart(2, '0')}:00`)
        .replace(/^(starts|ends): [\d-]+T/gm, `$1: ${EVENT_DAYS[i % EVENT_DAYS.length]}T`);
      await writeFile(join(folder, part, name), moved);
    }
  }
}

const NAMES = [
  'Amara',
  'Zoë Tarrant',
  "Siân O'Connell",
  'ليلى مثال',
  '李小龍',
  'Søren “Sam” Müller',
  'Tomás & Jo',
  'Ngọc Ánh',
  'Bronagh Hart-Okoro',
  '',
];

export type Reader = { address: string; name: string };

export function readers(count: number): Reader[] {
  return Array.from({ length: count }, (_, i) => readerAt(i));
}

export function readerAt(i: number): Reader {
  return { address: `reader${String(i).padStart(5, '0')}@trust-${i % 11}.example.org`, name: NAMES[i % NAMES.length] ?? '' };
}

export function subscriberOf(reader: Reader, idOf: (address: string) => SubscriberId): Subscriber {
  return { ...reader, id: idOf(reader.address), frequency: 'weekly', topics: [], status: 'confirmed', confirmedAt: CONFIRMED };
}
