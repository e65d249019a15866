// A permission that the code cannot use is one too many. Without a permission that it needs, a reader gets no email.
import { expect, test } from 'vitest';
import { grants } from '#adapters/grants';
import { stores } from '#adapters/stores';
import { bundles } from '#tests/cdk/synthesised';
import { reachOf } from './reach.ts';

/** The ports in the table of stores, by their interface in functions/ports.ts, where the names differ. */
const PORTS: Record<string, string[]> = {
  AuditLog: ['audit'],
  Channel: ['social'],
  PublicationStore: ['publications'],
  SealedTexts: ['texts'],
  SendContextReader: ['sendContext'],
  TransactionalEmails: ['transactional'],
};
const portsOf = (name: string): string[] => PORTS[name] ?? [name.charAt(0).toLowerCase() + name.slice(1)];
/** Ports that make no call to AWS. */
const WITHOUT_AWS = ['Machine', 'Cards', 'Pictures', 'Issuer'];
/** Methods that the code reaches, but never calls with the data that it gets. */
const NEVER: Record<string, string[]> = {
  // Only an acceptance can be a duplicate, and the desk never settles a delivery as accepted.
  desk: ['ledger.recordDuplicate'],
};

const reached = reachOf(Object.values(bundles));

test.each(Object.entries(grants))('%s may use the methods that its code reaches, and no others', (name, granted) => {
  const bundle = bundles[name.charAt(0).toUpperCase() + name.slice(1)] ?? '';
  const needed = [...(reached.get(bundle) ?? [])]
    .filter(([port]) => !WITHOUT_AWS.includes(port))
    .flatMap(([port, methods]) => portsOf(port).flatMap((known) => [...methods].map((method) => `${known}.${method}`)));
  const may = granted.flatMap(({ port, methods }) => methods.map((method) => `${port}.${method}`));
  expect(may.toSorted()).toEqual(needed.filter((method) => !NEVER[name]?.includes(method)).toSorted());
});

test('the compiler finds the methods that the code reaches, and every port of the table but two is granted', () => {
  const methods = [...reached.values()].flatMap((ports) => [...ports.values()].flatMap((some) => [...some]));
  expect(methods.length).toBeGreaterThan(150);
  expect(Object.keys(stores).filter((port) => !Object.values(grants).some((all) => all.some((one) => one.port === port)))).toEqual([
    // A restore uses it, with the credentials of the person who runs the restore.
    'sendingSwitch',
  ]);
});
