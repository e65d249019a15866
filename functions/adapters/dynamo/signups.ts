// Stores unconfirmed sign-ups in the subscribers table. The attribute `movesFrom` is older than the word `changesAddressOf`.
import { DeleteItemCommand, type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { getItem, key, queryItems } from '#adapters/dynamo/calls';
import { id, instant, record, storedAs, text } from '#adapters/dynamo/item';
import { chosen } from '#adapters/dynamo/subscribers';
import { partitions } from '#adapters/stores';
import type { Signup } from '#core/signup/signup';
import type { SubscriberId } from '#core/subscriber/subscriber';
import { isBefore } from '#core/time/compare';
import type { Signups } from '#ports';

const signupFields = record<Signup>(
  { ...chosen.required, id: id<SubscriberId>(), address: text, asked: instant, page: text, wording: text },
  { ...chosen.optional, form: text, changesAddressOf: storedAs('movesFrom', id<SubscriberId>()) },
);

// All items are in one partition: at most a few hundred, those of one week, and the daily retention run reads them all.
const signupKey = (subscriber: SubscriberId, form?: string) =>
  key(partitions.signups.key, form === undefined ? subscriber : `${subscriber}#${form}`);

export function dynamoSignups(client: DynamoDBClient, table: string): Signups {
  return {
    async find(subscriber, form) {
      const item = await getItem(client, table, signupKey(subscriber, form));
      return item && signupFields.read(item, 'sign-up');
    },
    async to(subscriber) {
      const narrow = {
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':prefix': { S: subscriber } },
      };
      const signups: Signup[] = [];
      for await (const item of queryItems(client, table, partitions.signups.key, narrow)) signups.push(signupFields.read(item, 'sign-up'));
      return signups;
    },
    async put(signup) {
      const { id: subscriber, form } = signup;
      await client.send(new PutItemCommand({ TableName: table, Item: { ...signupKey(subscriber, form), ...signupFields.write(signup) } }));
    },
    async remove(subscriber, form) {
      await client.send(new DeleteItemCommand({ TableName: table, Key: signupKey(subscriber, form) }));
    },
    async *olderThan(before) {
      for await (const item of queryItems(client, table, partitions.signups.key)) {
        const signup = signupFields.read(item, 'sign-up');
        if (isBefore(signup.asked, before)) yield signup;
      }
    },
  };
}
