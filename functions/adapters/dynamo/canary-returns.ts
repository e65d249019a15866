// Stores the canary to our own mailbox: one item in the ledger table, beside the proof that events come back.
import { type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { getItem, ifCondition, key } from '#adapters/dynamo/calls';
import { instant, record, text } from '#adapters/dynamo/item';
import { partitions } from '#adapters/stores';
import type { CanaryReturns } from '#ports';

type Stored = { sent: string; backSent?: string; backAt?: string; dkim?: string; spf?: string; dmarc?: string };
const fields = record<Stored>({ sent: text }, { backSent: text, backAt: text, dkim: text, spf: text, dmarc: text });
const AT = key(partitions.canaryReturns.key);

export function dynamoCanaryReturns(client: DynamoDBClient, table: string): CanaryReturns {
  return {
    async read() {
      const item = await getItem(client, table, AT);
      if (!item) return undefined;
      const { sent, backSent, backAt, dkim = '', spf = '', dmarc = '' } = fields.read(item, 'canary to our own mailbox');
      const at = (written: string) => instant.read({ S: written }, 'canary to our own mailbox');
      const back = backSent === undefined || backAt === undefined ? {} : { back: { sent: at(backSent), at: at(backAt), dkim, spf, dmarc } };
      return { sent: at(sent), ...back };
    },
    async recordSent(word, sent) {
      const update = new UpdateItemCommand({
        TableName: table,
        Key: AT,
        UpdateExpression: 'SET word = :word, sent = :sent',
        ExpressionAttributeValues: { ':word': { S: word }, ':sent': instant.write(sent) },
      });
      await client.send(update);
    },
    async recordBack(word, { at, dkim, spf, dmarc }) {
      const update = new UpdateItemCommand({
        TableName: table,
        Key: AT,
        UpdateExpression: 'SET backSent = sent, backAt = :at, dkim = :dkim, spf = :spf, dmarc = :dmarc',
        // Whoever writes to the mailbox may write this subject, but not this word.
        ConditionExpression: 'word = :word',
        ExpressionAttributeValues: {
          ':word': { S: word },
          ':at': instant.write(at),
          ':dkim': { S: dkim },
          ':spf': { S: spf },
          ':dmarc': { S: dmarc },
        },
      });
      return (await ifCondition(client.send(update))) ? 'recorded' : 'unknown';
    },
  };
}
