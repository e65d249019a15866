import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { emailTime, socialTime, type Timing } from '#core/plan/timing';
import { sampleRules } from '#tests/core/samples';

const zone = fc.constantFrom('Europe/London', 'America/New_York');
const hour = fc.integer({ min: 0, max: 24 * 30 });
const at = fc
  .tuple(hour, zone)
  .map(([hours, timeZoneId]) => Temporal.Instant.from('2027-03-20T00:30:00Z').add({ hours }).toZonedDateTimeISO(timeZoneId));

const said = (timing: Timing | undefined) => [timing?.due.toString(), timing?.reason];

test('a time is moved by the rules, its zone and its deadline, whatever was asked for before', () => {
  const often = sampleRules();
  fc.assert(
    fc.property(at, fc.option(at), (asked, deadline) => {
      const how = { override: undefined, ...(deadline && { deadline }) };
      // A copy of the rules has been asked for nothing.
      const anew = { ...often };
      expect(said(emailTime(asked, { ...how, rules: often }))).toEqual(said(emailTime(asked, { ...how, rules: anew })));
      expect(said(socialTime(asked, { ...how, rules: often }))).toEqual(said(socialTime(asked, { ...how, rules: anew })));
    }),
  );
});
