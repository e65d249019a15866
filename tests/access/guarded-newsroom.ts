// Opens a newsroom on this machine whose functions run as on AWS: each is a bundle in its own thread, and a guard checks each of its
// requests to AWS against its role.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { Temporal } from 'temporal-polyfill';
import { type DoctorConfig, environmentNames } from '#config';
import { LOCAL_AWS } from '#local/emulators/dynamo-emulator';
import { invokeHttp } from '#local/newsroom/lambda-http';
import type { loadHandlers } from '#local/newsroom/load-handlers';
import { type LocalNewsroom, openNewsroom } from '#local/newsroom/newsroom';
import type { SesFault } from '#local/ses/fault';
import type { XFault } from '#local/social/fault';
import { startOidcStandIn } from '#local/stand-ins/oidc';
import { HEALTHY, startAws } from '#tests/adapters/doctor/aws-stand-in';
import type { Permission } from '#tests/cdk/permissions';
import { bundles, context } from '#tests/cdk/synthesised';
import { contentFolder } from '#tests/local/opened-newsroom';
import type { HttpHandler } from '#web/http-api';
import { type Guard, startGuard } from './guard.ts';
import { type Lambda, openLambda, serveInvokes } from './lambda.ts';

const SITE = 'https://www.news.example.org';
const ENDPOINTS = ['DYNAMODB', 'SQS', 'S3', 'SES', 'SECRETS_MANAGER', 'LAMBDA', 'SESV2', 'ACM', 'SNS'].map(
  (name) => `AWS_ENDPOINT_URL_${name}`,
);

export type Fields = Record<string, string>;

