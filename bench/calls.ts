import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';

/** How many requests of each kind were sent, for example `DynamoDB UpdateItem`. A retry counts as a request. */
export type Calls = Record<string, number>;

const SERVICES: Record<string, string> = {
  dynamodb: 'DynamoDB',
  sqs: 'SQS',
  s3: 'S3',
  email: 'SES',
  ses: 'SES',
  secretsmanager: 'Secrets',
};

/** Counts every request that this process signs for AWS from now on. The returned object changes with each request. */
export function countCalls(): Calls {
  const calls: Calls = {};
  subscribe('http.client.request.start', (message) => {
    const name = nameOf(requestOf(message));
    calls[name] = (calls[name] ?? 0) + 1;
  });
  return calls;
}

function requestOf(message: unknown): ClientRequest {
  if (typeof message === 'object' && message !== null && 'request' in message) return message.request as ClientRequest;
  throw new Error('Node tells of a request in another way than it did: see node:diagnostics_channel.');
}

function nameOf(request: ClientRequest): string {
  const service = /\/([a-z0-9-]+)\/aws4_request/.exec(String(request.getHeader('authorization')))?.[1] ?? request.host;
  const target = request.getHeader('x-amz-target');
  // SES names the operation in the body. The stand-in counts those by name, and the bench compares the sums.
  const operation = typeof target === 'string' ? target.split('.').at(-1) : service === 's3' ? s3Operation(request) : '';
  return `${SERVICES[service] ?? service} ${operation}`.trim();
}

function s3Operation({ method, path }: ClientRequest): string {
  if (path.includes('list-type=2')) return 'ListObjectsV2';
  return method === 'GET' ? 'GetObject' : method === 'HEAD' ? 'HeadObject' : `${method} object`;
}

export function sumOf(calls: Calls): number {
  return Object.values(calls).reduce((sum, count) => sum + count, 0);
}

export function addCalls(...all: Calls[]): Calls {
  const sum: Calls = {};
  for (const calls of all) for (const [name, count] of Object.entries(calls)) sum[name] = (sum[name] ?? 0) + count;
  return sum;
}

export function lessCalls(now: Calls, before: Calls): Calls {
  const entries = Object.entries(now).map(([name, count]): [string, number] => [name, count - (before[name] ?? 0)]);
  return Object.fromEntries(entries.filter(([, count]) => count > 0));
}
