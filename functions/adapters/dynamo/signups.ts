import { DeleteItemCommand, type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { getItem, key, queryItems } from '#adapters/dynamo/calls';
import { id, instant, record, storedAs, text } from '#adapters/dynamo/item';
import { chosen } from '#adapters/dynamo/subscribers';
import type { Signup } from '#core/signup/signup';
import type { SubscriberId } from '#core/subscriber/subscriber';
import { isBefore } from '#core/time/compare';
import type { Signups } from '#ports';

const signupFields = record<Signup>(
  { ...chosen.required, id: id<SubscriberId>(), address: text, asked: instant, page: text, wording: text },
  { ...chosen.optional, changesAddressOf: storedAs('movesFrom', id<SubscriberId>()) },
);

// All in one partition: there are a few hundred of a week at most, and the sweep reads them all.
const signupKey = (subscriber: SubscriberId) => key('SIGNUPS', subscriber);

export function dynamoSignups(client: DynamoDBClient, table: string): Signups {
  return {
    async find(subscriber) {
      const item = await getItem(client, table, signupKey(subscriber));
      return item && signupFields.read(item, 'sign-up');
    },
    async put(signup) {
      await client.send(new PutItemCommand({ TableName: table, Item: { ...signupKey(signup.id), ...signupFields.write(signup) } }));
    },
    async remove(subscriber) {
      await client.send(new DeleteItemCommand({ TableName: table, Key: signupKey(subscriber) }));
    },
    async *olderThan(before) {
      for await (const item of queryItems(client, table, 'SIGNUPS')) {
        const signup = signupFields.read(item, 'sign-up');
        if (isBefore(signup.asked, before)) yield signup;
      }
    },
  };
}
