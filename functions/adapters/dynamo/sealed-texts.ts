// Stores sealed texts (snapshots, mails, posts) in the ledger table, one partition per text.
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress, constants } from 'node:zlib';
import { DeleteItemCommand, type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { allItems, getItem, key, sortKey } from '#adapters/dynamo/calls';
import { partitions } from '#adapters/stores';
import type { SealedTexts } from '#ports';

const compress = promisify(brotliCompress);
const decompress = promisify(brotliDecompress);

// A DynamoDB item has at most 400 KB with its keys.
const PIECE_BYTES = 350 * 1024;
// Quality 5 of 11 shrinks a mail's HTML to a tenth in a few milliseconds. 11 takes a hundred times as long and saves a fifth more.
const COMPRESSION = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };

/** A text is compressed and split into pieces below its SHA-256. The first piece is written last: once it exists, the text is whole. */
export function dynamoSealedTexts(client: DynamoDBClient, table: string): SealedTexts {
  const pieceKey = (address: string, piece: number) => key(partitions.texts.key + address, String(piece).padStart(4, '0'));
  return {
    async put(text) {
      const address = addressOf(text);
      // A whole text is not written again: another release's compressor may make other pieces, which must not mix with the stored ones.
      if (await getItem(client, table, pieceKey(address, 0))) return address;
      const bytes = await compress(text, COMPRESSION);
      const pieces = Math.max(1, Math.ceil(bytes.length / PIECE_BYTES));
      for (let piece = pieces - 1; piece >= 0; piece -= 1) {
        const part = bytes.subarray(piece * PIECE_BYTES, (piece + 1) * PIECE_BYTES);
        const item = { ...pieceKey(address, piece), bytes: { B: part }, pieces: { N: String(pieces) } };
        await client.send(new PutItemCommand({ TableName: table, Item: item }));
      }
      return address;
    },
    async get(address) {
      const items = await allItems(client, table, partitions.texts.key + address);
      const pieces = items.slice(0, Number(items[0]?.pieces?.N ?? 0));
      if (pieces.length === 0) throw new Error(`Nothing is sealed at ${address}.`);
      const text = (await decompress(Buffer.concat(pieces.map((item) => item.bytes?.B ?? new Uint8Array())))).toString('utf8');
      if (addressOf(text) !== address) throw new Error(`What is sealed at ${address} is damaged: its content has another address.`);
      return text;
    },
    async remove(address) {
      // The first piece is deleted first: without it the text does not exist, and `put` writes it again.
      for (const item of await allItems(client, table, partitions.texts.key + address))
        await client.send(new DeleteItemCommand({ TableName: table, Key: key(partitions.texts.key + address, sortKey(item)) }));
    },
  };
}

function addressOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
