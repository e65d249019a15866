// Stores transactional emails in the subscribers table. The partition `LETTERS` is older than the name.
import { DeleteItemCommand, type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { ifCondition, key, putIfAbsent, queryItems } from '#adapters/dynamo/calls';
import { day, id, oneOf, record, text } from '#adapters/dynamo/item';
import { partitions } from '#adapters/stores';
import { TRANSACTIONAL_KINDS, type TransactionalKey, type TransactionalRecipient } from '#core/delivery/transactional-key';
import type { SubscriberId } from '#core/subscriber/subscriber';
import type { TransactionalEmail } from '#core/transactional/transactional-email';
import type { TransactionalEmails } from '#ports';

const transactionalFields = record<TransactionalEmail>(
  {
    to: id<TransactionalRecipient>(),
    kind: oneOf(...TRANSACTIONAL_KINDS),
    day,
    state: oneOf('waiting', 'claimed', 'accepted', 'refused'),
  },
  { mailbox: id<SubscriberId>(), form: text },
);

// All items are in one partition, like the sign-ups, so that the daily retention run finds the old ones.
const PARTITION = partitions.transactional.key;
const transactionalKey = ({ to, kind, day: on }: TransactionalKey) => key(PARTITION, `${to}#${on}#${kind}`);

export function dynamoTransactionalEmails(client: DynamoDBClient, table: string): TransactionalEmails {
  async function* read(prefix: string): AsyncGenerator<TransactionalEmail> {
    const narrow = {
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':prefix': { S: prefix } },
    };
    for await (const item of queryItems(client, table, PARTITION, prefix === '' ? {} : narrow))
      yield transactionalFields.read(item, 'transactional email');
  }
  const readTo = async (to: TransactionalRecipient): Promise<TransactionalEmail[]> => {
    const emails: TransactionalEmail[] = [];
    for await (const email of read(`${to}#`)) emails.push(email);
    return emails;
  };
  const remove = async (email: TransactionalKey): Promise<void> => {
    await client.send(new DeleteItemCommand({ TableName: table, Key: transactionalKey(email) }));
  };
  return {
    add: (email) =>
      putIfAbsent(client, table, {
        ...transactionalKey(email),
        ...transactionalFields.write({ ...email, state: 'waiting' }),
      }),
    to: readTo,
    all: () => read(''),
    remove,
    async change(email, from, state) {
      const update = new UpdateItemCommand({
        TableName: table,
        Key: transactionalKey(email),
        UpdateExpression: 'SET #state = :state',
        ConditionExpression: '#state = :from',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':state': { S: state }, ':from': { S: from } },
      });
      return (await ifCondition(client.send(update))) ? 'written' : 'refused';
    },
    async removeAllTo(to, before) {
      for (const email of await readTo(to)) {
        if (before === undefined || email.day.toString() < before.toString()) await remove(email);
      }
    },
  };
}
