// `npm start`: runs the whole newsroom on this machine, with a clock that can be moved.
import { join } from 'node:path';
import { BadOptions, chooseSources, readOptions } from '#local/cli/options';
import { serveNewsroom } from '#local/commands/serve';
import { watchTemplates } from '#local/commands/watch-templates';
import { ownCopyIn } from '#local/content/folder-and-desk';
import { type LocalNewsroom, openNewsroom } from '#local/newsroom/newsroom';

const USAGE = {
  line: 'npm start -- [--port 8025] [--data .newsroom] [--fresh] [--content DIR] [--rules FILE] [--subscribers FILE.csv] [--at 2026-12-01T09:00] [--check-links] [--pretend NAME]',
  about: `Runs the whole newsroom on this machine. Nothing leaves it unless you ask for that. Ctrl+C ends it.
  --port N               the port of the desk (8025)
  --data DIR             where it keeps its data between two runs (.newsroom)
  --fresh                forgets that data first, and with it the copy of the sample
  --content DIR          the folder of stories; what the desk saves is written there (a copy of the sample in the data folder)
  --rules FILE           the rules; what the desk saves is written there (newsroom.yaml in that folder, here, or a copy of the sample)
  --subscribers FILE     the list of subscribers (subscribers.csv in that folder, or content/subscribers.csv)
  --at TIME              sets the clock at the beginning; without it, it is now
  --check-links          the desk asks other sites whether the links of a draft work, and for their feeds: all that leaves this machine
  --pretend NAME         the page "Is everything in order?" shows this as found, also several times; npm run doctor -- --help names all`,
};
const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

async function main(): Promise<void> {
  const options = readOptions(
    {
      port: { type: 'string', default: '8025' },
      data: { type: 'string', default: '.newsroom' },
      fresh: { type: 'boolean', default: false },
      content: { type: 'string' },
      rules: { type: 'string' },
      subscribers: { type: 'string' },
      at: { type: 'string' },
      'check-links': { type: 'boolean', default: false },
      pretend: { type: 'string', multiple: true, default: [] },
    },
    USAGE,
  );
  const port = readPort(options.port);
  const newsroom = await openNewsroom({
    data: options.data,
    fresh: options.fresh,
    ...(options.at === undefined ? {} : { at: options.at }),
    ...chooseSources(options),
    ownCopy: options.content === undefined,
    site: `http://127.0.0.1:${port}`,
    ownRules: options.content === undefined && options.rules === undefined,
    ...(options['check-links'] ? { asksOtherSites: true } : {}),
    pretend: options.pretend,
    say,
  });
  try {
    const server = await serveNewsroom(newsroom, port);
    const running = run(newsroom);
    const templates = await watchTemplates(newsroom, {
      templates: join(import.meta.dirname, '..', '..', '..', 'templates'),
      live: join(options.data, 'live'),
      say,
    });
    // Before the line below is written: whoever reads it may close the newsroom at once.
    const closing = new Promise<string>((resolve) => {
      process.once('SIGINT', resolve).once('SIGTERM', resolve);
    });
    const now = newsroom.clock
      .now()
      .toZonedDateTimeISO(newsroom.timezone)
      .toString({ smallestUnit: 'minute', timeZoneName: 'never', offset: 'never' });
    say(
      options.content === undefined
        ? `The stories${options.rules === undefined ? ' and rules' : ''} are in ${ownCopyIn(options.data)}: a copy of the sample, for you and the desk to change.`
        : `The stories are in ${options.content}. What the desk saves is written there.`,
    );
    say(`The newsroom is open: ${server.url}/ (its clock shows ${now.replace('T', ' ')}; Ctrl+C closes it)`);
    const signal = await closing;
    process.stdout.write(signal === 'SIGINT' ? '\nClosing: what is under way is finished first.\n' : '');
    await templates.stop();
    await server.stop();
    await running.stop();
  } finally {
    await newsroom.stop();
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Runs the tick once in each minute of the local clock, and every second handles the jobs and events that came since. */
function run(newsroom: LocalNewsroom): { stop(): Promise<void> } {
  let done = Promise.resolve();
  let busy = false;
  let minute = -1;
  const turn = async (): Promise<void> => {
    const nowMinute = Math.floor(newsroom.clock.now().epochMilliseconds / MINUTE_MS);
    if (nowMinute === minute) await newsroom.drain();
    else await newsroom.beat();
    minute = nowMinute;
  };
  const look = () => {
    if (busy) return;
    busy = true;
    done = turn()
      // The next second tries again, as the next invocation does on AWS.
      .catch((error: unknown) => void process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`))
      .finally(() => {
        busy = false;
      });
  };
  look();
  const timer = setInterval(look, SECOND_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      await done;
    },
  };
}

function readPort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new BadOptions([`--port "${text}" is no port. Give a number from 1 to 65535, for example 8025.`]);
  return port;
}

try {
  await main();
  // Everything of ours is closed, but a pooled connection of an SDK may keep the process alive for a while.
  process.exit(0);
} catch (error) {
  if (!(error instanceof BadOptions)) throw error;
  process.stderr.write(`${error.lines.join('\n')}\n`);
  process.exit(2);
}
