// The HTTP API's events (payload format 2.0): the example of AWS's documentation, and events that other projects recorded from real APIs.
// Sources: docs.aws.amazon.com/apigateway "Create AWS Lambda proxy integrations for HTTP APIs"; honojs/hono#2156, Worklytics/psoxy#827,
// fastify/aws-lambda-fastify#169, middleapi/standard-server#93 (paths); ministackorg/ministack#766 and #1035 (bodies, query).
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { Hono } from 'hono';
import { Temporal } from 'temporal-polyfill';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { httpEvent, invokeHttp } from '#local/newsroom/lambda-http';
import { sampleNewsroom } from '#tests/web/sample-newsroom';
import { desk } from '#web/desk/desk';
import { answerHttp, type HttpHandler } from '#web/http-api';
import type { WebEnv } from '#web/request';
import { publicSite } from '#web/site/public';

const now = Temporal.Instant.from('2020-03-12T19:03:58Z');
const HOST = 'https://id.execute-api.us-east-1.amazonaws.com';
const eventOf = (path: string, init: RequestInit = {}) => httpEvent(new Request(HOST + path, init), now);

/** Tells what of a request reached the app. */
const echo = new Hono<WebEnv>();
echo.all('/images/:name{.+}', (c) => c.json({ name: c.req.param('name') }));
echo.all('*', async (c) =>
  c.json({
    method: c.req.method,
    path: c.req.path,
    q: c.req.queries(),
    cookie: c.req.header('cookie'),
    body: await c.req.text(),
    header2: c.req.header('header2'),
  }),
);
const answerOf = (handler: HttpHandler, event: APIGatewayProxyEventV2) => handler(JSON.parse(JSON.stringify(event)));
const told = async (event: APIGatewayProxyEventV2) => {
  const { statusCode, body, isBase64Encoded } = await answerOf(answerHttp(echo), event);
  return { statusCode, ...JSON.parse(isBase64Encoded ? Buffer.from(body, 'base64').toString() : body) };
};

