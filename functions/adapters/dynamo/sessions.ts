// Stores the sessions of the desk in the desk table, each under the hash of its secret.
import { DeleteItemCommand, type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { allItems, getItem, ifCondition, key, sortKey } from '#adapters/dynamo/calls';
import { type Item, instant, record, text } from '#adapters/dynamo/item';
import { freshSecret, hashOf } from '#adapters/identity/session-secret';
import { partitions } from '#adapters/stores';
import type { Session } from '#core/desk/session';
import { isBefore } from '#core/time/compare';
import type { Sessions } from '#ports';

const sessionFields = record<Session>({ person: text, email: text, signedIn: instant, seen: instant }, {});

// All items are in one partition: a handful of people use the desk.
const PARTITION = partitions.sessions.key;
const sessionItem = (secret: string, session: Session): Item => ({ ...key(PARTITION, hashOf(secret)), ...sessionFields.write(session) });

/** A restore does not rewind this table: otherwise an ended session could come back. */
export function dynamoSessions(client: DynamoDBClient, table: string): Sessions {
  const end = async (hash: string) => {
    await client.send(new DeleteItemCommand({ TableName: table, Key: key(PARTITION, hash) }));
  };
  const endThose = async (which: (session: Session) => boolean) => {
    for (const item of await allItems(client, table, PARTITION)) if (which(sessionFields.read(item, 'session'))) await end(sortKey(item));
  };
  return {
    async begin(session) {
      const secret = freshSecret();
      await client.send(new PutItemCommand({ TableName: table, Item: sessionItem(secret, session) }));
      return secret;
    },
    async find(secret) {
      const item = await getItem(client, table, key(PARTITION, hashOf(secret)));
      return item && sessionFields.read(item, 'session');
    },
    async record(secret, session) {
      const put = new PutItemCommand({
        TableName: table,
        Item: sessionItem(secret, session),
        ConditionExpression: 'attribute_exists(pk)',
      });
      await ifCondition(client.send(put));
    },
    end: (secret) => end(hashOf(secret)),
    endAll: (person) => endThose((session) => session.person === person),
    endUnused: (since) => endThose(({ seen }) => isBefore(seen, since)),
  };
}
