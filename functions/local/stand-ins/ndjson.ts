import { appendFile, readFile, truncate } from 'node:fs/promises';

/** An append-only file of one JSON value a line. */
export type Ndjson<Row> = { append(row: Row): Promise<void>; rows(): Promise<Row[]> };

/** Opens such a file. Drops the half line that a kill during a write leaves, so that the next row does not continue it. */
export async function openNdjson<Row>(file: string): Promise<Ndjson<Row>> {
  const content = await readIfThere(file);
  if (content && content.at(-1) !== 10) await truncate(file, content.lastIndexOf(10) + 1);
  return {
    append: (row) => appendFile(file, `${JSON.stringify(row)}\n`),
    async rows() {
      const lines = (await readIfThere(file))?.toString().split('\n') ?? [];
      return lines.filter((line) => line !== '').map((line): Row => JSON.parse(line));
    },
  };
}

/** Returns the bytes of a file, or undefined when it does not exist. */
export async function readIfThere(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
