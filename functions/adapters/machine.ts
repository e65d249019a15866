import type { Machine } from '#ports';

const LETTERS = '0123456789abcdefghijklmnopqrstuvwxyz';
// 252 is the largest multiple of 36 in a byte: a larger byte would favour the first letters, and is thrown away.
const FAIR = 252;

export const machine: Machine = {
  elapsed: () => performance.now(),
  wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, Math.max(0, milliseconds))),
  nonce() {
    let word = '';
    while (word.length < 16) {
      for (const byte of crypto.getRandomValues(new Uint8Array(24))) {
        if (byte < FAIR && word.length < 16) word += LETTERS.charAt(byte % 36);
      }
    }
    return word;
  },
};
