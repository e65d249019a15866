// What IAM is on AWS: each request of a function is held against its role, and counted, before the emulator sees it.
import { Agent, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import { bodyOf, type Loopback, listenOnLoopback } from '#local/stand-ins/loopback';
import type { Permission } from '#tests/cdk/permissions';
import { type AwsRequest, needsOf, signedBy } from './aws-request.ts';
import { judge, type Need } from './role.ts';

export type Guard = {
  /** Where a function finds what is behind this address. */
  urlOf(upstream: string): string;
  /** Requests that were made. */
  calls(): number;
  denied: string[];
  used: Set<string>;
  /** Does this before the next request of a function and an action is handed on: `Send ses:SendRawEmail`. */
  before(kind: string, work: (request: AwsRequest) => Promise<void>): void;
  stop(): Promise<void>;
};

type Answer = { status: number; headers: IncomingMessage['headers']; body: Buffer };

/** Functions sign with the name of their role as the access key. */
export async function startGuard(permissions: readonly Permission[], upstreams: readonly string[]): Promise<Guard> {
  const agent = new Agent({ keepAlive: true });
  const denied: string[] = [];
  const used = new Set<string>();
  const waiting = new Map<string, (request: AwsRequest) => Promise<void>>();
  let calls = 0;

  const allows = (role: string, need: Need): boolean => {
    const verdict = judge(permissions, role, need);
    for (const name of verdict.used) used.add(name);
    if (!verdict.allowed) denied.push(`${role} ${need.action} ${need.on} ${(need.keys ?? []).join(' ')}`);
    return verdict.allowed;
  };

  const serve = async (upstream: string, incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    calls += 1;
    const { accessKey: role, service } = signedBy(incoming.headers.authorization);
    const { method = '', url = '' } = incoming;
    const body = await bodyOf(incoming);
    const request: AwsRequest = { service, method, url, target: String(incoming.headers['x-amz-target'] ?? ''), body };
    const needs = needsOf(request);
    if (!needs.map((need) => allows(role, need)).every(Boolean)) return deny(request, response);
    const kind = `${role} ${needs[0]?.action}`;
    const work = waiting.get(kind);
    waiting.delete(kind);
    await work?.(request);
    const answer = await forward(upstream, incoming, body, agent);
    // For an object that is not there S3 says so only to somebody who may list the bucket.
    const [bucket] = needs[0]?.action === 's3:GetObject' && answer.status === 404 ? needs[0].on.split('/') : [];
    if (bucket !== undefined && !allows(role, { action: 's3:ListBucket', on: bucket })) return deny(request, response);
    response.writeHead(answer.status, answer.headers).end(answer.body);
  };

  const doors = new Map<string, Loopback>();
  for (const upstream of new Set(upstreams)) {
    const door = await listenOnLoopback((incoming, response) => {
      serve(upstream, incoming, response).catch(() => response.destroy());
    });
    doors.set(upstream, door);
  }
  return {
    urlOf: (upstream) => doors.get(upstream)?.url ?? upstream,
    calls: () => calls,
    denied,
    used,
    before: (kind, work) => void waiting.set(kind, work),
    async stop() {
      agent.destroy();
      for (const door of doors.values()) await door.stop();
    },
  };
}

function forward(upstream: string, { method, url, headers }: IncomingMessage, body: Buffer, agent: Agent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const to = new URL(url ?? '/', upstream);
    const outgoing = ask(to, { method, headers: { ...headers, host: to.host }, agent }, (answer) => {
      bodyOf(answer).then((bytes) => resolve({ status: answer.statusCode ?? 500, headers: answer.headers, body: bytes }), reject);
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

function deny({ service }: AwsRequest, response: ServerResponse): void {
  if (service === 's3' || service === 'ses' || service === 'email') {
    const error = '<Code>AccessDenied</Code><Message>Not authorised.</Message>';
    const body = service === 's3' ? `<Error>${error}</Error>` : `<ErrorResponse><Error><Type>Sender</Type>${error}</Error></ErrorResponse>`;
    response.writeHead(403, { 'content-type': 'text/xml' }).end(body);
    return;
  }
  const error = { __type: 'com.amazon.coral.service#AccessDeniedException', message: 'Not authorised.' };
  response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(error));
}
