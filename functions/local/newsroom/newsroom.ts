import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Temporal } from 'temporal-polyfill';
import { openDynamo } from '#adapters/dynamo/client';
import { openPostWorld } from '#adapters/post-world';
import { type QueueFigures, queueFigures } from '#adapters/queue-figures';
import { dynamoStores, openDeskWorld, openPublicWorld, openSendWorld, openTickWorld } from '#adapters/worlds';
import { type Config, environmentNames, readConfig } from '#config';
import { problemLine } from '#core/parsing/problem';
import { readNewsroom } from '#core/story/snapshot';
import { storySeenAt } from '#core/story/story-seen';
import { isAfter } from '#core/time/compare';
import { atWallClock } from '#core/time/wall-clock';
import { writeCertificates } from '#flow/certificate/write-certificates';
import { examine } from '#flow/doctor/examine';
import { BadOptions, readLocalTime } from '#local/cli/options';
import { makeOwnCopy, makeOwnRules, syncBothWays } from '#local/content/folder-and-desk';
import { readSubscribers } from '#local/content/read-subscribers';
import { versionsIn } from '#local/content/sync-content';
import { localProbes } from '#local/doctor/local-probes';
import { plannedDeployment } from '#local/doctor/planned-deployment';
import { pretend } from '#local/doctor/pretended';
import { LOCAL_SET, startEmulators } from '#local/emulators/emulators';
import { advance, nextDue } from '#local/newsroom/advance';
import { type LocalClock, openClock } from '#local/newsroom/clock';
import { loadHandlers, loadLiveHandlers } from '#local/newsroom/load-handlers';
import { localSecrets } from '#local/newsroom/local-secrets';
import { answerQueue, type QueueWorker } from '#local/newsroom/queues';
import { folderEventArchive } from '#local/ses/event-archive';
import { type SesStandInOptions, startSesStandIn } from '#local/ses/stand-in';
import { startBlueskyStandIn } from '#local/social/bluesky-stand-in';
import { startXStandIn, type XStandInOptions } from '#local/social/x-stand-in';
import { startOidcStandIn } from '#local/stand-ins/oidc';
import { startSecretsStandIn } from '#local/stand-ins/secrets';
import { openUserPool } from '#local/stand-ins/user-pool';
import type { World } from '#ports';
import type { HttpHandler } from '#web/http-api';

export type NewsroomOptions = {
  data: string;
  fresh: boolean;
  /** The folder of stories. What the desk saves is written there. */
  content: string;
  /** Works on a copy of that folder in the data folder, made at the first start. */
  ownCopy?: boolean;
  /** What the desk saves is written there. */
  rules: string;
  /** Works on a copy of the rules beside the stories, made at the first start. */
  ownRules?: boolean;
  subscribers: string;
  at?: string;
  /** The desk asks other sites whether the links of a draft work. */
  asksOtherSites?: true;
  /** What the doctor pretends to find (functions/local/doctor/pretended.ts). */
  pretend?: readonly string[];
  /** Where the desk is served. People can then sign in there as one colleague or another. */
  site?: string;
  /** Is told what a person should know. */
  say?: (line: string) => void;
  /** For drills: how calls fail, and when an SES event is delivered. */
  drill?: { ses?: SesStandInOptions['faults']; x?: XStandInOptions['faults']; event?(deliver: () => Promise<void>): Promise<void> };
  /** Opens the handlers of a folder of bundles otherwise than into this process; the environment is set by then. */
  load?: typeof loadHandlers;
};

/** The newsroom of this machine, open. Its methods run one at a time. */
export type LocalNewsroom = {
  world: World;
  clock: LocalClock;
  ses: Awaited<ReturnType<typeof startSesStandIn>>;
  x: Awaited<ReturnType<typeof startXStandIn>>;
  /** The zone of the rules. */
  timezone: string;
  public: HttpHandler;
  desk: HttpHandler;
  /** Uses the templates of that folder from the next minute on. No minute mixes old and new templates. */
  takeUp(folder: string, version: number): Promise<void>;
  /** Runs the tick of the present minute, and all jobs and events that follow. */
  beat(): Promise<void>;
  /** Handles jobs and events that came since, without a tick. */
  drain(): Promise<void>;
  moveTo(to: Temporal.Instant): Promise<void>;
  /** Moves to the next publication due within a year, and returns that moment. */
  moveToNext(): Promise<Temporal.Instant | undefined>;
  /** Finishes the work under way, then closes everything. */
  stop(): Promise<void>;
};

type HttpEvent = Parameters<HttpHandler>[0];

const HOUR_MS = 3_600_000;
const EXAMINE_HOURS = 6;
const SECRET_X = 'newsroom/x';
const SECRET_TOKENS = 'newsroom/tokens';

/**
 * Opens the newsroom on this machine: stand-ins for AWS, SES, X and Bluesky, and the newsroom's own handlers from the same bundles
 * that are deployed. The data folder keeps the state between starts.
 */
