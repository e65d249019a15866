// Stores which website is looked at every day: one item, so that one condition guards it.
import { type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { getItem, ifCondition, key } from '#adapters/dynamo/calls';
import { id, instant, list, number, record, text } from '#adapters/dynamo/item';
import { partitions } from '#adapters/stores';
import type { DraftId } from '#core/draft/draft';
import type { Watch } from '#core/feed/watch';
import type { FeedWatch } from '#ports';

const fields = record<Omit<Watch, 'seen'> & { seen: DraftId[] }>(
  { address: text, by: text, looked: instant, seen: list(id<DraftId>()), version: number },
  { fault: text },
);

const AT = key(partitions.feedWatch.key);

export function dynamoFeedWatch(client: DynamoDBClient, table: string): FeedWatch {
  return {
    async read() {
      const item = await getItem(client, table, AT);
      return item && fields.read(item, 'feed watch');
    },
    async replace(watch) {
      const { version } = watch;
      const put = new PutItemCommand({
        TableName: table,
        Item: { ...AT, ...fields.write({ ...watch, seen: [...watch.seen], version: version + 1 }) },
        ...(version === 0
          ? { ConditionExpression: 'attribute_not_exists(pk)' }
          : { ConditionExpression: 'version = :version', ExpressionAttributeValues: { ':version': number.write(version) } }),
      });
      return (await ifCondition(client.send(put))) ? 'replaced' : 'stale';
    },
  };
}
