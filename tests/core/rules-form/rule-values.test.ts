import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type KeyLines, rawKeys } from '#core/draft/key-lines';
import { readRules } from '#core/rules/read-rules';
import { changedRules, changedValues } from '#core/rules-form/read-rule-form';
import { isNewEntry, PART_NAMES, rulePart } from '#core/rules-form/rule-parts';
import { readRuleLines, ruleChanges, valuesOf, withMerged, withValues, writeRuleLines } from '#core/rules-form/rule-values';

const SAMPLE = readFileSync(join(import.meta.dirname, '..', '..', '..', 'newsroom.yaml'), 'utf8');
const BLOCKS = `# Ours.\r
name: 'South'   # as on the door\r
short_name: S\r
timezone: Europe/London\r
site: https://news.example.org\r
sender: { name: S, address: news@example.org, postal_address: "1, Street" }\r
x:\r
  handle: sample\r
topics: { a: A, b: "B # b" }\r
organisations:\r
  devon: Devon\r
digests:\r
  weekly:\r
    every: week\r
    on: Thursday\r
    at: "08:30"\r
  upcoming_events: 60 days\r
events:\r
  # The reminders.\r
  reminders:\r
    - 28 days # a month\r
    - 7 days\r
  at: "09:00"\r
  follow_up: 1 day\r
social:\r
  slots:\r
  - "09:00"\r
  - "17:00" # before tea\r
  monthly_budget_usd: 10`;

/** Spellings that YAML allows, and few people use. */
const ODD = `"name": "Quoted key"
short_name : "S"   # a space before the colon
timezone: 'Europe/London'
site: https://news.example.org
sender:
    name: >-
      Folded
      name
    address: news@example.org
    postal_address: |
      1 Street
x: { handle: sample,
    hashtags: [One,
      Two] }
topics:
  # The first.
  a: A

  b: B
organisations: { devon: Devon }
digests:
  upcoming_events: 60 days
  weekly:
    on: Thursday
    every: week
    at: 08:30
events: { reminders: [28 days, 7 days], at: "09:00", follow_up: 1 day }
social:
  monthly_budget_usd: 10.00
  slots:
  - 09:00
  - 17:00
quiet:
notes_to:
  - a@example.org # first
  - b@example.org
`;

const linesOf = (text: string) => {
  const keys = readRuleLines(text);
  if (!keys) throw new Error('The rules cannot be taken apart.');
  return keys;
};
const read = (text: string) => readRules({ file: 'newsroom.yaml', sizeBytes: text.length, bytes: new TextEncoder().encode(text) });
const all = (text: string) => PART_NAMES.flatMap((part) => rulePart(part, linesOf(text)).fields.map((field) => ({ part, field })));

test.each([SAMPLE, BLOCKS, ODD])('a form that changes nothing writes the rules back byte by byte', (text) => {
  expect(read(text).problems).toEqual([]);
  expect(writeRuleLines(linesOf(text))).toBe(text);
  for (const part of PART_NAMES) {
    const { fields } = rulePart(part, linesOf(text));
    expect(changedRules(text, part, valuesOf(linesOf(text), fields))).toBe(text);
  }
});

/** A value that the field takes, whatever it means. */
const valueFor = ({ field }: ReturnType<typeof all>[number]): fc.Arbitrary<string> => {
  const { kind, name } = field;
  const texts = fc.constantFrom(
    'Plain',
    'A: colon',
    'A # sign',
    "O'Neill",
    '"quoted"',
    '- dash',
    'yes',
    '007',
    '{ x }',
    'é – ü',
    '@x',
    'a, b',
  );
  if (kind.input === 'ticks') return fc.subarray(kind.options?.map(([one]) => one) ?? [], { minLength: 1 }).map((days) => days.join('\n'));
  if (name === 'brand.logo') return fc.constant('');
  if (kind.options) return fc.constantFrom(...kind.options.map(([one]) => one).filter((one) => one !== '' && one !== 'none'));
  const typed: Record<string, fc.Arbitrary<string>> = {
    site: fc.constant('https://other.example.org'),
    timezone: fc.constant('Europe/Paris'),
    launches: fc.constant('2026-12-03\n2027-01-14'),
    notes_to: fc.constantFrom('a@example.org', 'a@example.org\nb@example.org'),
    'brand.colour': fc.constant('#7c2855'),
    'social.slots': fc.constantFrom('09:00', '08:00\n12:30\n17:00'),
    'social.monthly_budget_usd': fc.constantFrom('0', '12.50'),
    'costs.thousand_emails_usd': fc.constantFrom('0.16', '0'),
    'costs.dollar_in_pounds': fc.constantFrom('0.8', '0.7912'),
    'events.reminders': fc.constantFrom('7 days', '28 days\n1 day\n2 hours'),
    'x.hashtags': fc.constantFrom('One', 'One\nTwo\nÉté'),
    'bluesky.handle': fc.constant('sample.bsky.social'),
  };
  if (typed[name]) return typed[name];
  for (const one of ['09:15', '3 days', 'a@example.org', 'Handle_1']) {
    const taken = kind.read(one);
    if ('value' in taken && kind.read('A: colon') && 'wrong' in kind.read('A: colon')) return fc.constant(taken.value);
  }
  return texts;
};

