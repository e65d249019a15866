/** Returns a value with its times as text: vitest's comparison cannot see into Temporal values and takes all of them as equal. */
export function written(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value, (_, part) => (part instanceof Map ? [...part] : part)));
}
