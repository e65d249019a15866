// The tables of a page of docs/, which the bench writes itself: each stands between two comments that name it.
import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { paceInWords } from './pace.ts';

/** Replaces what stands between `<!-- bench: NAME -->` and `<!-- /bench -->` in a page. @throws when the page has no such place. */
export async function writeTables(page: string, tables: Readonly<Record<string, string>>): Promise<void> {
  let text = await readFile(page, 'utf8');
  for (const [name, table] of Object.entries(tables)) {
    const [open, close] = [`<!-- bench: ${name} -->\n`, '<!-- /bench -->'];
    const start = text.indexOf(open) + open.length;
    const end = text.indexOf(close, start);
    if (start < open.length || end < 0) throw new Error(`${page} has no place for the table "${name}": put the two comments there.`);
    text = `${text.slice(0, start)}\n${table.trim()}\n\n${text.slice(end)}`;
  }
  await writeFile(page, text);
}

/** Columns after the first hold figures, so they stand to the right. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), `|---|${'---:|'.repeat(head.length - 1)}`, ...rows.map(line)].join('\n');
}

/** Says when and where it was measured, in two sentences. A high load, or a slow start of Node, says that the milliseconds are too high. */
export function whenAndWhere(): string[] {
  const day = new Date().toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  const [load = 0] = loadavg();
  return [
    `Written by the bench on ${day}: Node ${process.version.slice(1)}, ${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'}), load ${load.toFixed(0)}.`,
    paceInWords(),
  ];
}
