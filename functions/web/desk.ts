import { Hono } from 'hono';
import type { WebEnv } from '#web/request';
export function desk(_w: object) { const app = new Hono<WebEnv>(); app.get('/desk/', (c) => c.text('hi')); return app; }
