/** A value with its times as text: Temporal values keep their time where a test's comparison does not look, so that all of them seem equal. */
export function written(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value, (_, part) => (part instanceof Map ? [...part] : part)));
}
