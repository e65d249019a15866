// What the simulation runs: the very functions that the Lambdas run. Loaded through variant.ts, which adds what is asked for by name here.
import { addsUp } from '#core/certificate/certificate-text';
// biome-ignore lint/performance/noNamespaceImport: the sizes can be set only in what variant.ts has loaded.
import * as ledger from '#core/delivery/ledger';
import { audit, certificate } from '#flow/certificate/certificate';
import { decideHeld } from '#flow/email/decide-held-mail';
import { handleSesEvent } from '#flow/email/handle-ses-events';
// biome-ignore lint/performance/noNamespaceImport: what it has kept can be dropped only in what variant.ts has loaded.
import * as sealedMails from '#flow/email/sealed-mails';
import { sendCanary } from '#flow/email/send-canary';
import { send } from '#flow/email/send-chunk';
import { restore } from '#flow/restore/restore';
import { decideHeldPost } from '#flow/social/decide-held-post';
import { post, sealedParts } from '#flow/social/post-parts';
import { tick } from '#flow/tick';
import { openMemoryWorld } from '#local/memory/world';

/** How many members the next chunks and groups are cut with: what a deploy changes in mid-send. */
function setSizes(chunk: number, group: number): void {
  if (!('setSizes' in ledger) || typeof ledger.setSizes !== 'function') throw new Error('Load the protocol with loadProtocol.');
  ledger.setSizes(chunk, group);
}

/** Nothing is left over from the world before: what a warm process has read must be read again. */
function coldStart(): void {
  if (!('prepared' in sealedMails) || !(sealedMails.prepared instanceof Map)) throw new Error('Load the protocol with loadProtocol.');
  sealedMails.prepared.clear();
}

export const protocol = {
  tick,
  send,
  sendCanary,
  post,
  heed: handleSesEvent,
  decideHeld,
  decideHeldPost,
  sealedParts,
  restore,
  certificate,
  audit,
  addsUp,
  openMemoryWorld,
  setSizes,
  coldStart,
};
export type Protocol = typeof protocol;
