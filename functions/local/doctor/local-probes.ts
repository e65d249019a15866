// The probes of one machine. Its stand-ins prove nothing about AWS, so almost nothing is asked, and each thing says so.
import { dnsRecords } from '#core/dns/dns-records';
import { DEAD_LETTERS, type DeadLetters, type OutsideFindings, type Place, TABLE_NAMES, type TableName } from '#core/doctor/findings';

import type { Probes } from '#ports';

type NotAsked = { is: 'not-asked'; why: string };

const notAsked = (why: string): NotAsked => ({ is: 'not-asked', why: `This is one machine: ${why}` });

const OF_SES = notAsked('a stand-in takes the emails and sends none, so nothing is proved about Amazon SES.');

/** `domain`, `siteHost`: those that a deployment would have. */
export function localProbes(where: Omit<Place, 'on'>): Probes {
  return { look: async () => localFindings(where) };
}

function localFindings(where: Omit<Place, 'on'>): OutsideFindings {
  return {
    place: { on: 'one machine', ...where },
    dns: dnsRecords(where).map((record) => ({ record, answer: notAsked('no name server is asked.') })),
    siteOpens: notAsked('the website is served by this machine, for this machine.'),
    sesAccount: OF_SES,
    sesDomain: OF_SES,
    sesConfiguration: OF_SES,
    sesRules: OF_SES,
    lambda: notAsked('the functions run in one process.'),
    certificate: notAsked('the website has no certificate.'),
    alarms: notAsked('there are no alarms.'),
    deadLetters: eachOf<DeadLetters>(DEAD_LETTERS, notAsked('what fails is tried again by the next minute.')),
    tables: eachOf<TableName>(TABLE_NAMES, notAsked('an emulator keeps the tables in the data folder. Copy that folder to have a copy.')),
    tokens: notAsked('the keys were made at the first start, and work nowhere else.'),
    socialKeys: notAsked('the keys were made at the first start, and work nowhere else.'),
    x: notAsked('a stand-in takes the posts, so nothing is proved about X.'),
    bluesky: notAsked('a stand-in takes the posts, so nothing is proved about Bluesky.'),
    signIn: notAsked('a stand-in asks for no password, and whoever uses this machine is let in.'),
    clockAheadMs: notAsked('it has a clock of its own, which can be moved.'),
  };
}

/** The same answer for each name. */
export function eachOf<N extends string, V = NotAsked>(names: readonly N[], answer: V): Record<N, V> {
  // biome-ignore lint/plugin/no-cast: each name has its answer.
  return Object.fromEntries(names.map((name) => [name, answer])) as Record<N, V>;
}
