// The clock of the host and its chance, poisoned: whoever reads them gets a time that may be an hour off, and is counted.
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
    // How far ahead the time zone library looks for clock changes: years beyond any date that is asked of it.
    if (!new Error('who asks').stack?.includes('getTimeZoneTransition')) readings += 1;
    return read();
  }
}

/** From now on the host's clock is what `clock` says; returns a way back that says how often it was read. */
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
