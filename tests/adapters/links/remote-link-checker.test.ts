// The desk's side and the function's, with Lambda's own protocol between them.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { answerLinks } from '#adapters/links/answer-links';
import { linkChecker } from '#adapters/links/link-checker';
import { remoteLinkChecker } from '#adapters/links/remote-link-checker';
import { type Loopback, listenOnLoopback } from '#local/stand-ins/loopback';
import { serveInvokes } from '#tests/access/lambda';

const URLS = ['http://site.example.com/there', 'http://site.example.com/gone'];
const UNKNOWN = new Map(URLS.map((url) => [url, 'unknown']));

beforeEach(() => {
  for (const [name, value] of Object.entries({ AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_REGION: 'eu-west-2' }))
    vi.stubEnv(name, value);
});
let open: Loopback[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  await Promise.all(open.map((one) => one.stop()));
  open = [];
});
const opened = async (one: Promise<Loopback>): Promise<Loopback> => {
  open.push(await one);
  return one;
};

/** What the desk gets when Lambda answers like this, how often it asked, and how long it took. */
async function deskWhen(answer: (response: ServerResponse, request: IncomingMessage) => void, deadlineMs = 1_000) {
  let calls = 0;
  const lambda = await opened(
    listenOnLoopback((request, response) => {
      calls += 1;
      answer(response, request);
    }),
  );
  vi.stubEnv('AWS_ENDPOINT_URL_LAMBDA', lambda.url);
  const started = performance.now();
  const states = await remoteLinkChecker('check-links', deadlineMs).check(URLS);
  return { states, calls, tookMs: performance.now() - started };
}

test('the desk gets from the function what the sites said, without asking them itself', async () => {
  const site = await opened(
    listenOnLoopback((request, response) => void response.writeHead(request.url === '/gone' ? 404 : 200).end(), {
      alias: 'site.example.com',
    }),
  );
  const checker = linkChecker({
    elapsedMs: () => 0,
    addressesOf: async () => ['93.184.216.34'],
    through: () => ({ address: '127.0.0.1', port: site.port }),
  });
  const called: string[] = [];
  const lambda = await opened(
    serveInvokes((name, event) => {
      called.push(name);
      return answerLinks(checker)(event);
    }),
  );
  vi.stubEnv('AWS_ENDPOINT_URL_LAMBDA', lambda.url);
  expect([...(await remoteLinkChecker('check-links').check(URLS))]).toEqual([
    ['http://site.example.com/there', 'there'],
    ['http://site.example.com/gone', 'dead'],
  ]);
  expect(called).toEqual(['check-links']);
});

test('the function is given at most twenty addresses, none of more than 2,000 characters, and is not called for none', async () => {
  const given: unknown[] = [];
  const lambda = await opened(
    serveInvokes(async (_, event) => {
      given.push(event);
      return [];
    }),
  );
  vi.stubEnv('AWS_ENDPOINT_URL_LAMBDA', lambda.url);
  const links = remoteLinkChecker('check-links');
  const many = Array.from({ length: 50 }, (_, i) => `https://site${i}.example.com/`);
  await links.check([`https://long.example.com/${'x'.repeat(2_000)}`, ...many, ...many]);
  expect(given).toEqual([many.slice(0, 20)]);
  expect(await links.check([])).toEqual(new Map());
  expect(given).toHaveLength(1);
});

describe('when the function cannot tell the desk', () => {
  const json = (status: number, body: unknown, headers: Record<string, string> = {}) => {
    return (response: ServerResponse) => void response.writeHead(status, headers).end(JSON.stringify(body));
  };
  const refused = (status: number, type: string) => json(status, { Message: 'no' }, { 'x-amzn-errortype': type });

  test.each([
    ['is not there', refused(404, 'ResourceNotFoundException')],
    ['may not be called', refused(403, 'AccessDeniedException')],
    ['is called too often', refused(429, 'TooManyRequestsException')],
    ['has a fault at AWS', refused(500, 'ServiceException')],
    ['threw', json(200, { errorMessage: 'Expected a list' }, { 'X-Amz-Function-Error': 'Unhandled' })],
    ['ran out of time', json(200, { errorMessage: 'Task timed out after 6.00 seconds' }, { 'X-Amz-Function-Error': 'Unhandled' })],
    ['returned nothing', json(200, null)],
    ['returned something else', json(200, { states: ['dead'] })],
    ['returned a state that is none', json(200, [[URLS[0], 'alive']])],
    ['returned no JSON', (response: ServerResponse) => void response.end('<html>')],
    ['hung up', (response: ServerResponse) => void response.destroy()],
    ['broke off its answer', (response: ServerResponse) => void response.writeHead(200, { 'Content-Length': 99 }).end('[[')],
  ])('a function that %s is asked once, and nobody can tell', async (_, answer) => {
    const { states, calls } = await deskWhen(answer);
    expect(states).toEqual(UNKNOWN);
    expect(calls).toBe(1);
  });

  test.each([
    ['never answers', () => undefined],
    ['drips its answer', (response: ServerResponse) => void setInterval(() => response.write(' '), 20).unref()],
  ])('a function that %s is left at the deadline', async (_, answer) => {
    const { states, tookMs } = await deskWhen(answer, 200);
    expect(states).toEqual(UNKNOWN);
    expect(tookMs).toBeLessThan(2_000);
  });

  test('an address to which nobody answers at all is one that nobody can tell', async () => {
    const gone = await listenOnLoopback(() => undefined);
    await gone.stop();
    vi.stubEnv('AWS_ENDPOINT_URL_LAMBDA', gone.url);
    expect(await remoteLinkChecker('check-links').check(URLS)).toEqual(UNKNOWN);
  });
});
