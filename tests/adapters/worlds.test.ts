import { expect, test } from 'vitest';
import { grants } from '#adapters/grants';
import { storesOf } from '#adapters/worlds';
import { environmentNames, readConfig } from '#config';

// A setting for trouble takes one word only.
const settings = Object.values(environmentNames).filter((name) => name !== environmentNames.callsBy);
const config = readConfig(Object.fromEntries(settings.map((name) => [name, name === 'NEWSROOM_STAGE' ? 'local' : '1'])));
const names = Object.keys(grants) as (keyof typeof grants)[];

test.each(names)('the world of %s holds only ports that the function may use', (name) => {
  const granted = new Set<string>(grants[name].map(({ port }) => port));
  expect(Object.keys(storesOf(name, config)).filter((port) => !granted.has(port))).toEqual(['machine']);
});

test('the world of the certificate has the ports that the certificate reads', () => {
  const stored = ['publications', 'ledger', 'texts', 'socialLedger', 'subscribers', 'suppressions', 'machine'];
  expect(Object.keys(storesOf('certify', config)).toSorted()).toEqual(stored.toSorted());
});

test('no function on AWS but one without configuration may be told to ask other sites', () => {
  const environment = Object.fromEntries(settings.map((name) => [name, '1']));
  const { [environmentNames.xLoopbackPort]: _, ...onAws } = environment;
  expect(() => readConfig(onAws)).toThrow('asks nothing of other sites');
  expect(readConfig({ ...onAws, [environmentNames.asksOtherSites]: '' }).asksOtherSites).toBeUndefined();
  expect(() => readConfig({ ...onAws, [environmentNames.asksOtherSites]: '', [environmentNames.checkLinksFunction]: '' })).toThrow(
    `The environment lacks ${environmentNames.checkLinksFunction}.`,
  );
});
