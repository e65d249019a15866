// Stands in for IAM: it checks each request of a function against the function's role, and counts it, before the emulator gets it.
import { Agent, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import { bodyOf, type Loopback, listenOnLoopback } from '#local/stand-ins/loopback';
import type { Permission } from '#tests/cdk/permissions';
import { type AwsRequest, needsOf, signedBy, signedForm } from './aws-request.ts';
import { judge, type Need } from './role.ts';

export type Guard = {
  /** Returns the guard's own address for an address behind it. */
  urlOf(upstream: string): string;
  /** How many requests were made. */
  calls(): number;
  denied: string[];
  used: Set<string>;
  /** Runs `work` before it forwards the next request of this kind, such as `Send ses:SendRawEmail`. */
  before(kind: string, work: (request: AwsRequest) => Promise<void>): void;
  stop(): Promise<void>;
};

type Answer = { status: number; headers: IncomingMessage['headers']; body: Buffer };

/** Starts a guard. It knows a function by its access key, which is the name of its role. */
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
    const { method = '', url = '', headers } = incoming;
    const body = await bodyOf(incoming);
    const form = signedForm({ method, headers, body });
    const { accessKey: role, service } = form ?? signedBy(headers.authorization);
    const target = String(headers['x-amz-target'] ?? '');
    const request: AwsRequest = { service, method, url, target, body, ...(form && { key: form.key }) };
    const needs = needsOf(request);
    if (!needs.map((need) => allows(role, need)).every(Boolean)) return deny(request, response);
    const kind = `${role} ${needs[0]?.action}`;
    const work = waiting.get(kind);
    waiting.delete(kind);
    await work?.(request);
    const answer = await forward(upstream, incoming, body, agent);
    // S3 tells only a caller who may list the bucket that an object does not exist.
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
