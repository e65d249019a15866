import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './run-command.ts';
import { readers } from './week.ts';

export type YearFigures = { subscribers: number; seconds: number; emails: number; posts: number };

const SUBSCRIBERS = 300;
const FREQUENCIES = ['each', 'weekly', 'monthly', 'events'];
const TOPICS = ['', 'medication;physical-health', 'restrictive-practice', 'building-capability;learning-from-deaths;sexual-safety'];

/** Times `npm run rehearse` for the sample's year, from the start of the process to its end. */
export async function measureYear(): Promise<YearFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'newsroom-year-'));
  try {
    const subscribers = join(folder, 'subscribers.csv');
    const lines = readers(SUBSCRIBERS).map(
      ({ address, name }, i) =>
        `${address},"${name}",,${FREQUENCIES[i % FREQUENCIES.length]},${TOPICS[i % TOPICS.length]},confirmed,2026-08-01T09:00:00Z`,
    );
    await writeFile(subscribers, ['email,name,organisation,frequency,topics,status,confirmed_at', ...lines, ''].join('\n'));
    const start = performance.now();
    const said = await run('node', [
      'functions/local/commands/rehearse.ts',
      ...[
        '--from',
        '2026-09-01T00:00',
        '--until',
        '2027-09-01T00:00',
        '--subscribers',
        subscribers,
        '--out',
        join(folder, 'out'),
        '--json',
      ],
    ]);
    const seconds = (performance.now() - start) / 1000;
    const report: Report = JSON.parse(said);
    const wrong = Object.entries(report.certificates).filter(([, { planned, accepted, twice }]) => planned !== accepted || twice > 0);
    const planned = Object.values(report.certificates).reduce((sum, certificate) => sum + certificate.planned, 0);
    if (report.problems.length > 0 || wrong.length > 0 || planned !== report.emails || planned === 0) {
      throw new Error(
        `The year is wrong, so it is no figure: ${[...report.problems, ...wrong.map(([id]) => id)].join('; ') || `${report.emails} emails for ${planned}`}.`,
      );
    }
    return { subscribers: SUBSCRIBERS, seconds, emails: report.emails, posts: report.posts };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Report = {
  emails: number;
  posts: number;
  problems: string[];
  certificates: Record<string, { planned: number; accepted: number; twice: number }>;
};
