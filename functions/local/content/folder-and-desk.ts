// Keeps a folder and the bucket of this machine the same: what the editor writes goes to the desk, what the desk saves comes here.

import { existsSync } from 'node:fs';
import { cp, mkdir, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { S3Client } from '@aws-sdk/client-s3';
import { isStoryFile, RULES_FILE } from '#core/story/story-files';
import type { Difference } from '#local/content/compare-content';
import { CONTENT_FOLDERS } from '#local/content/read-folder';
import { type Action, type FileKind, planSync, type Step } from '#local/content/sync-content';

/** Where a newsroom keeps a copy of the sample of its own. */
export function ownCopyIn(data: string): string {
  return join(data, 'content');
}

/** Copies the stories and pictures of the sample into the data folder, at the first start. Returns the copy. */
export async function makeOwnCopy(sample: string, data: string): Promise<string> {
  const copy = ownCopyIn(data);
  if (existsSync(copy)) return copy;
  const part = `${copy}.part`;
  await rm(part, { recursive: true, force: true });
  await mkdir(part, { recursive: true });
  for (const name of CONTENT_FOLDERS)
    if (existsSync(join(sample, name))) await cp(join(sample, name), join(part, name), { recursive: true });
  await rename(part, copy);
  return copy;
}

/** Copies the rules of the sample beside the copy of its stories, unless they are there. Returns the copy. */
export async function makeOwnRules(rules: string, copy: string): Promise<string> {
  const own = join(copy, RULES_FILE);
  if (!existsSync(own)) await cp(rules, own);
  return own;
}

/**
 * Syncs once. Returns a line for each file that the desk has saved or deleted. When both have changed a file, the folder counts: what the
 * desk saved is in its draft or history there.
 */
export async function syncBothWays(client: S3Client, bucket: string, folder: string, rulesFile: string): Promise<string[]> {
  const plan = await planSync(client, bucket, { folder, rulesFile, origin: resolve(folder), choose, unrecorded: 'folder' });
  const { done, failed } = await plan.apply();
  return [
    ...done.flatMap((step) => lineOf(step, folder)),
    ...failed.map(({ step: { file, action }, why }) =>
      action === 'drop'
        ? `${file} was deleted on the desk, but cannot be deleted in ${folder}: ${why}`
        : `${file} was saved on the desk, but cannot be written into ${folder}: ${why}`,
    ),
  ];
}

function choose(difference: Difference, what: FileKind): Action {
  switch (difference) {
    case 'changed here':
    case 'changed in both':
    case 'changed here, removed there':
      return 'upload';
    case 'removed there':
      return what === 'story' ? 'drop' : 'upload';
    case 'removed here':
      return 'delete';
    case 'changed there':
      // The folder has the originals of its pictures, so none is written over them.
      return ({ story: 'take', rules: 'take', image: 'keep', other: 'upload' } as const)[what];
    case 'removed here, changed there':
      return what === 'story' ? 'take' : 'keep';
    case 'only there':
      // A picture that the folder never had was added on the desk.
      return what === 'other' ? 'keep' : 'take';
    default:
      return difference satisfies never;
  }
}

function lineOf({ file, difference, action }: Step, folder: string): string[] {
  if (difference === 'removed here, changed there' && action === 'take')
    return [`${file} was deleted in ${folder} and saved on the desk. It is in the folder again.`];
  if (action === 'drop') return [`${file} was deleted on the desk, and is not in ${folder} any more. The desk keeps its text.`];
  if (difference === 'changed here, removed there' && isStoryFile(file))
    return [`${file} was changed in ${folder} and deleted on the desk. The folder counts, so the story is there again.`];
  if (action === 'take') return [`${file} was saved on the desk, and is in ${folder} now.`];
  if (difference === 'changed in both' && isStoryFile(file))
    return [`${file} was changed in ${folder} and on the desk. The folder counts; what the desk saved is kept in its draft.`];
  if (difference === 'changed in both' && file === RULES_FILE)
    return [`${file} was changed on this machine and on the desk. The file here counts; what the desk saved is kept in its history.`];
  return [];
}
