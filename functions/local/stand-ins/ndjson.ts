import { appendFile, readFile, truncate } from 'node:fs/promises';

/** An append-only file of one JSON value a line. */
export type Ndjson<Row> = { append(row: Row): Promise<void>; rows(): Promise<Row[]> };

/** A process that was killed while it wrote leaves half a line: it is dropped, so that what comes after is not glued to it. */
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

export async function readIfThere(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