test.each([SAMPLE, BLOCKS, ODD])('a changed field changes its own lines, and every other byte of the rules stays', (text) => {
  const fields = all(text).filter(({ field }) => !isNewEntry(field) && !field.name.startsWith('quiet.hours'));
  fc.assert(
    fc.property(
      fc.constantFrom(...fields).chain((one) => fc.tuple(fc.constant(one), valueFor(one))),
      ([{ part, field }, value]) => {
        const keys = linesOf(text);
        const written = writeRuleLines(withValues(keys, [field], new Map([[field.name, value]])));
        expect([field.name, valuesOf(linesOf(written), [field]).get(field.name)]).toEqual([field.name, value]);
        expect([field.name, value, read(written).problems]).toEqual([field.name, value, field.path[0] === 'host' ? expect.anything() : []]);
        // Every other key has its lines; and within this one the lines of the other values are there, in order.
        const others = (all: KeyLines) =>
          rawKeys(all).flatMap((one) =>
            one.name === field.path[0] ? [] : [one.name, ...one.lines.map(({ words, end }) => words + (end || all.end))],
          );
        expect(others(linesOf(written)).filter((_, i) => i < others(keys).length)).toEqual(others(keys));
        const own = new RegExp(`^\\s*(?:${field.path.join('|')}|on|every|- )`, 'u');
        const kept = text.split('\n').filter((line) => text !== ODD && !own.test(line) && !line.includes('{'));
        const left = written.split('\n');
        for (const line of kept) {
          const at = left.findIndex((one) => one.trimEnd() === line.trimEnd());
          expect([field.name, line, at >= 0]).toEqual([field.name, line, true]);
          left.splice(0, at + 1);
        }
        expect(ruleChanges(keys, linesOf(written)).every((change) => change.part === part)).toBe(true);
      },
    ),
    { numRuns: 80 },
  );
});

test('every key of the rules has its field in a form', () => {
  const whole = `${SAMPLE.replace('  hashtags', '  hashtags')}bluesky: { handle: a.example.org }\n`;
  const inForms = new Set(all(whole).flatMap(({ field: { path } }) => [path[0], path.slice(0, 2).join('.')]));
  // The reader names all keys that it knows when it finds one that it does not.
  const strange = 'qqqqqqqqqqqqqqqq: 1';
  const keysIn = (text: string) =>
    /Its keys are: (.*)\./
      .exec(
        read(text)
          .problems.map(({ sentence }) => sentence)
          .join('\n'),
      )?.[1]
      ?.split(', ');
  const top = keysIn(`${whole}${strange}\n`) ?? [];
  expect(top.length).toBeGreaterThan(20);
  // What was merged has a page of its own.
  expect(top.filter((key) => !inForms.has(key) && !key.startsWith('merged_'))).toEqual([]);
  for (const group of ['sender', 'host', 'brand', 'x', 'events', 'social', 'costs', 'quiet']) {
    const below = keysIn(whole.replace(new RegExp(`^${group}:`, 'm'), `${group}:\n  ${strange}`)) ?? [];
    expect([group, below.length > 1, below.filter((key) => !inForms.has(`${group}.${key}`))]).toEqual([group, true, []]);
  }
});

