import type { Context } from 'hono';
import type { WebEnv } from '#web/request';

/**
 * Answers with a CSV file that is streamed line by line, so that the whole of it is never in memory. The type is not `text/csv`: the HTTP
 * API's adapter would read that as text, and would lose the byte order mark by which Excel knows UTF-8.
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
