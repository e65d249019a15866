import { isDeepStrictEqual } from 'node:util';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type AtNetwork, atNetwork, type SdkRequest } from '#adapters/aws/at-network';
import { heedDate, ownRequest, type Way, wayOf } from '#adapters/aws/own-request';
import { type Agents, type Limits, postOnce } from '#adapters/aws/post-once';

type Command = Parameters<DynamoDBClient['send']>[0];

/** The kinds of calls whose input and output are the JSON of the request and of the answer, but for bytes. */
const TARGET = /^DynamoDB_\d+\.(?:BatchGetItem|DeleteItem|GetItem|PutItem|Query|UpdateItem)$/;

/**
 * Lets a client make its calls by requests of our own, which cost half of the SDK's CPU. The SDK makes the first call of each kind, which
 * says where to and signed for what, and each call whose request is not the same as ours. It gives the credentials, reads each answer that
 * is not plainly an output, and makes all further attempts. `agents`: the client's connections. Returns the client.
 */
export function withOwnRequests(client: DynamoDBClient, agents: Agents, limits: Limits): DynamoDBClient {
  const ways = new Map<unknown, (Way & { target: string }) | 'sdk'>();
  const send = client.send.bind(client) as (command: Command, ...options: unknown[]) => Promise<object>;
  const bySdk = (command: Command, first: AtNetwork): Promise<object> => {
    atNetwork(command, first);
    return send(command);
  };
  let succeed: Promise<() => void> | undefined;
  const own = async (command: Command, ...options: unknown[]): Promise<object> => {
    const way = ways.get(command.constructor);
    const json = JSON.stringify(command.input);
    if (way === 'sdk' || options.length > 0 || isChangedBySdk(json)) return send(command, ...options);
    if (!way) {
      let made: SdkRequest | undefined;
      const output = await bySdk(command, (request) => {
        made = request;
        return undefined;
      });
      const target = made?.headers['x-amz-target'] ?? '';
      const found = made && TARGET.test(target) ? wayOf(made, await client.config.credentials(), agents) : undefined;
      const isSame = found && isDeepStrictEqual(JSON.parse(String(made?.body)), JSON.parse(json));
      ways.set(command.constructor, isSame ? { ...found, target } : 'sdk');
      if (!isSame && TARGET.test(target))
        console.warn(`${target} is called by the AWS SDK alone: its request is not the one that we make.`);
      return output;
    }
    const at = new Date(Date.now() + client.config.systemClockOffset);
    const request = ownRequest(way, jsonOf(way.target, json), await client.config.credentials(), at);
    const answer = await postOnce(way.server, request, limits).catch((failure: Error) => failure);
    const output = answer instanceof Error || answer.statusCode !== 200 ? undefined : outputOf(answer.body);
    if (answer instanceof Error || output === undefined)
      return bySdk(command, () => {
        if (answer instanceof Error) throw answer;
        return answer;
      });
    heedDate(client.config, answer);
    succeed ??= successOf(client);
    (await succeed)();
    return output;
  };
  return Object.assign(client, { send: own });
}

/** The JSON by which DynamoDB is asked for one call. */
export function jsonOf(target: string, json: string): { headers: Record<string, string>; body: Buffer } {
  return { headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': target }, body: Buffer.from(json) };
}

/** How the SDK is told of a call that succeeded: the more of them, the more further attempts it allows itself. */
async function successOf({ config }: DynamoDBClient): Promise<() => void> {
  const strategy = await config.retryStrategy();
  if (!('recordSuccess' in strategy)) return () => undefined;
  const token = await strategy.acquireInitialRetryToken('');
  return () => strategy.recordSuccess(token);
}

/** Whether a member may hold bytes, which the SDK turns into base64 and back, or nothing, which it leaves out. Texts escape quotes. */
const isChangedBySdk = (json: string): boolean => json.includes('"B":') || json.includes('"BS":') || json.includes(':null');

function outputOf(body: Buffer): object | undefined {
  const json = body.toString('utf8');
  if (!json.startsWith('{') || isChangedBySdk(json)) return undefined;
  try {
    return JSON.parse(json) as object;
  } catch {
    return undefined;
  }
}
