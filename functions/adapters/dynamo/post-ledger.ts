// Stores the ledger of posts in the ledger table, one partition per publication.
import { type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { allItems, ifCondition, key, sortKey } from '#adapters/dynamo/calls';
import { isClaim, isFree, openExpression } from '#adapters/dynamo/expression';
import { byState, instant, number, oneOf, record, storedAs, text } from '#adapters/dynamo/item';
import { partitions } from '#adapters/stores';
import type { SocialDelivery } from '#core/social/post-ledger';
import type { SocialLedger } from '#ports';

const deliveryField = byState<SocialDelivery>({
  ready: record({ attempt: number }, { notBefore: instant }),
  attempting: record(
    { attempt: number, nonce: text, since: instant, blank: number },
    { seen: instant, lookedUp: storedAs('looked', instant) },
  ),
  posted: record({ attempt: number, id: text, by: oneOf('answer', 'timeline', 'person') }, {}),
  refused: record({ attempt: number, why: text }, {}),
  missed: record({ attempt: number }, {}),
  held: record({ attempt: number, nonce: text, why: text }, { since: instant }),
});

const itemFields = record<{ delivery: SocialDelivery }>({ delivery: deliveryField }, {});

/** Each part of a post is one item. A repeated write may be `refused` although it was written, as in `dynamoLedger`. */
export function dynamoSocialLedger(client: DynamoDBClient, table: string): SocialLedger {
  return {
    async parts(publication) {
      const items = await allItems(client, table, partitions.posts.key + publication);
      return new Map(items.map((item) => [Number(sortKey(item)), itemFields.read(item, 'post').delivery]));
    },
    async change({ publication, part }, { expect, to }) {
      const expression = openExpression();
      const path = expression.name('delivery');
      const written = client.send(
        new PutItemCommand({
          TableName: table,
          Item: { ...key(partitions.posts.key + publication, String(part).padStart(4, '0')), ...itemFields.write({ delivery: to }) },
          ConditionExpression:
            expect.kind === 'free' ? isFree(expression, path, expect.attempt) : isClaim(expression, path, expect.nonce, expect.states),
          ExpressionAttributeNames: expression.names,
          ExpressionAttributeValues: expression.values,
        }),
      );
      return (await ifCondition(written)) ? 'written' : 'refused';
    },
  };
}
