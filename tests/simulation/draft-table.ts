// DynamoDB as far as the store of drafts calls it, so that a process can die between any two of its calls.
import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';

import { partitions } from '#adapters/stores';

type Item = NonNullable<PutItemCommand['input']['Item']>;

/** What is stored in one table. Each call of `send` is one call to DynamoDB. */
export class DraftTable {
  readonly #items = new Map<string, Item>();

  /** What the newest version of a draft says, but for its text. */
  newest(draft: string): { state: string; at: string; version: number; title: string; file?: string } | undefined {
    const [name] = [...this.#items.keys()]
      .filter((one) => one.startsWith(`${partitions.drafts.key}${draft}\n`))
      .sort()
      .reverse();
    const { state, at, version, title, file } = (name !== undefined && this.#items.get(name)) || {};
    if (state?.S === undefined || at?.S === undefined) return undefined;
    return { state: state.S, at: at.S, version: Number(version?.N), title: title?.S ?? '', ...(file?.S && { file: file.S }) };
  }

  async send(command: unknown): Promise<{ Item?: Item; Items?: Item[] }> {
    if (command instanceof PutItemCommand) return this.#put(command.input);
    if (command instanceof DeleteItemCommand) return this.#delete(command.input);
    if (command instanceof GetItemCommand) return this.#get(nameOf(command.input.Key ?? {}));
    if (command instanceof QueryCommand) return this.#query(command.input);
    throw new Error('The store of drafts puts, gets, deletes and queries. Teach the table this call.');
  }

  #put({ Item = {}, ConditionExpression: condition = '', ExpressionAttributeValues: values }: PutItemCommand['input']): object {
    const there = this.#items.get(nameOf(Item));
    const isLater = condition.endsWith('version <= :version') && Number(there?.version?.N) <= Number(values?.[':version']?.N);
    if (condition.startsWith('attribute_not_exists(pk)') && there && !isLater)
      throw new ConditionalCheckFailedException({ message: 'The conditional request failed', $metadata: {} });
    this.#items.set(nameOf(Item), Item);
    return {};
  }

  #delete({ Key = {}, ConditionExpression: condition, ExpressionAttributeValues: values }: DeleteItemCommand['input']): object {
    const there = this.#items.get(nameOf(Key));
    if (condition?.endsWith('version <= :version') && there && Number(there.version?.N) > Number(values?.[':version']?.N))
      throw new ConditionalCheckFailedException({ message: 'The conditional request failed', $metadata: {} });
    this.#items.delete(nameOf(Key));
    return {};
  }

  #get(name: string): { Item?: Item } {
    const there = this.#items.get(name);
    return there ? { Item: there } : {};
  }

  #query({ ExpressionAttributeValues: values, ScanIndexForward = true, Limit = Infinity }: QueryCommandInput): { Items: Item[] } {
    const partition = `${values?.[':pk']?.S}\n`;
    const names = [...this.#items.keys()].filter((name) => name.startsWith(partition)).sort();
    return { Items: (ScanIndexForward ? names : names.reverse()).slice(0, Limit).map((name) => this.#items.get(name) ?? {}) };
  }
}

function nameOf({ pk, sk }: Item): string {
  return `${pk?.S}\n${sk?.S}`;
}

/** Returns a client of the SDK that calls `send`. */
export function clientOf(send: (command: unknown) => Promise<object>): DynamoDBClient {
  return { send } as unknown as DynamoDBClient;
}
