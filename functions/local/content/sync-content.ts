import { basename, dirname } from 'node:path';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { folders } from '#adapters/stores';
import { imageSize } from '#core/image/image-size';
import { preparedNames, writtenName } from '#core/image/prepared-image';
import { isStoryFile, RULES_FILE } from '#core/story/story-files';
import { compareContent, type Difference, type Versions } from '#local/content/compare-content';
import { etagOf } from '#local/content/etag';
import { readContentFolder } from '#local/content/read-folder';
import { removeStory, writeStory } from '#local/content/write-story';

/**
 * What is done about a file that differs. `take`: it is written into the folder. `drop`: it is deleted there. `keep`, `leave`: nothing;
 * `leave` asks for a decision.
 */
export type Action = 'upload' | 'delete' | 'take' | 'drop' | 'keep' | 'leave';
export type FileKind = 'story' | 'rules' | 'image' | 'other';
export type Step = { file: string; difference: Difference; action: Action };

/**
 * `choose`: what is done about a file. Only stories, the rules, and pictures that it never had are written into the folder; only stories
 * drop.
 */
export type SyncSettings = {
  folder: string;
  rulesFile: string;
  /** Names the folder in the bucket's record of what it and a folder last agreed about. */
  origin: string;
  choose(difference: Difference, what: FileKind): Action;
  /** What an older release put into the bucket, without a record. `folder`: the folder counts. `unknown`: either may be the newer. */
  unrecorded: 'folder' | 'unknown';
};

/** `done`: the steps that were taken. `refused`: those that were not, because the file changed at that moment; the next time sees it. */
export type Synced = { done: Step[]; refused: Step[]; failed: { step: Step; why: string }[] };

/** `why`: a folder that cannot be written must not stop the newsroom. */
type Outcome = 'done' | 'refused' | { why: string };

const RECORD = folders.uploadRecord.path;
type SyncRecord = { origin: string; files: Record<string, string> };

/**
 * Compares the editor's folder with the bucket. `apply` carries out the steps, each by one conditional write: what was saved in between is
 * never overwritten.
 */
export async function planSync(
  client: S3Client,
  bucket: string,
  settings: SyncSettings,
): Promise<{ steps: Step[]; apply(): Promise<Synced> }> {
  const { folder } = settings;
  const files = await readContentFolder(folder, settings.rulesFile);
  const here = new Map([...files].map(([file, bytes]) => [file, etagOf(bytes)]));
  const there = await versionsIn(client, bucket);
  const record = there.delete(RECORD) ? await readRecord(client, bucket) : undefined;
  const agreed = agreedVersions(record, there, settings);
  const otherNames = new Set([...files.keys()].flatMap((file) => preparedNames(writtenName(file))));
  const action = (file: string, difference: Difference): Action => {
    // An image that is in the bucket under an earlier name.
    if (!files.has(file) && file.startsWith('images/') && otherNames.has(file)) return 'delete';
    return settings.choose(difference, kindOf(file));
  };
  const steps = inOrder(
    compareContent(here, there, agreed).map(({ file, difference }) => ({ file, difference, action: action(file, difference) })),
  );

  const upload = async (file: string): Promise<Outcome> => {
    const bytes = files.get(file) ?? new Uint8Array();
    const size = file.startsWith('images/') ? imageSize(bytes) : undefined;
    const described = size && { ContentType: size.type, Metadata: { width: String(size.width), height: String(size.height) } };
    const condition = there.has(file) ? { IfMatch: there.get(file) } : { IfNoneMatch: '*' };
    const put = new PutObjectCommand({ Bucket: bucket, Key: file, Body: bytes, ...described, ...condition });
    return (await unlessChanged(client.send(put))) === 'refused' ? 'refused' : 'done';
  };
  const remove = async (file: string): Promise<Outcome> => {
    const gone = new DeleteObjectCommand({ Bucket: bucket, Key: file, IfMatch: there.get(file) });
    return (await unlessChanged(client.send(gone))) === 'refused' ? 'refused' : 'done';
  };
  const take = async (file: string): Promise<Outcome> => {
    const get = new GetObjectCommand({ Bucket: bucket, Key: file, IfMatch: there.get(file) });
    const object = await unlessChanged(client.send(get));
    if (object === 'refused') return object;
    const [where, name] = file === RULES_FILE ? [dirname(settings.rulesFile), basename(settings.rulesFile)] : [folder, file];
    return writeStory(where, name, (await object.Body?.transformToByteArray()) ?? new Uint8Array(), files.get(file));
  };
  const drop = async (file: string): Promise<Outcome> => removeStory(folder, file, files.get(file));
  const nothing = async (): Promise<Outcome> => 'done';
  const carryOut = { upload, take, drop, delete: remove, keep: nothing, leave: nothing } satisfies Record<Action, unknown>;

  const apply = async (): Promise<Synced> => {
    const synced: Synced = { done: [], refused: [], failed: [] };
    const now = new Map([...here].filter(([file, version]) => there.get(file) === version));
    for (const step of steps) {
      const { file, action } = step;
      const outcome = await carryOut[action](file);
      if (outcome === 'done' || outcome === 'refused') synced[outcome].push(step);
      else synced.failed.push({ step, why: outcome.why });
      const after = { upload: here, take: there, drop: undefined, delete: undefined, keep: agreed, leave: agreed }[action];
      const version = (outcome === 'done' ? after : agreed)?.get(file);
      if (version !== undefined) now.set(file, version);
    }
    await writeRecord(client, bucket, record, { origin: settings.origin, files: Object.fromEntries([...now].toSorted()) });
    return synced;
  };
  return { steps, apply };
}

