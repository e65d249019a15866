// What people see when one of their pages throws: AWS is too busy for us, or our code has a mistake.
import type { Hono } from 'hono';
import { page } from '#web/page';
import { type ContentWorld, readWritten } from '#web/read-content';
import { isWrite, type WebEnv } from '#web/request';

/** How AWS says that it does not take so many calls at once (DynamoDB, S3, SQS), after the SDK has repeated ours. */
const BUSY = new Set([
  'ThrottlingException',
  'Throttling',
  'ThrottledException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'TooManyRequestsException',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'ServiceUnavailable',
  'TimeoutError',
]);
const AGAIN_SECONDS = 30;
/** Of the desk, without anything that must be read from the tables. */
const MENU = [
  { label: 'Home', url: '/desk/' },
  { label: 'Website', url: '/posts' },
];

/** Answers errors of the app with a page that says what to do. The log has the whole error, or one line when AWS is busy. */
export function answerErrors(app: Hono<WebEnv>, world: ContentWorld): void {
  app.onError(async (error, c) => {
    const busy = BUSY.has(error.name);
    // biome-ignore lint/style/noRestrictedGlobals: the log of the function is where a developer looks, and its alarm names it.
    // biome-ignore lint/suspicious/noConsole: the same.
    console.error(busy ? `AWS is too busy for us: ${error.name} at ${c.req.method} ${c.req.routePath}` : error);
    // The rules may be what cannot be read.
    const rules = await readWritten(world).then(
      ({ rules: read }) => read,
      () => undefined,
    );
    const desk = c.req.path.startsWith('/desk');
    const view = { busy, desk, writes: isWrite(c), replyTo: rules?.sender.replyTo };
    c.header('Retry-After', busy ? String(AGAIN_SECONDS) : undefined);
    return c.html(
      page('cannot-answer', view, { title: 'This did not work', rules, noindex: true, ...(desk && { menu: MENU }) }),
      busy ? 503 : 500,
    );
  });
}