export async function openNewsroom(options: NewsroomOptions): Promise<LocalNewsroom> {
  const { data } = options;
  if (options.fresh) await rm(data, { recursive: true, force: true });
  await mkdir(data, { recursive: true, mode: 0o700 });
  const emulators = await startEmulators(data);
  const s3 = new S3Client({ endpoint: emulators.fauxqsUrl, region: 'eu-west-2', credentials, forcePathStyle: true });
  const sqs = new SQSClient({ endpoint: emulators.fauxqsUrl, region: 'eu-west-2', credentials });
  const sns = new SNSClient({ endpoint: emulators.fauxqsUrl, region: 'eu-west-2', credentials });
  const content = options.ownCopy ? await makeOwnCopy(options.content, data) : options.content;
  const rulesFile = options.ownRules ? await makeOwnRules(options.rules, content) : options.rules;
  let told = new Set<string>();
  const sync = async (): Promise<void> => {
    const lines = new Set(await syncBothWays(s3, emulators.bucket, content, rulesFile));
    // What cannot be mended is seen in each minute, and told once.
    for (const line of lines) if (!told.has(line)) options.say?.(line);
    told = lines;
  };
  let seen = '';
  const seenNow = async () => JSON.stringify([...(await versionsIn(s3, emulators.bucket))]);
  const syncIfSaved = async (): Promise<void> => {
    if (seen === (await seenNow())) return;
    await sync();
    seen = await seenNow();
  };

  const { rules, problems } = await readRulesOf({ ...options, rules: rulesFile });
  if (!rules) throw new BadOptions(problems.map(problemLine));
  const clock = openClock(data, options.at === undefined ? undefined : readLocalTime('--at', options.at, rules.timezone));
  const secrets = await localSecrets(join(data, 'secrets.json'));
  const app = { identifier: rules.bluesky?.handle ?? 'newsroom.example.org', password: 'local' };
  const bluesky = await startBlueskyStandIn(app);
  const accounts = { ...secrets[SECRET_X], bluesky: { service: bluesky.url, ...app } };
  const issuer = options.site === undefined ? undefined : await startIssuer(options.site, clock.now, join(data, 'issuer', 'users.json'));
  const secretsServer = await startSecretsStandIn({ ...secrets, [SECRET_X]: accounts });
  const { drill = {} } = options;
  const x = await startXStandIn({
    keys: secrets[SECRET_X],
    now: clock.now,
    folder: join(data, 'x'),
    handle: rules.x.handle,
    ...(drill.x ? { faults: drill.x } : {}),
  });
  const deliver = drill.event ?? ((now: () => Promise<void>) => now());
  const ses = await startSesStandIn({
    now: clock.now,
    folder: join(data, 'ses'),
    publish: (event) =>
      deliver(async () => void (await sns.send(new PublishCommand({ TopicArn: emulators.topicArn, Message: JSON.stringify(event) })))),
    ...(drill.ses ? { faults: drill.ses } : {}),
  });
  Object.assign(process.env, emulators.environment, {
    AWS_ENDPOINT_URL_SES: ses.url,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: secretsServer.url,
    [environmentNames.configurationSet]: LOCAL_SET,
    [environmentNames.secretX]: SECRET_X,
    [environmentNames.secretTokens]: SECRET_TOKENS,
    [environmentNames.xLoopbackPort]: String(x.port),
    [environmentNames.asksOtherSites]: options.asksOtherSites ? 'yes' : '',
    [environmentNames.signInIssuer]: issuer?.config.issuer ?? '',
    [environmentNames.signInClient]: issuer?.config.client ?? '',
    [environmentNames.signInHost]: issuer?.config.host ?? '',
    [environmentNames.signInSite]: issuer?.config.site ?? '',
    [environmentNames.signInPool]: issuer?.config.pool.id ?? '',
    [environmentNames.signInPoolUrl]: issuer?.config.pool.url ?? '',
  });
  const config = readConfig(process.env);
  const world = await openLocalWorld(config);
  await loadSubscribers({ ...options, rules: rulesFile }, world, data);
  await sync();
  if (options.ownCopy) await seeSampleInTime(world, clock.now());

  let handlers = await (options.load ?? loadHandlers)(join(import.meta.dirname, '..', '..', '..', 'dist'));
  const workers: QueueWorker[] = [
    { name: 'send', url: emulators.queues.send, batch: batchOf(queueFigures.send), handler: (event) => handlers.send(event) },
    { name: 'post', url: emulators.queues.post, batch: batchOf(queueFigures.post), handler: (event) => handlers.post(event) },
    {
      name: 'ses-events',
      url: emulators.queues.sesEvents,
      batch: batchOf(queueFigures.sesEvents),
      handler: (event) => handlers.sesEvents(event),
    },
  ];

  const drain = async (): Promise<void> => {
    for (;;) {
      let answered = 0;
      for (const worker of workers) answered += await answerQueue(sqs, worker);
      await ses.idle();
      if (answered === 0) return;
    }
  };
  const probes = localProbes(await plannedDeployment());
  const pretence = pretend(options.pretend ?? [], clock.now);
  let examined: Temporal.Instant | undefined;
  const examineIfTime = async (now: Temporal.Instant): Promise<void> => {
    if (examined && !isAfter(now, examined.add({ hours: EXAMINE_HOURS }))) return;
    examined = now;
    await examine(world, probes, now, pretence);
  };
  const minute = async (now: Temporal.Instant): Promise<void> => {
    clock.moveTo(now);
    await sync();
    await handlers.tick({ scheduledTime: now.toString() });
    await examineIfTime(now);
    if (now.epochMilliseconds % HOUR_MS === 0) {
      await handlers.watchFeed({ scheduledTime: now.toString() });
      // Not by its handler: on one machine the events are in a folder.
      await writeCertificates({ ...world, eventArchive: folderEventArchive(join(data, 'ses')) }, now);
    }
    await drain();
  };
  // One at a time: the running clock and a move by hand must not run the same minute at once.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = turn.then(work, work);
    turn = result.catch(() => undefined);
    return result;
  };
  const movable = { world, now: clock.now, minute };
  return {
    world,
    clock,
    ses,
    x,
    timezone: rules.timezone,
    public: (event: HttpEvent) => handlers.public(event),
    desk: async (event: HttpEvent) => {
      const answer = await handlers.desk(event);
      // The next minute would do the same; this is for the person who looks into the folder now.
      if (event.requestContext.http.method === 'POST') inTurn(syncIfSaved).catch(() => undefined);
      return answer;
    },
    takeUp: async (folder: string, version: number) => {
      const live = await loadLiveHandlers(folder, version);
      await inTurn(async () => {
        live.use();
        handlers = live.handlers;
      });
    },
    beat: () => inTurn(() => minute(clock.now())),
    drain: () => inTurn(drain),
    moveTo: (to: Temporal.Instant) => inTurn(() => advance(movable, to)),
    moveToNext: () =>
      inTurn(async () => {
        const next = await nextDue(movable, clock.now().add({ hours: 366 * 24 }));
        if (next) await advance(movable, next);
        return next;
      }),
    stop: async () => {
      await inTurn(async () => undefined);
      await Promise.all([ses.stop(), x.stop(), bluesky.stop(), secretsServer.stop(), issuer?.stop()]);
      await emulators.stop();
    },
  };
}

