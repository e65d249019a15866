// Stores drafts in the desk table, which no restore rewinds: one item per version below its draft, and one head per draft for lists.
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { DeleteItemCommand, type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { getItem, ifCondition, key, putIfAbsent, queryItems } from '#adapters/dynamo/calls';
import { type Field, flag, id, instant, number, oneOf, record, text } from '#adapters/dynamo/item';
import { partitions } from '#adapters/stores';
import { DRAFT_MARKS, type DraftHead, type DraftId, type DraftVersion, headOf, isSameSave, newestFirst } from '#core/draft/draft';
import type { Drafts } from '#ports';

// Quality 5 shrinks a story to less than half in a millisecond or two. The buffer of a text of 100,000 letters is small enough to wait for.
const COMPRESSION = { params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT } };
// A DynamoDB item has at most 400 KB with its keys and attributes.
const MAX_TEXT_BYTES = 390 * 1024;

const compressedText: Field<string> = {
  write(value) {
    const bytes = brotliCompressSync(value, COMPRESSION);
    if (bytes.length <= MAX_TEXT_BYTES) return { B: bytes };
    const kilobytes = Math.ceil(bytes.length / 1024);
    throw new Error(`The text of a draft has ${kilobytes} KB compressed, and ${MAX_TEXT_BYTES / 1024} KB can be stored. Shorten the text.`);
  },
  read({ B }, where) {
    if (B === undefined) throw new Error(`A stored item is damaged: ${where} is no compressed text.`);
    return brotliDecompressSync(B).toString('utf8');
  },
};

const head = {
  draft: id<DraftId>(),
  version: number,
  at: instant,
  by: text,
  kind: oneOf('post', 'event', 'message'),
  title: text,
  state: oneOf('open', 'deleted', 'published'),
};
const optional = { file: text, base: text, mark: oneOf(...DRAFT_MARKS) };
const headFields = record<DraftHead>(head, optional);
const versionFields = record<DraftVersion>({ ...head, text: compressedText }, optional);
/** Attributes of a version without its text, by placeholder: several are words that DynamoDB keeps for itself. */
const HEAD_NAMES = Object.fromEntries([...Object.keys(head), ...Object.keys(optional)].map((name) => [`#${name}`, name]));
const HEAD_ONLY = { ProjectionExpression: Object.keys(HEAD_NAMES).join(', '), ExpressionAttributeNames: HEAD_NAMES };

const draftOf = (draft: DraftId): string => partitions.drafts.key + draft;
/** Sorts like the numbers. */
const versionKey = (draft: DraftId, version: number) => key(draftOf(draft), String(version).padStart(8, '0'));

export function dynamoDrafts(client: DynamoDBClient, table: string): Drafts {
  const find = async (draft: DraftId, version: number): Promise<DraftVersion | undefined> => {
    const item = await getItem(client, table, versionKey(draft, version));
    return item && versionFields.read(item, 'draft');
  };
  const newest = async (draft: DraftId): Promise<DraftVersion | undefined> => {
    for await (const item of queryItems(client, table, draftOf(draft), { ScanIndexForward: false, Limit: 1 }))
      return versionFields.read(item, 'draft');
    return undefined;
  };
  /** `begun`: the version is not stored yet, and may never be. The head of a later version stays. */
  const putHead = async (version: DraftHead, begun: boolean): Promise<void> => {
    const put = new PutItemCommand({
      TableName: table,
      Item: { ...key(partitions.draftHeads.key, version.draft), ...headFields.write(version), ...(begun && { begun: flag.write(true) }) },
      ConditionExpression: 'attribute_not_exists(pk) OR version <= :version',
      ExpressionAttributeValues: { ':version': number.write(version.version) },
    });
    await ifCondition(client.send(put));
  };

  return {
    async save(version) {
      const item = { ...versionKey(version.draft, version.version), ...versionFields.write(version) };
      // Before the version: whatever breaks off, the list knows where to look.
      await putHead(headOf(version), true);
      if ((await putIfAbsent(client, table, item)) === 'exists') {
        const there = await find(version.draft, version.version);
        if (!there || !isSameSave(there, version)) return 'stale';
      }
      await putHead(headOf(version), false);
      return 'saved';
    },
    newest,
    find,
    async versions(draft) {
      const versions: DraftHead[] = [];
      for await (const item of queryItems(client, table, draftOf(draft), { ScanIndexForward: false, ...HEAD_ONLY }))
        versions.push(headFields.read(item, 'draft'));
      return versions;
    },
    async remove(draft, version) {
      const last = await newest(draft);
      if (last !== undefined && last.version !== version) return 'stale';
      // From the first: wherever this breaks off, the newest version still says that the draft is deleted. The list forgets it last.
      for (let one = 1; one <= version; one += 1)
        await client.send(new DeleteItemCommand({ TableName: table, Key: versionKey(draft, one) }));
      const gone = new DeleteItemCommand({
        TableName: table,
        Key: key(partitions.draftHeads.key, draft),
        ConditionExpression: 'attribute_not_exists(pk) OR version <= :version',
        ExpressionAttributeValues: { ':version': number.write(version) },
      });
      await ifCondition(client.send(gone));
      return 'removed';
    },
    async all() {
      const heads: DraftHead[] = [];
      for await (const item of queryItems(client, table, partitions.draftHeads.key)) {
        const head = headFields.read(item, 'draft');
        const stored = item.begun === undefined ? undefined : await newest(head.draft);
        if (item.begun === undefined) heads.push(head);
        else if (stored) heads.push(headOf(stored));
      }
      return newestFirst(heads);
    },
  };
}
