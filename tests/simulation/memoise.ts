// Remembers the results of pure functions by their arguments, because every seed calls them with the same ones. Import it before that code.
type Pure = (...given: unknown[]) => unknown;

declare global {
  var rememberPure: (f: Pure) => Pure;
}

/** The bytes of files and the results of pure functions never change in place: the same object has the same content. */
const named = new WeakMap<object, number>();
let names = 0;

globalThis.rememberPure = (f) => {
  const kept = new Map<string, unknown>();
  return (...given) => {
    const key = given.map(print).join(' ');
    if (kept.has(key)) return kept.get(key);
    if (kept.size > 20_000) kept.clear();
    const made = f(...given);
    if (typeof made === 'object' && made !== null) name(made);
    kept.set(key, made);
    return made;
  };
};

/** Names a remembered result and its parts, two levels deep: a newsroom, its rules and its stories. */
function name(made: object, depth = 2): void {
  if (named.has(made)) return;
  if (!isTime(made)) named.set(made, ++names);
  if (depth > 0) for (const value of Object.values(made)) if (typeof value === 'object' && value !== null) name(value, depth - 1);
}

function print(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const known = named.get(value);
  if (known !== undefined) return `#${known}`;
  if (isTime(value)) return `@${value.epochMilliseconds}`;
  if (value instanceof Uint8Array) {
    named.set(value, ++names);
    return `#${names}`;
  }
  if (value instanceof Map) return `{${[...value].map(([key, one]) => `${key}:${print(one)}`).join()}}`;
  if (value instanceof Set) return `(${[...value].map(print).join()})`;
  if (Array.isArray(value)) return `[${value.map(print).join()}]`;
  if (Object.getPrototypeOf(value) === Object.prototype)
    return `{${Object.entries(value)
      .map(([key, one]) => `${key}:${print(one)}`)
      .join()}}`;
  return JSON.stringify(value);
}

/** True for an instant or a zoned date-time. The simulation has one time zone, so the moment is enough as a key. */
function isTime(value: object): value is { epochMilliseconds: number } {
  return 'epochMilliseconds' in value;
}
