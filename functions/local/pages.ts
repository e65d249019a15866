import { Hono } from 'hono';
import type { LocalNewsroom } from '#local/newsroom';
export function localPages(_newsroom: LocalNewsroom): Hono { const app = new Hono(); app.get('/', (c) => c.text('The newsroom is open.')); return app; }
