// The functions that the simulation runs: those of the Lambdas. variant.ts loads them, with the additions that this file uses by name.

import { countedSubscribers } from '#adapters/counted-subscribers';
import { dynamoDrafts } from '#adapters/dynamo/drafts';
import { rememberedPublications } from '#adapters/remembered-publications';
import { addsUp } from '#core/certificate/certificate-text';
// biome-ignore lint/performance/noNamespaceImport: the sizes can be set only in what variant.ts has loaded.
import * as ledger from '#core/delivery/ledger';
import { mergeStories } from '#core/draft/merge';
import { audit, certificate } from '#flow/certificate/certificate';
import { putPicture } from '#flow/draft/add-picture';
import { beginDraft, editStory } from '#flow/draft/begin-draft';
import { bringBack, setState, settleFile } from '#flow/draft/change-draft';
import { fileOfDraft } from '#flow/draft/consequences';
import { deleteStory } from '#flow/draft/delete-story';
import { publishDraft } from '#flow/draft/publish-draft';
import { saveDraft } from '#flow/draft/save-draft';
import { draftsToPublish } from '#flow/draft/unpublished';
import { decideHeld } from '#flow/email/decide-held-mail';
import { handleSesEvent } from '#flow/email/handle-ses-events';
// biome-ignore lint/performance/noNamespaceImport: what it has kept can be dropped only in what variant.ts has loaded.
import * as sealedMails from '#flow/email/sealed-mails';
import { sendCanary } from '#flow/email/send-canary';
import { send } from '#flow/email/send-chunk';
import { runRetention } from '#flow/privacy/run-retention';
import { approve, outgoingNow, unbegun } from '#flow/publish/approve';
import { lateOf } from '#flow/publish/late';
import { readOutlook } from '#flow/publish/outlook';
import { readPlan } from '#flow/publish/plan';
import { nextOverride, overridden, setOverride } from '#flow/publish/set-override';
import { takeBack } from '#flow/publish/take-back';
import { restore } from '#flow/restore/restore';
import { decideHeldPost } from '#flow/social/decide-held-post';
import { post, sealedParts } from '#flow/social/post-parts';
import { tick } from '#flow/tick';
import { plainMemoryPeople } from '#local/memory/subscribers';
import { openMemoryWorld } from '#local/memory/world';

/** Sets the sizes with which the next chunks and groups are cut, as a deploy does in mid-send. */
function setSizes(chunk: number, group: number): void {
  if (!('setSizes' in ledger) || typeof ledger.setSizes !== 'function') throw new Error('Load the protocol with loadProtocol.');
  ledger.setSizes(chunk, group);
}

/** Clears what a warm process has read, so that nothing is left over from the previous world. */
function coldStart(): void {
  if (!('prepared' in sealedMails) || !(sealedMails.prepared instanceof Map)) throw new Error('Load the protocol with loadProtocol.');
  sealedMails.prepared.clear();
}

/** Everything of the newsroom that a world calls. */
export const protocol = {
  tick,
  send,
  sendCanary,
  post,
  handleSesEvent,
  decideHeld,
  decideHeldPost,
  sealedParts,
  readPlan,
  unbegun,
  outgoingNow,
  approve,
  takeBack,
  overridden,
  nextOverride,
  setOverride,
  restore,
  readOutlook,
  lateOf,
  certificate,
  audit,
  addsUp,
  openMemoryWorld,
  rememberedPublications,
  countedSubscribers,
  plainMemoryPeople,
  beginDraft,
  editStory,
  saveDraft,
  draftsToPublish,
  bringBack,
  putPicture,
  deleteStory,
  runRetention,
  setState,
  settleFile,
  mergeStories,
  fileOfDraft,
  publishDraft,
  dynamoDrafts,
  setSizes,
  coldStart,
};
export type Protocol = typeof protocol;
export type Unbegun = ReturnType<Protocol['unbegun']>;
