import { bodyOf, type Loopback, listenOnLoopback } from '#local/stand-ins/loopback';

const PASSED_ON = ['authorization', 'content-type', 'x-amz-date', 'x-amz-target'];

/**
 * Opens a door to an engine of DynamoDB that lets in one request at a time. moto looks at a condition and writes in two steps, so that two
 * of fifty writers at one moment win; DynamoDB lets one.
 */
export function inTurn(url: string): Promise<Loopback> {
  let turn: Promise<unknown> = Promise.resolve();
  return listenOnLoopback(async (request, response) => {
    const body = new Uint8Array(await bodyOf(request));
    const headers = Object.fromEntries(PASSED_ON.map((name) => [name, String(request.headers[name] ?? '')]));
    const ask = async () => {
      const answer = await fetch(url, { method: 'POST', headers, body });
      response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0' }).end(Buffer.from(await answer.arrayBuffer()));
    };
    turn = turn.then(ask, ask).catch(() => response.destroy());
  });
}