let logged: ReturnType<typeof vi.spyOn>;
beforeEach(() => {
  logged = vi.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(() => {
  expect(logged.mock.calls, 'something was logged as an error').toEqual([]);
  vi.restoreAllMocks();
});

describe('an event of this machine', () => {
  test('an event of this machine has the form of the example in the documentation of AWS', async () => {
    const headers = new Headers({ cookie: 'cookie1; cookie2', header1: 'value1', 'User-Agent': 'agent', 'Content-Type': 'text/plain' });
    headers.append('Header2', 'value1');
    headers.append('Header2', 'value2');
    const query = 'parameter1=value1&parameter1=value2&parameter2=value';
    const event = await eventOf(`/my/path?${query}`, { method: 'POST', headers, body: 'Hello from Lambda' });
    expect(event).toEqual({
      version: '2.0',
      routeKey: '$default',
      rawPath: '/my/path',
      rawQueryString: query,
      cookies: ['cookie1', 'cookie2'],
      headers: { header1: 'value1', header2: 'value1, value2', 'user-agent': 'agent', 'content-type': 'text/plain' },
      queryStringParameters: { parameter1: 'value1,value2', parameter2: 'value' },
      requestContext: {
        accountId: expect.any(String),
        apiId: expect.any(String),
        domainName: 'id.execute-api.us-east-1.amazonaws.com',
        domainPrefix: 'id',
        http: { method: 'POST', path: '/my/path', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'agent' },
        requestId: expect.any(String),
        routeKey: '$default',
        stage: '$default',
        time: '12/Mar/2020:19:03:58 +0000',
        timeEpoch: now.epochMilliseconds,
      },
      body: 'Hello from Lambda',
      isBase64Encoded: false,
    });
  });

  test.each([
    ['/RSC/%40id%2Fassets%2Frsf0.js%23save.txt', '/RSC/@id/assets/rsf0.js#save.txt'],
    ['/a%2Fb', '/a/b'],
    ['/foo%25bar/', '/foo%bar/'],
    ['/users/me%3Fadmin=true', '/users/me'],
    ['/caf%C3%A9', '/café'],
    ['/half%FFbyte', '/half\ufffdbyte'],
  ])('an event has the path %s decoded once, as %s', async (asked, raw) => {
    const { rawPath, requestContext } = await eventOf(asked);
    expect([rawPath, requestContext.http.path]).toEqual([raw, raw]);
  });

  test('an event has the query as it was sent', async () => {
    expect((await eventOf('/authorize?scope=openid%20profile&q=%25')).rawQueryString).toBe('scope=openid%20profile&q=%25');
  });

  test.each([
    ['text/plain; charset=utf-8', 'text'],
    ['application/json', 'text'],
    ['application/x-www-form-urlencoded', 'base64'],
    ['multipart/form-data; boundary=x', 'base64'],
    ['application/octet-stream', 'base64'],
    ['', 'base64'],
  ])('an event has a body of type "%s" as %s', async (type, form) => {
    const bytes = new TextEncoder().encode('a=1');
    const event = await eventOf('/subscribe', { method: 'POST', body: bytes, headers: type === '' ? {} : { 'Content-Type': type } });
    expect([event.isBase64Encoded, event.body]).toEqual(form === 'text' ? [false, 'a=1'] : [true, 'YT0x']);
  });

  test('an event without a body has none', async () => {
    expect(await eventOf('/subscribe', { method: 'POST' })).not.toHaveProperty('body');
  });

  test.each([
    ['GET', '/desk', 'ANY /desk', undefined],
    ['POST', '/desk/stories/new', 'ANY /desk/{proxy+}', { proxy: 'stories/new' }],
    ['GET', '/desk/', 'ANY /desk/{proxy+}', { proxy: '' }],
    ['POST', '/u/token', 'POST /u/{token}', { token: 'token' }],
    ['GET', '/u/token', '$default', undefined],
    ['GET', '/deskless', '$default', undefined],
  ])('%s %s takes the route "%s" of the stack', async (method, path, route, parameters) => {
    const { routeKey, requestContext, pathParameters } = await eventOf(path, { method });
    expect([routeKey, requestContext.routeKey, pathParameters]).toEqual([route, route, parameters]);
  });

  test('a request or an answer that is too large for Lambda gets the bare answer of AWS', async () => {
    const large = new Request(`${HOST}/`, { method: 'POST', body: new Uint8Array(4_800_000) });
    const refused = await invokeHttp(answerHttp(echo), large, now);
    expect([refused.status, await refused.json()]).toEqual([413, { message: 'Request Too Long' }]);
    const says = async (body: string) =>
      (await invokeHttp(async () => ({ statusCode: 200, body, isBase64Encoded: false }), new Request(HOST), now)).status;
    expect([await says('x'.repeat(6_000_000)), await says('x'.repeat(7_000_000))]).toEqual([200, 500]);
  });
});

describe('a page that the HTTP API asks for', () => {
  test.each(['a%20b.png', '100%25.png', 'a%23b.png', 'caf%C3%A9.png', 'a%5Cb.png', '%2525.png', '%E2%80%AE.png'])(
    'a page gets the name %s whole, although the HTTP API has decoded it',
    async (name) => {
      expect(await told(await eventOf(`/images/${name}`))).toEqual({ statusCode: 200, name: decodeURIComponent(name) });
    },
  );

  test('a page gets an encoded slash as a slash, and nothing after an encoded question mark', async () => {
    expect(await told(await eventOf('/images/a%2Fb.png'))).toEqual({ statusCode: 200, name: 'a/b.png' });
    expect(await told(await eventOf('/images/a%3Fb.png?c=1'))).toEqual({ statusCode: 200, name: 'a' });
  });

  test('a page gets query, cookies, headers and a form that came as base64', async () => {
    const init = { method: 'POST', body: new URLSearchParams({ name: 'Zoë' }), headers: { cookie: 'a=1; b=2', header2: 'v' } };
    expect(await told(await eventOf('/p?x=%20&x=2', init))).toEqual({
      ...{ statusCode: 200, method: 'POST', path: '/p', q: { x: [' ', '2'] } },
      ...{ cookie: 'a=1; b=2', body: 'name=Zo%C3%AB', header2: 'v' },
    });
  });

  test('a GET that brings a body, and a cookie in another script, are answered like any other', async () => {
    const event = { ...(await eventOf('/p')), body: 'x', cookies: ['a=ж', 'b=\ud800'], headers: { header2: 'ж' } };
    expect(await told(event)).toMatchObject({ statusCode: 200, method: 'GET', body: '', cookie: 'a=%D0%B6; b=%EF%BF%BD' });
  });

  test.each(['TRACE', 'trace', 'CONNECT', 'TRACK', 'BAD METHOD', ''])(
    '"%s" is answered in a sentence, and nothing is logged',
    async (method) => {
      const event = await eventOf('/');
      event.requestContext.http.method = method;
      const answer = await answerOf(answerHttp(echo), event);
      expect(answer).toMatchObject({ statusCode: 405, headers: { allow: 'GET, HEAD, POST' } });
      expect(answer.body).toMatch(/It answers no other kind of request/);
    },
  );

  test.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND', 'FOO'])('%s gets a page of the site and of the desk', async (method) => {
    const { world } = await sampleNewsroom();
    for (const app of [publicSite(world), desk(world, 'none')]) {
      const event = await eventOf('/desk/plan');
      event.requestContext.http.method = method;
      const { statusCode, headers } = await answerOf(answerHttp(app), event);
      expect(statusCode).toBeGreaterThanOrEqual(400);
      expect(statusCode).toBeLessThan(500);
      expect(headers?.['content-type']).toMatch('text/html');
    }
  });
});

describe('the address of the desk', () => {
  test('the desk answers to /desk and /desk/, whichever function the HTTP API asks', async () => {
    const { world } = await sampleNewsroom();
    const functions = { desk: answerHttp(desk(world, 'none')), public: answerHttp(publicSite(world)) };
    const ask = (name: keyof typeof functions, path: string) => invokeHttp(functions[name], new Request(HOST + path), now);
    for (const path of ['/desk', '/desk/']) expect(await (await ask('desk', path)).text()).toMatch('What needs you');
    const astray = await ask('public', '/desk/?told=saved');
    expect([astray.status, astray.headers.get('location')]).toEqual([302, '/desk?told=saved']);
  });
});
