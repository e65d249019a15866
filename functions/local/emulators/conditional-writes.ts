// fauxqs ignores If-Match and If-None-Match of writes. This is put in front of it, so that what S3 refuses is refused here too.
import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';

const CHANGING = ['PUT', 'DELETE'];

/** Answers a PUT or DELETE whose condition does not hold with S3's 412, or 404 when nothing is there. One change at a time. */
export function honourConditions(server: Server): void {
  let turn: Promise<unknown> = Promise.resolve();
  server.emit = new Proxy(server.emit, {
    apply: (emit, self, given) => {
      const [event, request, response] = given;
      if (event !== 'request' || !CHANGING.includes(request.method)) return Reflect.apply(emit, self, given);
      const change = async (): Promise<void> => {
        const closed = once(response, 'close');
        const refusal = await refusalOf(request).catch(() => CLOSING);
        if (refusal) refuse(response, refusal);
        else Reflect.apply(emit, self, given);
        await closed;
      };
      turn = turn.then(change, change);
      return true;
    },
  });
}

type Refusal = { status: 404 | 412 | 503; code: string };

/** The server is closing: its caller may try again. */
const CLOSING: Refusal = { status: 503, code: 'ServiceUnavailable' };

async function refusalOf({ headers, socket, url }: IncomingMessage): Promise<Refusal | undefined> {
  const [ifMatch, ifNoneMatch] = [headers['if-match'], headers['if-none-match']];
  if (ifMatch === undefined && ifNoneMatch === undefined) return undefined;
  const head = await fetch(`http://127.0.0.1:${socket.localPort}${url}`, { method: 'HEAD' });
  const etag = head.ok ? head.headers.get('etag') : undefined;
  if (ifNoneMatch !== undefined && etag) return { status: 412, code: 'PreconditionFailed' };
  if (ifMatch !== undefined && !etag) return { status: 404, code: 'NoSuchKey' };
  return ifMatch !== undefined && ifMatch !== etag ? { status: 412, code: 'PreconditionFailed' } : undefined;
}

function refuse(response: ServerResponse, { status, code }: Refusal): void {
  response
    .writeHead(status, { 'content-type': 'application/xml', connection: 'close' })
    .end(
      `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>The condition of the write does not hold.</Message></Error>`,
    );
}
