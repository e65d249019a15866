import { BatchGetItemCommand, DeleteItemCommand, type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { key, putIfAbsent, sortKey } from '#adapters/dynamo-calls';
import { instant, record, text } from '#adapters/dynamo-item';
import type { PublicationId } from '#core/publication';
import type { Decision, Pausable, Switches } from '#ports';

const pauseFields = record<{ reason: string }>({ reason: text }, {});
const decisionFields = record<Decision>({ by: text, at: instant }, {});

const PARTITION = 'SWITCH';
const EVERYTHING = 'everything';
const pauseSwitch = (what: Pausable) =>
  what === EVERYTHING ? EVERYTHING : what === 'email' || what === 'x' ? `channel#${what}` : `pause#${what}`;
const pauseKey = (what: Pausable) => key(PARTITION, pauseSwitch(what));
const decisionKey = (what: 'approval' | 'cancel', publication: PublicationId) => key(PARTITION, `${what}#${publication}`);

export function dynamoSwitches(client: DynamoDBClient, table: string): Switches {
  return {
    async read(publication, channel) {
      const pauses: Pausable[] = [EVERYTHING, ...(channel ? [channel] : []), ...(publication ? [publication] : [])];
      const keys = [
        ...pauses.map(pauseKey),
        ...(publication ? [decisionKey('approval', publication), decisionKey('cancel', publication)] : []),
      ];
      const answer = await client.send(new BatchGetItemCommand({ RequestItems: { [table]: { Keys: keys, ConsistentRead: true } } }));
      // A switch that could not be read may be the one that stops us.
      if (answer.UnprocessedKeys?.[table]) throw new Error('The switches could not all be read. The next tick or ring tries again.');
      const items = new Map(answer.Responses?.[table]?.map((item) => [sortKey(item), item]));
      const pause = pauses.map((what) => items.get(pauseSwitch(what))).find((item) => item !== undefined);
      const approval = items.get(`approval#${publication}`);
      const cancel = items.get(`cancel#${publication}`);
      return {
        ...(pause ? { paused: pauseFields.read(pause, 'pause').reason } : {}),
        ...(approval ? { approved: decisionFields.read(approval, 'approval') } : {}),
        ...(cancel ? { cancelled: decisionFields.read(cancel, 'cancellation') } : {}),
      };
    },
    async pause(what, reason) {
      await client.send(new PutItemCommand({ TableName: table, Item: { ...pauseKey(what), ...pauseFields.write({ reason }) } }));
    },
    async resume(what) {
      await client.send(new DeleteItemCommand({ TableName: table, Key: pauseKey(what) }));
    },
    async approve(publication, by, at) {
      await putIfAbsent(client, table, { ...decisionKey('approval', publication), ...decisionFields.write({ by, at }) });
    },
    async cancel(publication, by, at) {
      await putIfAbsent(client, table, { ...decisionKey('cancel', publication), ...decisionFields.write({ by, at }) });
    },
  };
}
