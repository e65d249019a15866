// `npm run restore:aws`: brings the tables on AWS back to an earlier second and teaches them what is out; once they are in use, gives
// everything back. The environment names queues, buckets and tables as it does for a Lambda.
import { existsSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import { Temporal } from 'temporal-polyfill';
import { openRestoreWorld } from '#adapters/worlds';
import { type Config, readConfig } from '#config';
import { SWITCHED_OFF } from '#core/delivery/ses-outcome';
import { isBefore } from '#core/time/compare';
import { restore } from '#flow/restore/restore';
import { agrees } from '#local/cli/agrees';
import { BadOptions, readOptions } from '#local/cli/options';
import { report } from '#local/cli/restore-report';
import { runCommand } from '#local/cli/run-command';
import { bringBack, checkPoint, REWOUND, type RewoundTables, restoredName } from '#local/restore/bring-back';
import { queueOfEvents, returnDeadLetters } from '#local/restore/dead-letters';
import { isOurs, quietFrom, type Stopped, stopEverything } from '#local/restore/stop';
import { useTables } from '#local/restore/use-tables';

const USAGE = {
  line: 'npm run restore:aws -- --point 2027-06-02T09:14:00Z --function CERTIFY',
  about: `Brings the newsroom on AWS back to an earlier second, without mailing anyone again (docs/running-on-aws.md). It is run twice:
first it stops everything, brings three tables back as new ones, replays the events of SES into them, and names them in cdk.json;
then you deploy; then the same command again gives everything back. What broke off is continued by the next run.
  --point TIME           the moment to go back to, in UTC
  --function CERTIFY     CertifyFunction, as the deployment told it: its environment names all tables and buckets.
                         Without it the environment of this process has to
  --stopped TIME         since when everything has been stopped, if you stopped it yourself: it waits until 40 minutes after that
  --stage NAME           the newsroom of this stage, such as staging
  --cdk FILE             where the new tables are named (cdk.json)
  --yes                  does it without asking
Ends with 0 if all went well, 1 if not, and 2 if the command was wrong.`,
};

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(): Promise<boolean> {
  const options = readOptions(
    {
      point: { type: 'string' },
      function: { type: 'string' },
      stopped: { type: 'string' },
      stage: { type: 'string' },
      cdk: { type: 'string', default: 'cdk.json' },
      yes: { type: 'boolean', default: false },
    },
    USAGE,
  );
  const point = readTime('--point', options.point, 'the moment to go back to');
  const stopped =
    options.stopped === undefined ? undefined : readTime('--stopped', options.stopped, 'since when everything has been stopped');
  const config = await configOf(options.function);
  const inUse = REWOUND.filter((name) => config.tables[name] === restoredName(config.tables[name], point));
  if (inUse.length === REWOUND.length) return giveBack(config, point, options.function);
  if (inUse.length > 0)
    throw new BadOptions([`Only ${inUse.join(' and ')} are in use as of ${point}. Name all three tables in ${options.cdk}, and deploy.`]);

  const dynamo = new DynamoDBClient({});
  await checkPoint(dynamo, config.tables, point);
  say(
    `The newsroom stops, and nothing goes out until you have deployed. ${REWOUND.join(', ')} are brought back to ${point}, as new tables.`,
  );
  say('What people decided, who unsubscribed and the drafts stay as they are. Subscriptions since then are lost.');
  if (!options.yes && !(await agrees('Stop the newsroom, and begin?'))) return false;
  const stop = await stopEverything(openRestoreWorld(config), Temporal.Now.instant());
  say(`Everything is stopped, by ${stop.by === 'us' ? 'this command' : 'a person, whose pause stays'}.`);
  const tables = await bringBack(dynamo, config.tables, point, say);
  await waitUntilQuiet(stopped === undefined ? stop : { ...stop, since: stopped });
  return teach({ ...config, tables: { ...config.tables, ...tables } }, point, tables, options);
}

/** Replays into the new tables what SES did. Nothing goes out yet: the functions still use the old ones. */
async function teach(
  config: Config,
  point: Temporal.Instant,
  tables: RewoundTables,
  { cdk, stage }: { cdk: string; stage?: string | undefined },
): Promise<boolean> {
  const { sendingSwitch, ...world } = openRestoreWorld(config);
  const stays = { ...sendingSwitch, on: async () => undefined };
  // AWS has restored the tables already, as new ones, so there is nothing to rewind.
  const restored = await restore({ ...world, sendingSwitch: stays }, { point, now: Temporal.Now.instant(), rewind: async () => undefined });
  say(report(restored, 'The new tables know of each mail that SES accepted. Nothing goes out yet.'));
  if (!restored.resumed) return false;
  const place = `"context"${stage === undefined ? '' : `, "stages", "${stage}"`} of ${cdk}`;
  if (existsSync(cdk)) await useTables(cdk, tables, stage);
  const named = Object.fromEntries(REWOUND.map((name) => [name, tables[name]]));
  say(`\n${existsSync(cdk) ? `${place} now has` : `Write into ${place}`}: "tables": ${JSON.stringify(named)}`);
  say('Deploy now. Then run this command again, as you did: it gives everything back.');
  return true;
}

/** The new tables are in use: replays what came since, and lets everything go out again. */
async function giveBack(config: Config, point: Temporal.Instant, certify: string | undefined): Promise<boolean> {
  say('The newsroom uses the tables that were brought back.');
  const world = openRestoreWorld(config);
  const restored = await restore(world, { point, now: Temporal.Now.instant(), rewind: async () => undefined });
  if (!restored.resumed) {
    say(report(restored));
    return false;
  }
  if (isOurs((await world.switches.read()).paused)) await world.switches.resume('everything');
  const { paused } = await world.switches.read(undefined, 'email');
  // Set by a mail that SES refused while it was switched off.
  if (paused === SWITCHED_OFF) await world.switches.resume('email');
  const left = paused === undefined || paused === SWITCHED_OFF ? undefined : paused;
  say(
    report(
      restored,
      left === undefined ? undefined : `SES is on again. A pause that a person set stays: “${left}”. Remove it on the desk.`,
    ),
  );
  const queue = certify === undefined ? undefined : await queueOfEvents(new LambdaClient({}), certify);
  if (queue === undefined)
    say('The dead letters of ToHandleEvents are events that nobody has worked on: return them, and never empty that queue.');
  else say(`Dead letters of SES events given back: ${await returnDeadLetters(new SQSClient({ useQueueUrlAsEndpoint: false }), queue)}.`);
  say('Look at the plan on the desk. The old tables are no longer used: delete them when you are sure.');
  return true;
}

async function waitUntilQuiet(stop: Stopped): Promise<void> {
  const until = quietFrom(stop);
  while (isBefore(Temporal.Now.instant(), until)) {
    const left = Math.ceil(until.since(Temporal.Now.instant()).total('minutes'));
    say(`Waiting ${left} more minute${left === 1 ? '' : 's'}, until no call that was under way can still be accepted.`);
    await setTimeout(Math.min(left, 5) * 60_000);
  }
}

async function configOf(certify: string | undefined): Promise<Config> {
  if (certify === undefined) return readConfig(process.env);
  const { Environment } = await new LambdaClient({}).send(new GetFunctionConfigurationCommand({ FunctionName: certify }));
  return readConfig({ ...process.env, ...Environment?.Variables });
}

function readTime(option: string, text: string | undefined, what: string): Temporal.Instant {
  try {
    return Temporal.Instant.from(text ?? '');
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new BadOptions([`Give with ${option} ${what}, like 2027-06-02T09:14:00Z. Use it like this: ${USAGE.line}`]);
  }
}

await runCommand(main);
