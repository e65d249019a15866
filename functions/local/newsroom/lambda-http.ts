import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Temporal } from 'temporal-polyfill';

export type HttpHandler = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

/** Calls a Lambda handler with a request as the HTTP API does (payload format 2.0), at the local clock's time. */
export async function invokeHttp(handler: HttpHandler, request: Request, now: Temporal.Instant): Promise<Response> {
  const url = new URL(request.url);
  const body = request.method === 'GET' || request.method === 'HEAD' ? undefined : Buffer.from(await request.arrayBuffer());
  const headers = Object.fromEntries([...request.headers].filter(([name]) => name !== 'cookie'));
  const cookie = request.headers.get('cookie');
  const event: APIGatewayProxyEventV2 = {
    version: '2.0',
    routeKey: '$default',
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    ...(cookie === null ? {} : { cookies: cookie.split('; ') }),
    headers,
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      domainName: url.host,
      domainPrefix: 'local',
      http: {
        method: request.method,
        path: url.pathname,
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: request.headers.get('user-agent') ?? '',
      },
      requestId: 'local',
      routeKey: '$default',
      stage: '$default',
      time: now.toString(),
      timeEpoch: now.epochMilliseconds,
    },
    ...(body === undefined ? {} : { body: body.toString('base64') }),
    isBase64Encoded: body !== undefined,
  };
  const result = await handler(JSON.parse(JSON.stringify(event)));
  const answer = new Headers();
  for (const [name, value] of Object.entries(result.headers ?? {})) answer.set(name, String(value));
  for (const value of result.cookies ?? []) answer.append('set-cookie', value);
  const content = result.isBase64Encoded ? Buffer.from(result.body ?? '', 'base64') : (result.body ?? '');
  const status = result.statusCode ?? 200;
  return new Response(status === 204 || status === 304 || request.method === 'HEAD' ? null : content, { status, headers: answer });
}
