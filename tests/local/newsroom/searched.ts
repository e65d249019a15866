// Searches everything that a newsroom on this machine keeps for a person: as text, compressed, and in base64.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { DynamoDBClient, paginateListTables, paginateScan } from '@aws-sdk/client-dynamodb';
import { LOCAL_AWS } from '#local/emulators/dynamo-emulator';

/** One stored thing, and its bytes. */
type Kept = { where: string; bytes: Uint8Array };

/** Returns where any of the texts is found, in lower or upper case, sorted. */
export function holding(kept: Iterable<Kept>, texts: readonly string[]): string[] {
  const found = new Set<string>();
  for (const { where, bytes } of kept) if (readings(bytes).some((text) => texts.some((wanted) => holds(text, wanted)))) found.add(where);
  return [...found].sort();
}

function holds(text: string, wanted: string): boolean {
  return text.toLowerCase().includes(wanted.toLowerCase()) || base64Forms(wanted).some((form) => text.includes(form));
}

/** Returns the base64 of a word's inner characters at each of the three possible offsets. */
function base64Forms(wanted: string): string[] {
  return ['', ' ', '  '].map((before) =>
    Buffer.from(before + wanted)
      .toString('base64')
      .slice(4, -4),
  );
}

function readings(bytes: Uint8Array): string[] {
  const texts = [Buffer.from(bytes).toString('latin1')];
  for (const decompress of [brotliDecompressSync, gunzipSync]) {
    try {
      texts.push(decompress(bytes).toString('latin1'));
    } catch {
      // The bytes are not compressed in this way.
    }
  }
  return texts;
}

/** Returns every item of every table. Texts that are stored in pieces are joined. */
export async function tablesOf(endpoint: string): Promise<Kept[]> {
  const client = new DynamoDBClient({ endpoint, ...LOCAL_AWS });
  const kept: Kept[] = [];
  const pieces = new Map<string, Uint8Array[]>();
  for await (const { TableNames = [] } of paginateListTables({ client }, {})) {
    for (const TableName of TableNames) {
      for await (const { Items = [] } of paginateScan({ client }, { TableName })) {
        for (const item of Items) {
          const where = `${TableName} ${item.pk?.S?.split('#')[0]}`;
          kept.push({ where, bytes: Buffer.from(JSON.stringify(item)) });
          const text = `${where} ${item.pk?.S}`;
          if (item.bytes?.B) kept.push({ where, bytes: item.bytes.B });
          if (item.bytes?.B) pieces.set(text, [...(pieces.get(text) ?? []), item.bytes.B]);
        }
      }
    }
  }
  client.destroy();
  return [...kept, ...[...pieces].map(([where, some]) => ({ where, bytes: Buffer.concat(some) }))];
}

/** Returns every row of the emulator of S3, SQS and SNS: objects, and messages that wait, are in flight, or are dead letters. */
export function queuesAndObjectsOf(data: string): Kept[] {
  const database = new DatabaseSync(join(data, 'fauxqs', 'fauxqs.db'), { readOnly: true });
  const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
  const kept = tables.flatMap(({ name }) =>
    database
      .prepare(`SELECT * FROM "${name}"`)
      .all()
      .flatMap((row) =>
        Object.values(row).map((value) => ({
          where: `fauxqs ${name}`,
          bytes: value instanceof Uint8Array ? value : Buffer.from(String(value)),
        })),
      ),
  );
  database.close();
  return kept;
}

/**
 * Returns every file of the data folder except the emulators' own: `tablesOf` and `queuesAndObjectsOf` read those through their content,
 * because a database keeps the bytes of deleted rows until it needs the room.
 */
export function filesOf(data: string): Kept[] {
  return readdirSync(data, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ where: relative(data, file), bytes: readFileSync(file) }))
    .filter(({ where }) => !/^(dynamo|fauxqs)\//.test(where));
}
