// Poisons the clock and the chance of the host: code that reads them gets a time up to an hour off, and the reading is counted.
const RealDate = Date;
const realRandom = Math.random;

let read: (() => number) | undefined;
let readings = 0;

class HostDate extends RealDate {
  constructor(...given: [] | [number | string | Date]) {
    if (given.length === 0) super(HostDate.now());
    else super(...given);
  }

  static override now(): number {
    if (!read) return RealDate.now();
    // The time zone library reads the clock only to limit its search for clock changes, years beyond any date of the simulation.
    if (!new Error('caller').stack?.includes('getTimeZoneTransition')) readings += 1;
    return read();
  }
}

/** Makes `clock` the host's clock. Returns a function that undoes this and returns how often the clock or chance was read. */
export function poisonHost(clock: () => number): () => number {
  read = clock;
  readings = 0;
  globalThis.Date = HostDate as DateConstructor;
  Math.random = () => {
    readings += 1;
    return realRandom();
  };
  return () => {
    read = undefined;
    globalThis.Date = RealDate;
    Math.random = realRandom;
    return readings;
  };
}