/** Who signs in is asked for no password, and first there are two: a newsroom whose only colleague is away could let in nobody. */
function startIssuer(site: string, now: () => Temporal.Instant, file: string) {
  return startOidcStandIn({ now, client: 'desk', site, pool: openUserPool({ file, first: ['ada@example.org', 'ben@example.org'] }) });
}

/** One process may here do what all functions may. The desk's world comes last: its subscribers can make ids of addresses. */
async function openLocalWorld(config: Config): Promise<World> {
  return {
    ...dynamoStores(openDynamo(config.callsBy), config.tables),
    ...openTickWorld(config),
    ...(await openSendWorld(config)),
    ...openPostWorld(config),
    ...(await openPublicWorld(config)),
    ...(await openDeskWorld(config)),
  };
}

const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };

/** A larger batch is gathered by Lambda; the queue itself gives out ten messages at once. */
const batchOf = ({ batch }: QueueFigures): number => Math.min(batch, 10);

async function readRulesOf(options: NewsroomOptions) {
  for (const path of [options.content, options.rules, options.subscribers]) {
    if (!existsSync(path)) throw new BadOptions([`There is no ${path}. Give the path of one that exists.`]);
  }
  const bytes = await readFile(options.rules);
  const { newsroom, problems } = readNewsroom({ rules: { file: options.rules, sizeBytes: bytes.length, bytes }, stories: [], images: [] });
  return { rules: newsroom?.rules, problems };
}

/**
 * Records the stories of the sample that are published by now as seen at their time, as by a newsroom that was there: it opens with a plan
 * of what comes, and not with a question about each of them. A story of anyone else's is seen when it is seen.
 */
async function seeSampleInTime(world: Pick<World, 'content' | 'publications'>, now: Temporal.Instant): Promise<void> {
  if ((await world.publications.progress()) || (await world.publications.storiesSeen()).length > 0) return;
  const { newsroom } = readNewsroom(await world.content.read());
  if (!newsroom) return;
  for (const story of newsroom.stories) {
    const at = atWallClock(story.published, newsroom.rules.timezone).toInstant();
    if (!isAfter(at, now)) await world.publications.recordStorySeen(storySeenAt(story, undefined, at));
  }
}

/** Loads the list of subscribers once, into an empty newsroom. From then on only the newsroom's own list counts. */
async function loadSubscribers(options: NewsroomOptions, world: Pick<World, 'subscribers'>, data: string): Promise<void> {
  const loadedFile = join(data, 'subscribers-loaded');
  if (existsSync(loadedFile)) return;
  const { rules } = await readRulesOf(options);
  if (!rules) return;
  const { subscribers, problems } = readSubscribers(
    options.subscribers,
    await readFile(options.subscribers),
    rules,
    world.subscribers.idOf,
  );
  if (problems.length > 0) throw new BadOptions(problems.map(problemLine));
  for (const subscriber of subscribers) await world.subscribers.save(subscriber);
  await writeFile(loadedFile, `${subscribers.length} subscribers of ${options.subscribers}\n`);
}
