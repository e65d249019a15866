import type { Context } from 'hono';
import { isWrite } from '#web/request';

const FORMS = ['application/x-www-form-urlencoded', 'multipart/form-data'];

/**
 * True when a write has a body that is no form: of another type, not UTF-8, or broken off. Reading it would throw, or find no field where
 * the sender gave some. A write without a body is fine.
 */
export async function hasBrokenBody(c: Context): Promise<boolean> {
  if (!isWrite(c)) return false;
  const bytes = await c.req.arrayBuffer();
  if (bytes.byteLength === 0) return false;
  const type = c.req.header('Content-Type')?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (!FORMS.includes(type)) return true;
  try {
    // A file of a multipart form may hold any bytes.
    if (type !== 'multipart/form-data') new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    await c.req.parseBody({ all: true });
    return false;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return true;
  }
}