export async function openGuardedNewsroom(
  permissions: readonly Permission[],
  options: { at: string; files: Record<string, string | Uint8Array> },
) {
  const folder = await contentFolder(options.files);
  const lambdas = new Map<string, Lambda>();
  /** The faults of the next calls, and whether SES events are lost. */
  const trouble = { ses: [] as SesFault[], x: [] as XFault[], eventsAreLost: false };
  let newsroom: LocalNewsroom | undefined;
  let guard: Guard | undefined;
  const now = () => (newsroom ?? newsroomIsClosed()).clock.now();
  const issuer = await startOidcStandIn({ now, client: 'desk', site: SITE });

  /** What other sites have at their addresses. */
  const sites = new Map<string, Uint8Array>();
  const invokes = await serveInvokes(async (name, event) => {
    const file = name === 'FetchOutsideFunction' ? sites.get(String(event)) : undefined;
    if (file) return { bytes: Buffer.from(file).toString('base64'), type: '', at: String(event) };
    return lambdas.get(name.replace(/Function$/, ''))?.invoke(event);
  });

  const aws = await startAws(HEALTHY);
  const load: typeof loadHandlers = async (dist) => {
    const { [environmentNames.xLoopbackPort]: xPort, ...emulated } = process.env;
    const ofDoctor = Object.fromEntries(['SESV2', 'ACM', 'SNS'].map((name) => [`AWS_ENDPOINT_URL_${name}`, aws.url]));
    const here: typeof process.env = { ...emulated, AWS_ENDPOINT_URL_LAMBDA: invokes.url, ...ofDoctor };
    guard = await startGuard(permissions, [...ENDPOINTS.map((name) => here[name] ?? ''), issuer.config.pool.url, aws.url]);
    const behind = guard;
    const guarded = Object.fromEntries(ENDPOINTS.map((name) => [name, behind.urlOf(here[name] ?? '')]));
    for (const name of [environmentNames.queueSend, environmentNames.queuePost]) {
      const { origin, pathname } = new URL(here[name] ?? '');
      guarded[name] = behind.urlOf(origin) + pathname;
    }
    for (const [role, bundle] of Object.entries(bundles)) {
      // The stack gives these no environment.
      const environment =
        role === 'CheckLinks' || role === 'FetchOutside'
          ? {}
          : {
              ...here,
              ...guarded,
              AWS_ACCESS_KEY_ID: role,
              ...(role === 'Doctor' && doctorOf(behind, here[environmentNames.queueSend] ?? '', aws.url)),
              ...(role === 'Desk' || role === 'WatchFeed' || role === 'Doctor'
                ? signIn(issuer.config, behind.urlOf(issuer.config.pool.url))
                : { [environmentNames.xLoopbackPort]: xPort }),
            };
      lambdas.set(role, openLambda(pathToFileURL(join(dist, bundle, 'index.mjs')).href, environment));
    }
    const handler =
      (role: string) =>
      async (event: unknown): Promise<never> =>
        (await lambdas.get(role)?.invoke(event)) as never;
    return {
      ...{ tick: handler('Tick'), send: handler('Send'), post: handler('Post') },
      ...{ sesEvents: handler('HandleSesEvents'), public: handler('Public'), desk: handler('Desk'), watchFeed: handler('WatchFeed') },
    };
  };

  newsroom = await openNewsroom({
    ...{ data: folder.data, content: folder.content, rules: join(folder.content, 'newsroom.yaml') },
    ...{ subscribers: join(folder.content, 'subscribers.csv'), fresh: true, at: options.at, load },
    drill: {
      ses: ({ action }) => (action === 'SendRawEmail' ? trouble.ses.shift() : undefined) ?? 'none',
      x: ({ route }) => (route === 'POST /2/tweets' ? trouble.x.shift() : undefined) ?? 'ok',
      event: async (deliver) => {
        if (!trouble.eventsAreLost) await deliver();
      },
    },
  });
  const open = newsroom;
  const invoke = async (role: string, event: unknown): Promise<unknown> => lambdas.get(role)?.invoke(event);

  return {
    newsroom: open,
    issuer,
    trouble,
    sites,
    invoke,
    logOf: (role: string): string => lambdas.get(role)?.log() ?? '',
    guard: guard ?? newsroomIsClosed(),
    reader: browser(open.public, now),
    desk: browser(open.desk, now),
    now,
    /** Moves the clock to this time in London and runs that many minutes from there. The minutes before are skipped. */
    async at(local: string, minutes = 1): Promise<void> {
      const from = Temporal.PlainDateTime.from(local).toZonedDateTime('Europe/London').toInstant();
      for (let minute = 0; minute < minutes; minute += 1) await minuteOf(open, from.add({ minutes: minute }));
    },
    wait: (minutes: number) => minuteOf(open, now().add({ minutes })),
    write(file: string, content: string | Uint8Array): void {
      mkdirSync(join(folder.content, file, '..'), { recursive: true });
      writeFileSync(join(folder.content, file), content);
    },
    async removePicture(key: string): Promise<void> {
      const s3 = openS3();
      await s3.send(new DeleteObjectCommand({ Bucket: 'newsroom-content', Key: key }));
      s3.destroy();
    },
    /** Returns the newest mail to this address as text. @throws when there is none. */
    async mailTo(address: string): Promise<string> {
      const row = (await open.ses.mails()).findLast(({ to }) => to.includes(address));
      const raw = row && (await open.ses.raw(row.id));
      if (!raw) throw new Error(`No mail went to ${address}.`);
      return raw.toString('latin1').replaceAll('=\r\n', '').replaceAll('=3D', '=').replaceAll('\r\n ', ' ');
    },
    /** Does what Firehose does: sends each event through the function that anonymises it, and writes the results into the archive. */
    async archive(events: object[], hour: string): Promise<void> {
      const records = events.map((event, i) => ({ recordId: String(i), data: Buffer.from(JSON.stringify(event)).toString('base64') }));
      const answer = (await invoke('Anonymise', { records })) as { records: { data: string }[] };
      const body = gzipSync(answer.records.map(({ data }) => Buffer.from(data, 'base64').toString()).join(''));
      const s3 = openS3();
      await s3.send(new PutObjectCommand({ Bucket: 'newsroom-archive', Key: `events/${hour}/a.gz`, Body: body }));
      s3.destroy();
    },
    async stop(): Promise<void> {
      await Promise.all([...lambdas.values()].map((lambda) => lambda.stop()));
      await guard?.stop();
      await invokes.stop();
      await aws.stop();
      await open.stop();
      await issuer.stop();
      await folder.remove();
    },
  };
}

const openS3 = () => new S3Client({ endpoint: process.env.AWS_ENDPOINT_URL_S3 ?? '', forcePathStyle: true, ...LOCAL_AWS });

async function minuteOf(newsroom: LocalNewsroom, at: Temporal.Instant): Promise<void> {
  newsroom.clock.moveTo(at);
  await newsroom.beat();
}

function newsroomIsClosed(): never {
  throw new Error('The newsroom is not open yet.');
}

