// Calls a web Lambda as the HTTP API does (payload format 2.0). What it does beyond AWS's documentation was reported by people who
// recorded its events: the decoded path, and which bodies come as base64.
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Temporal } from 'temporal-polyfill';
import type { HttpHandler } from '#web/http-api';

/** Lambda takes and gives no more than this in one call. The body counts as it stands in the event: as base64 it is a third larger. */
const MOST_BYTES = 6 * 1024 * 1024;

/** Sends a request to a handler at the local clock's time, and returns its answer. */
export async function invokeHttp(handler: HttpHandler, request: Request, now: Temporal.Instant): Promise<Response> {
  const event = JSON.stringify(await httpEvent(request, now));
  if (Buffer.byteLength(event) > MOST_BYTES) return Response.json({ message: 'Request Too Long' }, { status: 413 });
  const result = await handler(JSON.parse(event));
  if (Buffer.byteLength(JSON.stringify(result)) > MOST_BYTES) return Response.json({ message: 'Internal Server Error' }, { status: 500 });
  const answer = new Headers();
  for (const [name, value] of Object.entries(result.headers ?? {})) answer.set(name, String(value));
  for (const value of result.cookies ?? []) answer.append('set-cookie', value);
  const content = result.isBase64Encoded ? Buffer.from(result.body ?? '', 'base64') : (result.body ?? '');
  const status = result.statusCode ?? 200;
  return new Response(status === 204 || status === 304 || request.method === 'HEAD' ? null : content, { status, headers: answer });
}

/** Returns the event that the HTTP API makes of a request. The caller gives `X-Forwarded-For` as it comes from CloudFront. */
export async function httpEvent(request: Request, now: Temporal.Instant): Promise<APIGatewayProxyEventV2> {
  const url = new URL(request.url);
  const path = decodedPath(url.pathname);
  const { routeKey, pathParameters } = routeOf(request.method, path);
  const headers = Object.fromEntries([...request.headers].filter(([name]) => name !== 'cookie'));
  const cookie = request.headers.get('cookie');
  const query = [...new Set(url.searchParams.keys())].map((name) => [name, url.searchParams.getAll(name).join(',')]);
  const bytes = Buffer.from(await request.arrayBuffer());
  const isBase64Encoded = bytes.length > 0 && !isText(headers['content-type']);
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: url.search.slice(1),
    ...(cookie === null ? {} : { cookies: cookie.split('; ') }),
    headers,
    ...(query.length === 0 ? {} : { queryStringParameters: Object.fromEntries(query) }),
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      domainName: url.host,
      domainPrefix: url.host.split('.')[0] ?? '',
      http: {
        method: request.method,
        path,
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: request.headers.get('user-agent') ?? '',
      },
      requestId: 'local',
      routeKey,
      stage: '$default',
      time: logTime(now),
      timeEpoch: now.epochMilliseconds,
    },
    ...(pathParameters ? { pathParameters } : {}),
    ...(bytes.length === 0 ? {} : { body: bytes.toString(isBase64Encoded ? 'base64' : 'utf8') }),
    isBase64Encoded,
  };
}

/** Returns the route of cdk/web-api.ts that a path takes. A `{proxy+}` may be empty. */
export function routeOf(method: string, path: string): { routeKey: string; pathParameters?: Record<string, string> } {
  if (path === '/desk') return { routeKey: 'ANY /desk' };
  const [, proxy] = /^\/desk\/(.*)$/s.exec(path) ?? [];
  if (proxy !== undefined) return { routeKey: 'ANY /desk/{proxy+}', pathParameters: { proxy } };
  const [, token] = /^\/u\/([^/]+)$/.exec(path) ?? [];
  if (token !== undefined && method === 'POST') return { routeKey: 'POST /u/{token}', pathParameters: { token } };
  return { routeKey: '$default' };
}

/** As the HTTP API hands it over: decoded once, and cut off where a `?` was encoded. */
function decodedPath(pathname: string): string {
  const bytes = pathname.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8').split('?')[0] ?? '';
}

/** Only such a body comes as text. A form's comes as base64. */
function isText(contentType = ''): boolean {
  return /^(text\/|application\/(json|xml|javascript)\b)/i.test(contentType.trim());
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** As in the Common Log Format: `12/Mar/2020:19:03:58 +0000`. */
function logTime(now: Temporal.Instant): string {
  const { year, month, day, hour, minute, second } = now.toZonedDateTimeISO('UTC');
  const [d, h, m, s] = [day, hour, minute, second].map((part) => String(part).padStart(2, '0'));
  return `${d}/${MONTHS[month - 1]}/${year}:${h}:${m}:${s} +0000`;
}
