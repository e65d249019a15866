// The newsroom's side and the function's, with Lambda's own protocol between them.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { answerFetch } from '#adapters/links/answer-fetch';
import { openOutside } from '#adapters/links/outside';
import { remoteOutside } from '#adapters/links/remote-outside';
import { type Loopback, listenOnLoopback } from '#local/stand-ins/loopback';
import { serveInvokes } from '#tests/access/lambda';

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

test('the newsroom gets from the function what a site sent, byte for byte, without asking it itself', async () => {
  const largest = Buffer.alloc(4_000_000, 200);
  const site = await opened(listenOnLoopback((_, response) => void response.end(largest), { alias: 'site.example.com' }));
  const outside = openOutside({ addressesOf: async () => ['93.184.216.34'], through: () => ({ address: '127.0.0.1', port: site.port }) });
  const answers: number[] = [];
  const lambda = await opened(
    serveInvokes(async (_, event) => {
      const answer = await answerFetch(outside)(event);
      answers.push(JSON.stringify(answer).length);
      return answer;
    }),
  );
  vi.stubEnv('AWS_ENDPOINT_URL_LAMBDA', lambda.url);
  const fetched = await remoteOutside('fetch-outside').fetch('http://site.example.com/picture.jpg');
  expect('bytes' in fetched && Buffer.compare(fetched.bytes, largest)).toBe(0);
  // What a Lambda may answer.
  expect(answers[0]).toBeLessThan(6_291_556);
  expect(await remoteOutside('fetch-outside').fetch('http://127.0.0.1/')).toEqual({ fault: expect.stringContaining('is not asked') });
});

test.each([
  ['threw', { status: 200, headers: { 'X-Amz-Function-Error': 'Unhandled' }, body: '{"errorMessage":"no"}' }],
  ['may not be called', { status: 403, headers: { 'x-amzn-errortype': 'AccessDeniedException' }, body: '{}' }],
  ['returned something else', { status: 200, headers: {}, body: '{"bytes":1}' }],
  ['never answered', undefined],
])('a function that %s gives one sentence, and nothing fails', async (_, answer) => {
  const lambda = await opened(
    listenOnLoopback((__, response) => void (answer && response.writeHead(answer.status, answer.headers).end(answer.body))),
  );
  vi.stubEnv('AWS_ENDPOINT_URL_LAMBDA', lambda.url);
  expect(await remoteOutside('fetch-outside', 300).fetch('http://site.example.com/')).toEqual({
    fault: 'The website could not be asked just now. Try again later, or choose a file of it.',
  });
});
