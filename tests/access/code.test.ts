// A permission that the code cannot use is one too many, and one that it lacks is a reader without her mail.
import { expect, test } from 'vitest';
import { stores } from '#adapters/stores';
import { grants } from '#cdk/grants';
import { bundles } from '#tests/cdk/synthesised';
import { reachOf } from './reach.ts';

/** The port in the table of an interface in functions/ports.ts. */
const PORTS: Record<string, string[]> = {
  AuditLog: ['audit'],
  Channel: ['social'],
  PublicationStore: ['publications'],
  SealedTexts: ['texts'],
  SendContextReader: ['sendContext'],
  TransactionalEmails: ['transactional'],
};
const portsOf = (name: string): string[] => PORTS[name] ?? [name.charAt(0).toLowerCase() + name.slice(1)];
/** They ask AWS for nothing. */
const WITHOUT_AWS = ['Machine', 'Cards', 'Issuer'];
/** What the code can come to and the data cannot. */
const NEVER: Record<string, string[]> = {
  // Only an acceptance can be a second one, and what a person decides of a held mail is none.
  desk: ['ledger.recordDuplicate'],
};

const reached = reachOf(Object.values(bundles));

test.each(Object.entries(grants))('%s may use the methods that its code can come to, and no others', (name, granted) => {
  const bundle = bundles[name.charAt(0).toUpperCase() + name.slice(1)] ?? '';
  const needed = [...(reached.get(bundle) ?? [])]
    .filter(([port]) => !WITHOUT_AWS.includes(port))
    .flatMap(([port, methods]) => portsOf(port).flatMap((known) => [...methods].map((method) => `${known}.${method}`)));
  const may = granted.flatMap(({ port, methods }) => methods.map((method) => `${port}.${method}`));
  expect(may.toSorted()).toEqual(needed.filter((method) => !NEVER[name]?.includes(method)).toSorted());
});

test('the compiler sees what is reached, and all ports of the table but one are', () => {
  const methods = [...reached.values()].flatMap((ports) => [...ports.values()].flatMap((some) => [...some]));
  expect(methods.length).toBeGreaterThan(150);
  expect(Object.keys(stores).filter((port) => !Object.values(grants).some((all) => all.some((one) => one.port === port)))).toEqual([
    // Only a developer's own restore switches sending off and on.
    'sendingSwitch',
  ]);
});
