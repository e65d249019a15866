import type { Context } from 'hono';
import type { WebEnv } from '#web/request';

/**
 * A CSV file that is made while it is sent, so that all of it is never held here. The type is not `text/csv`: the HTTP API's
 * adapter would read it as text, and the mark by which Excel knows UTF-8 would be lost on the way.
 */
export function csvDownload(c: Context<WebEnv>, lines: AsyncGenerator<string>, name: string): Response {
  const encoder = new TextEncoder();
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await lines.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
  });
  return c.body(stream, 200, { 'Content-Type': 'application/octet-stream', 'Content-Disposition': `attachment; filename="${name}"` });
}
