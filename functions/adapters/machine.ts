import type { Machine } from '#ports';

const CHARACTERS = '0123456789abcdefghijklmnopqrstuvwxyz';
// The largest multiple of 36 that fits in a byte. Larger bytes are dropped: they would make the first characters more likely.
const FAIR = 252;

/** The machine that runs us: its stopwatch, its timers, and nonces of 16 random characters (0-9, a-z). */
export const machine: Machine = {
  elapsedMs: () => performance.now(),
  wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, Math.max(0, milliseconds))),
  nonce() {
    let nonce = '';
    while (nonce.length < 16) {
      for (const byte of crypto.getRandomValues(new Uint8Array(24))) {
        if (byte < FAIR && nonce.length < 16) nonce += CHARACTERS.charAt(byte % 36);
      }
    }
    return nonce;
  },
};
