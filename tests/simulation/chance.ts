/** Repeatable chance: the same seed gives the same draws on every machine. */
export type Chance = {
  /** Returns a number from 0 up to, not including, 1. */
  unit(): number;
  /** Returns a whole number from 0 up to, not including, `n`. */
  below(n: number): number;
  between(from: number, to: number): number;
  happens(probability: number): boolean;
  pick<T>(from: readonly T[]): T;
};

/** mulberry32: 32 bits are enough for one small world. The seed is mixed first, so that neighbouring seeds share no draws. */
export function chance(seed: number, stream = 0): Chance {
  let state = mix(seed + stream * 0x9e3779b9);
  const unit = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (n: number): number => Math.floor(unit() * n);
  return {
    unit,
    below,
    between: (from, to) => from + unit() * (to - from),
    happens: (probability) => unit() < probability,
    pick: (from) => from[below(from.length)] as (typeof from)[number],
  };
}

function mix(value: number): number {
  let x = value >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}
