import type { Machine } from '#ports';

const CHARACTERS = '0123456789abcdefghijklmnopqrstuvwxyz';
// 252 is the largest multiple of 36 in a byte: a larger byte would favour the first letters, and is thrown away.
const FAIR = 252;

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
