// What the simulation runs: the very functions that the Lambdas run. Loaded through variant.ts.
import * as ledger from '#core/ledger';
import * as sealedMails from '#flow/sealed-mails';

export { certificate } from '#flow/certificate';
export { heed } from '#flow/heed';
export { openMemoryWorld } from '#local/memory-world';
export { post } from '#flow/post';
export { send } from '#flow/send';
export { sendCanary } from '#flow/canary';
export { tick } from '#flow/tick';

/** How many members the next chunks and groups are cut with: what a deploy changes in mid-send. */
export function setSizes(chunk: number, group: number): void {
  if (!('setSizes' in ledger) || typeof ledger.setSizes !== 'function') throw new Error('The protocol is loaded without its sizes. Load it with loadProtocol.');
  ledger.setSizes(chunk, group);
}

/** Nothing is left over from the world before: what a warm process has read must be read again. */
export function coldStart(): void {
  if (!('prepared' in sealedMails) || !(sealedMails.prepared instanceof Map)) throw new Error('The protocol is loaded without its memory. Load it with loadProtocol.');
  sealedMails.prepared.clear();
}