test('an item of a list that stays keeps what is said beside it', () => {
  const written = changedRules(BLOCKS, 'events', new Map([['events.reminders', '28 days\n2 days']])) ?? '';
  expect(written).toContain('    - 28 days # a month\r\n    - 2 days\r\n  at: "09:00"');
  expect(changedRules(BLOCKS, 'posts', new Map([['social.slots', '17:00']]))).toContain(
    '  slots:\r\n  - "17:00" # before tea\r\n  monthly_budget_usd: 10',
  );
});

test('quiet hours are set, changed and taken away as two times', () => {
  const quiet = (from: string, until: string) =>
    new Map([
      ['quiet.hours.0', from],
      ['quiet.hours.1', until],
    ]);
  const set = changedRules(BLOCKS, 'quiet', quiet('19:00', '07:30')) ?? '';
  expect(read(set).rules?.quiet).toMatchObject({ hours: { from: expect.anything() } });
  expect(set.slice(0, BLOCKS.length - 20)).toBe(BLOCKS.slice(0, -20));
  const moved = changedRules(set, 'quiet', quiet('20:00', '07:30')) ?? '';
  expect(moved).toContain('["20:00", "07:30"]');
  expect(changedRules(moved, 'quiet', quiet('', ''))?.trim()).toBe(BLOCKS);
});

test('what somebody else changed in the same part meanwhile stays, if this form left it alone', () => {
  const theirs = SAMPLE.replace('short_name: MHC', 'short_name: Ours');
  const typed = new Map([
    ['name', 'The Collaborative'],
    ['short_name', 'MHC'],
    ['timezone', 'Europe/London'],
  ]);
  const written = changedRules(theirs, 'about', changedValues(SAMPLE, 'about', typed) ?? new Map());
  expect(read(written ?? '').rules).toMatchObject({ name: 'The Collaborative', shortName: 'Ours' });
});

test('a merged topic counts as the other one, also what was merged into it before, and every other byte stays', () => {
  const once = writeRuleLines(withMerged(linesOf(SAMPLE), 'topics', { from: 'medication', into: 'physical-health' }));
  const twice = writeRuleLines(withMerged(linesOf(once), 'topics', { from: 'physical-health', into: 'sexual-safety' }));
  const { rules, problems } = read(twice);
  expect([problems, [...(rules?.mergedTopics ?? [])]]).toEqual([
    [],
    [
      ['medication', 'sexual-safety'],
      ['physical-health', 'sexual-safety'],
    ],
  ]);
  const kept = SAMPLE.replace('  medication: Medication\n', '').replace('  physical-health: Physical health\n', '');
  expect(twice.replace(/^merged_topics:\n(?: .*\n)+/m, '')).toBe(kept);
  expect(read(twice.replace('physical-health: sexual-safety', 'physical-health: nothing')).problems).toMatchObject([
    { sentence: expect.stringContaining('counts as "nothing", which is not in "topics"') },
  ]);
});

test('a digest is added before the line on coming events, and one that ends takes only its own line along', () => {
  const values = new Map([
    ['new', 'Yearly'],
    ['new.on', 'month first Monday'],
    ['new.at', '10:00'],
  ]);
  const added = changedRules(SAMPLE, 'digests', values) ?? '';
  expect(added).toBe(SAMPLE.replace('  upcoming_events:', '  yearly: { every: month, on: first Monday, at: "10:00" }\n  upcoming_events:'));
  expect(read(added).problems).toEqual([]);
  const ended = changedRules(
    added,
    'digests',
    new Map([
      ['digests.yearly', 'none'],
      ['digests.yearly.at', '11:00'],
    ]),
  );
  expect(ended).toBe(SAMPLE);
});

test('a new topic gets a key made of its name, which no other topic has', () => {
  const values = new Map([['new', 'Restrictive practice']]);
  const once = changedRules(SAMPLE, 'topics', values) ?? '';
  const twice = changedRules(once, 'topics', values) ?? '';
  const topics = [...(read(twice).rules?.topics ?? [])];
  expect(topics.slice(-2)).toEqual([
    ['restrictive-practice-2', 'Restrictive practice'],
    ['restrictive-practice-3', 'Restrictive practice'],
  ]);
});
