import { DeleteItemCommand, type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { ifCondition, key, putIfAbsent, queryItems } from '#adapters/dynamo-calls';
import { day, id, oneOf, record } from '#adapters/dynamo-item';
import { partitions } from '#adapters/stores';
import { LETTER_KINDS, type Letter, type LetterKey } from '#core/letter';
import type { SubscriberId } from '#core/subscriber';
import type { Letters } from '#ports';

const letterFields = record<Letter>(
  {
    to: id<SubscriberId>(),
    kind: oneOf(...LETTER_KINDS),
    day,
    state: oneOf('waiting', 'claimed', 'accepted', 'refused'),
  },
  {},
);

// All in one partition, as the sign-ups are, so that the sweep finds the old ones.
const PARTITION = partitions.letters.key;
const letterKey = ({ to, kind, day: on }: LetterKey) => key(PARTITION, `${to}#${on}#${kind}`);

export function dynamoLetters(client: DynamoDBClient, table: string): Letters {
  async function* read(prefix: string): AsyncGenerator<Letter> {
    const narrow = {
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':prefix': { S: prefix } },
    };
    for await (const item of queryItems(client, table, PARTITION, prefix === '' ? {} : narrow)) yield letterFields.read(item, 'letter');
  }
  const readTo = async (to: SubscriberId): Promise<Letter[]> => {
    const letters: Letter[] = [];
    for await (const letter of read(`${to}#`)) letters.push(letter);
    return letters;
  };
  const remove = async (letter: LetterKey): Promise<void> => {
    await client.send(new DeleteItemCommand({ TableName: table, Key: letterKey(letter) }));
  };
  return {
    add: ({ to, kind, day: on }) =>
      putIfAbsent(client, table, {
        ...letterKey({ to, kind, day: on }),
        ...letterFields.write({ to, kind, day: on, state: 'waiting' }),
      }),
    to: readTo,
    all: () => read(''),
    remove,
    async change(letter, from, state) {
      const update = new UpdateItemCommand({
        TableName: table,
        Key: letterKey(letter),
        UpdateExpression: 'SET #state = :state',
        ConditionExpression: '#state = :from',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':state': { S: state }, ':from': { S: from } },
      });
      return (await ifCondition(client.send(update))) ? 'written' : 'refused';
    },
    async forget(to, before) {
      for (const letter of await readTo(to)) {
        if (before === undefined || letter.day.toString() < before.toString()) await remove(letter);
      }
    },
  };
}