/** Returns the ETag of each object. */
export async function versionsIn(client: S3Client, bucket: string): Promise<Map<string, string>> {
  const there = new Map<string, string>();
  for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket })) {
    for (const { Key: key = '', ETag: etag = '' } of page.Contents ?? []) there.set(key, etag);
  }
  return there;
}

function agreedVersions(record: SyncRecord | undefined, there: Versions, { origin, unrecorded }: SyncSettings): Versions {
  if (!record) return unrecorded === 'folder' ? there : new Map();
  const files = new Map(Object.entries(record.files));
  // Another folder than last time: it counts, but for what the desk has saved and the last folder did not get.
  return record.origin === origin ? files : new Map([...there].filter(([file, version]) => files.get(file) === version));
}

function kindOf(file: string): FileKind {
  if (file === RULES_FILE) return 'rules';
  return isStoryFile(file) ? 'story' : file.startsWith('images/') ? 'image' : 'other';
}

/** Images first, then the rules, then the stories, so that a story is never read before what it needs. Deletions are last. */
function inOrder(steps: Step[]): Step[] {
  const turn = ({ file, action }: Step) =>
    action === 'delete' || action === 'drop' ? 3 : file.startsWith('images/') ? 0 : file === RULES_FILE ? 1 : 2;
  return steps.toSorted((a, b) => turn(a) - turn(b) || (a.file < b.file ? -1 : 1));
}

async function readRecord(client: S3Client, bucket: string): Promise<SyncRecord | undefined> {
  const object = await client.send(new GetObjectCommand({ Bucket: bucket, Key: RECORD }));
  try {
    const { origin, files } = JSON.parse((await object.Body?.transformToString()) ?? '');
    if (typeof origin === 'string' && typeof files === 'object' && files !== null) return { origin, files };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return undefined;
}

async function writeRecord(client: S3Client, bucket: string, old: SyncRecord | undefined, record: SyncRecord): Promise<void> {
  const Body = JSON.stringify(record);
  if (old && JSON.stringify(old) === Body) return;
  await client.send(new PutObjectCommand({ Bucket: bucket, Key: RECORD, Body, ContentType: 'application/json' }));
}

/** `refused`: the object is not as it was. @throws any other error. */
async function unlessChanged<V>(call: Promise<V>): Promise<V | 'refused'> {
  try {
    return await call;
  } catch (error) {
    const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
    if (status === 412 || status === 409 || error instanceof NoSuchKey) return 'refused';
    throw error;
  }
}
