import { Temporal } from 'temporal-polyfill';
import { contentFolder } from './content.ts';
import { openDrill, pass } from './opened.ts';
import { inbox } from './outside.ts';
import { command } from './spawned.ts';
import type { Drill, Verdict } from './verdict.ts';

const SIZES = { full: 200, short: 20 };
/** The digest is due at 1.30am on Sundays: one Sunday lacks this time, and another has it twice. */
const CHANGES = [
  {
    night: 'clocks go forward',
    digest: 'digest-weekly-2027-03-28',
    at: '2027-03-28T01:30',
    from: '2027-03-28T00:50:00Z',
    until: '2027-03-28T01:40:00Z',
  },
  {
    night: 'clocks go back',
    digest: 'digest-weekly-2027-10-31',
    at: '2027-10-31T00:30',
    from: '2027-10-31T00:20:00Z',
    until: '2027-10-31T01:40:00Z',
  },
];

/** The newsroom runs through both nights in which the clocks change, minute by minute. */
export const clocks: Drill = async (size, say) => {
  const people = SIZES[size];
  const posts = [
    { slug: 'spring', published: '2027-03-24T09:00' },
    { slug: 'autumn', published: '2027-10-27T09:00' },
  ];
  const folder = await contentFolder('clocks', posts, people, 'weekly');
  try {
    const newsroom = await openDrill(folder, '2027-03-23T09:00', {});
    for (const { night, from, until } of CHANGES) {
      await newsroom.moveTo(Temporal.Instant.from(from));
      await pass(newsroom, 1, Temporal.Instant.from(until));
      say(`${night}: ${(await newsroom.ses.mails()).length} mails so far`);
    }
    await newsroom.moveTo(Temporal.Instant.from('2027-11-08T00:00:00Z'));
    await newsroom.stop();
    const mails = await inbox(folder.data);
    // One after the other, because each command locks the folder.
    const certificates: Awaited<ReturnType<typeof command>>[] = [];
    for (const { digest } of CHANGES) certificates.push(await command('certificate.ts', digest, '--data', folder.data));
    const checks: Verdict['checks'] = CHANGES.flatMap(({ night, digest, at }): Verdict['checks'] => {
      const sent = mails.filter(({ publication }) => publication === digest);
      const got = new Set(sent.flatMap(({ to }) => to)).size;
      const inTime = sent.every((mail) => mail.at.startsWith(at.slice(0, 15)));
      return [
        [
          `When the ${night}, each of ${people} readers got the digest once (${sent.length} mails to ${got}), at ${at} UTC.`,
          sent.length === people && got === people && inTime,
        ],
      ];
    });
    return {
      certificate: certificates.map(({ said }) => said).join('\n\n'),
      checks: [
        ...checks,
        [`No other digest went out in those eight months (${mails.length} mails).`, mails.length === 2 * people],
        ['Both certificates add up.', certificates.every(({ code }) => code === 0)],
      ],
    };
  } finally {
    await folder.remove();
  }
};
