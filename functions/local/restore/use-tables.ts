import { readFile, writeFile } from 'node:fs/promises';
import { REWOUND, type RewoundTables } from '#local/restore/bring-back';

/** Names tables in the context of a `cdk.json`, by which the next deployment uses them. Returns what it says of them now. */
export async function useTables(file: string, tables: RewoundTables): Promise<RewoundTables> {
  const written = JSON.parse(await readFile(file, 'utf8'));
  const named = Object.fromEntries(REWOUND.map((name) => [name, tables[name]]));
  written.context = { ...written.context, tables: { ...written.context?.tables, ...named } };
  await writeFile(file, `${JSON.stringify(written, undefined, 2)}\n`);
  return written.context.tables;
}
