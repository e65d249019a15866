/** Calls per 15 minutes, as X documents them for one user. */
const LIMITS: Record<string, number> = {
  'POST /2/tweets': 100,
  'DELETE /2/tweets/:id': 50,
  'GET /2/users/me': 75,
  'GET /2/users/:id/tweets': 900,
  'POST /2/media/metadata': 500,
};
const WINDOW_SECONDS = 900;

/** Counts the calls of each route in windows of 15 minutes. `nowSeconds`: the local clock, in seconds since 1970. */
export class XRates {
  readonly #used = new Map<string, { window: number; calls: number }>();

  count(route: string, nowSeconds: number): { exceeded: boolean; headers: Record<string, string> } {
    const [limit, window] = [LIMITS[route] ?? 1_875, Math.floor(nowSeconds / WINDOW_SECONDS)];
    const before = this.#used.get(route);
    const calls = (before?.window === window ? before.calls : 0) + 1;
    this.#used.set(route, { window, calls });
    const headers = {
      'x-rate-limit-limit': String(limit),
      'x-rate-limit-remaining': String(Math.max(0, limit - calls)),
      'x-rate-limit-reset': String((window + 1) * WINDOW_SECONDS),
    };
    return { exceeded: calls > limit, headers };
  }
}
