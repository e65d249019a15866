import { readFile, writeFile } from 'node:fs/promises';
import { REWOUND, type RewoundTables } from '#local/restore/bring-back';

/** Names tables in the context of a `cdk.json`, or in that of a stage, by which its next deployment uses them. */
export async function useTables(file: string, tables: RewoundTables, stage?: string): Promise<void> {
  const { context = {}, ...others } = JSON.parse(await readFile(file, 'utf8'));
  const named = { tables: Object.fromEntries(REWOUND.map((name) => [name, tables[name]])) };
  const { stages } = context;
  const changed = stage === undefined ? named : { stages: { ...stages, [stage]: { ...stages?.[stage], ...named } } };
  await writeFile(file, `${JSON.stringify({ ...others, context: { ...context, ...changed } }, undefined, 2)}\n`);
}
