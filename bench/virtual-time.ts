/**
 * A stopwatch on which calls take time that nobody waits for: while nothing else can go on, it moves to the end of the call that ends next.
 * So calls at the same time take as long as one of them.
 */
export type VirtualTime = { elapsedMs(): number; wait(ms: number): Promise<void> };

export function openVirtualTime(): VirtualTime {
  // Most calls take equally long, so what is added nearly always belongs at the end.
  const waiting: { atMs: number; go: () => void }[] = [];
  let first = 0;
  let nowMs = 0;
  let moving = false;
  const move = () => {
    const next = waiting[first];
    if (!next) {
      waiting.length = 0;
      first = 0;
      moving = false;
      return;
    }
    first += 1;
    nowMs = next.atMs;
    next.go();
    setImmediate(move);
  };
  return {
    elapsedMs: () => nowMs,
    wait: (ms) =>
      new Promise((go) => {
        const atMs = nowMs + ms;
        let place = waiting.length;
        while (place > first && (waiting[place - 1]?.atMs ?? 0) > atMs) place -= 1;
        waiting.splice(place, 0, { atMs, go });
        if (moving) return;
        moving = true;
        setImmediate(move);
      }),
  };
}
