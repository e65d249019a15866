// Between AWS's HTTP API and our pages: its events (payload format 2.0) become requests, and what no Request can hold is answered here.
import type { Hono } from 'hono';
import { handle, type LambdaEvent } from 'hono/aws-lambda';
import type { WebEnv } from '#web/request';

type HttpEvent = Extract<LambdaEvent, { rawPath: string }>;
type HttpAnswer = {
  statusCode: number;
  headers?: Record<string, string | string[]>;
  cookies?: string[];
  body: string;
  isBase64Encoded: boolean;
};
export type HttpHandler = (event: HttpEvent) => Promise<HttpAnswer>;

// Node loads its own Request and Response when one is made: better with the module, while a starting Lambda has a whole core.
void new Response();

/** Makes the handler of a Lambda that the HTTP API calls. */
export function answerHttp(app: Hono<WebEnv>): HttpHandler {
  const answer = handle(app);
  return async (event) => {
    const { method } = event.requestContext.http;
    if (!isPossible(method)) return noSuchMethod;
    return answer(asRequested(event));
  };
}

/** Methods that a Request refuses to hold (WHATWG fetch); every other token is one that our routes do not know. */
function isPossible(method: string): boolean {
  return !/^(connect|trace|track)$/i.test(method) && /^[!#$%&'*+.^`|~\w-]+$/.test(method);
}

const noSuchMethod: HttpAnswer = {
  statusCode: 405,
  headers: {
    allow: 'GET, HEAD, POST',
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  },
  body: 'This website shows pages and takes forms. It answers no other kind of request.\n',
  isBase64Encoded: false,
};

/**
 * Returns the event with the path encoded again: the HTTP API has decoded it once, and a `#` or `%` in it would otherwise end the path, or
 * be decoded a second time. A slash that was encoded stays a slash: nobody can tell it from the others any more.
 */
function asRequested(event: HttpEvent): HttpEvent {
  const isRead = /^(get|head)$/i.test(event.requestContext.http.method);
  return {
    ...event,
    body: isRead ? null : event.body,
    rawPath: event.rawPath.toWellFormed().replace(NOT_IN_A_PATH, encodeURIComponent),
    // A header holds Latin letters only.
    ...(event.cookies
      ? { cookies: event.cookies.map((cookie) => cookie.toWellFormed().replace(/[^\x20-\x7e]/gu, encodeURIComponent)) }
      : {}),
  };
}

/** Everything that RFC 3986 does not allow in a path. */
const NOT_IN_A_PATH = /[^\w\-.~!$&'()*+,;=:@/]/gu;