/** What only the doctor knows. No name server answers it. */
function doctorOf(behind: Guard, queue: string, aws: string) {
  const dead = (name: string) => `${behind.urlOf(new URL(queue).origin)}/000000000000/${name}-dead`;
  const looksAt: DoctorConfig = {
    ...{ region: 'eu-west-2', siteHost: 'www.news.example.org', siteTarget: 'd111.cloudfront.net', dkim: [] },
    certificateArn: String(context.certificateArn),
    alarmTopic: 'arn:aws:sns:eu-west-2:123456789012:alarms',
    ruleSet: 'newsroom-rules',
    deadLetters: { send: dead('send'), post: dead('post'), events: dead('heed'), unsubscribe: dead('unsubscribe') },
    nameServers: ['127.0.0.1:9'],
  };
  return { [environmentNames.doctor]: JSON.stringify(looksAt), AWS_ENDPOINT_URL_LAMBDA: behind.urlOf(aws) };
}

function signIn({ issuer, client, host, site, pool }: Awaited<ReturnType<typeof startOidcStandIn>>['config'], poolUrl: string) {
  return {
    [environmentNames.stage]: 'aws',
    [environmentNames.mailDomain]: 'news.example.org',
    [environmentNames.checkLinksFunction]: 'CheckLinksFunction',
    [environmentNames.fetchOutsideFunction]: 'FetchOutsideFunction',
    [environmentNames.signInIssuer]: issuer,
    [environmentNames.signInClient]: client,
    [environmentNames.signInHost]: host,
    [environmentNames.signInSite]: site,
    [environmentNames.signInPool]: pool.id,
    [environmentNames.signInPoolUrl]: poolUrl,
  };
}

/** Keeps cookies, and presses the buttons of the pages that it gets. */
function browser(handler: HttpHandler, now: () => Temporal.Instant) {
  const cookies = new Map<string, string>();
  const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers({ 'Sec-Fetch-Site': 'same-origin', 'X-Forwarded-For': '203.0.113.7, 192.0.2.1', ...init.headers });
    if (cookies.size > 0) headers.set('Cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const answer = await invokeHttp(handler, new Request(new URL(path, SITE), { ...init, headers }), now());
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/Max-Age=0/.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    if (answer.status >= 500) throw new Error(`${path} answered ${answer.status}.`);
    return answer;
  };
  const post = (path: string, fields: Fields | [string, string][] = {}): Promise<Response> => {
    const entries = Array.isArray(fields) ? fields : Object.entries(fields);
    return ask(path, { method: 'POST', body: new URLSearchParams(entries) });
  };
  const page = async (path: string): Promise<string> => (await ask(path)).text();
  /** Presses the button of the first form on the page whose address ends with `action`. */
  const press = async (path: string, action: string, typed: Fields = {}): Promise<Response> => {
    const html = (await page(path)).replaceAll('&#x3D;', '=').replaceAll('&amp;', '&');
    const forms = [...html.matchAll(/<form([^>]*)>(.*?)<\/form>/gs)];
    const form = forms.map(([, head = '', inside = '']) => ({ to: /action="([^"]*)"/.exec(head)?.[1] ?? path, inside }));
    const found = form.find(({ to, inside }) => to.endsWith(action) && inside.includes('<button'));
    if (!found) throw new Error(`${path} has no form to ${action}, but to ${form.map(({ to }) => to)}.`);
    const hidden = [...found.inside.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g)];
    const fields = hidden.map(([, name = '', value = '']): [string, string] => [name, value]);
    return post(found.to, [...fields, ...Object.entries(typed)]);
  };
  /** Sends a file by the form on the page that leads to the bucket. Returns the page to which that leads. */
  const sendFile = async (path: string, file: File): Promise<string> => {
    const html = (await page(path)).replaceAll('&#x3D;', '=');
    const form = new FormData();
    for (const [, name = '', value = ''] of html.matchAll(/<input type="hidden" name="([\w-]+)" value="([^"]*)"/g))
      form.append(name, value);
    form.append('file', file);
    const to = /<form method="post" action="(http[^"]*)"/.exec(html)?.[1] ?? '';
    const sent = await fetch(to, { method: 'POST', body: form, redirect: 'manual' });
    return new URL(sent.headers.get('location') ?? '').pathname;
  };
  return {
    ask,
    post,
    page,
    press,
    sendFile,
    /** Signs in over the issuer's pages. */
    async signIn(): Promise<void> {
      const out = await ask('/desk/sign-in');
      const answer = await fetch(out.headers.get('location') ?? '', { redirect: 'manual' });
      const { pathname, search } = new URL(answer.headers.get('location') ?? '');
      await ask(pathname + search);
    },
  };
}
