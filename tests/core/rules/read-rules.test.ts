import { describe, expect, test } from 'vitest';
import { problemLine } from '#core/parsing/problem';
import { readRules } from '#core/rules/read-rules';

const WHOLE = `name: Example Collaborative
short_name: EC
timezone: Europe/London
site: https://news.example.org
sender:
  name: Example
  address: news@example.org
  reply_to: team@example.org
  postal_address: 1 Example Street
brand: { colour: "#00703C" }
x:
  handle: ExampleMHC
  hashtags: [PatientSafety]
topics:
  medication: Medication
organisations:
  devon: Devon
digests:
  weekly: { every: week, on: Thursday, at: "08:30" }
  monthly: { every: month, on: last Friday, at: 10:00 }
  upcoming_events: 60 days
events:
  reminders: [4 weeks, 1 day]
  at: "09:00"
  follow_up: 1 day
social:
  slots: ["09:00", "12:30"]
  monthly_budget_usd: 10
quiet:
  hours: ["19:00", "07:30"]
  weekends: true
  bank_holidays: england-and-wales
approval: required
undo: 0 minutes
max_lateness: 6 hours
archive_after: 10 days
`;

function read(text: string) {
  const bytes = new TextEncoder().encode(text);
  return readRules({ file: 'newsroom.yaml', sizeBytes: bytes.length, bytes });
}
function problemsOf(text: string): string[] {
  const { rules, problems } = read(text);
  expect(rules).toBeUndefined();
  return problems.map(problemLine);
}
/** The whole rules, with one line (counted from 1) replaced. */
function withLine(number: number, line: string): string {
  return WHOLE.split('\n')
    .with(number - 1, line)
    .join('\n');
}

describe('rules of a newsroom on AWS', () => {
  const onAws = (domain: string, site: string, text = WHOLE) => {
    const bytes = new TextEncoder().encode(text);
    return readRules({ file: 'newsroom.yaml', sizeBytes: bytes.length, bytes, deployed: { domain, site } }).problems.map(problemLine);
  };

  test('rules on AWS are in order when sender and site are those of the stack', () => {
    expect(onAws('example.org', 'https://news.example.org')).toEqual([]);
    expect(onAws('example.org', 'https://news.example.org', WHOLE.replace('news@example.org', 'News@Example.ORG'))).toEqual([]);
  });

  test.each(['news.example.org', 'ample.org', 'org'])('rules on AWS are refused when the sender is not at %s itself', (domain) => {
    expect(onAws(domain, 'https://news.example.org')).toEqual([
      `newsroom.yaml line 7: The sender’s address is not at ${domain}, from which this newsroom sends: news@example.org. Write one that ends with @${domain}.`,
    ]);
  });

  test('rules on AWS are refused when the site is another one: the links of emails would lead nowhere', () => {
    expect(onAws('example.org', 'https://www.news.example.org')).toEqual([
      'newsroom.yaml line 4: The site is not https://www.news.example.org, where this newsroom has its pages: links in emails would lead nowhere. Write https://www.news.example.org.',
    ]);
  });
});

describe('rules that are in order', () => {
  test('valid rules say what the file says', () => {
    const { rules, problems } = read(WHOLE);
    expect(problems).toEqual([]);
    expect(rules).toMatchObject({
      name: 'Example Collaborative',
      shortName: 'EC',
      timezone: 'Europe/London',
      site: 'https://news.example.org',
      sender: { name: 'Example', address: 'news@example.org', replyTo: 'team@example.org', postalAddress: '1 Example Street' },
      brand: { colour: '#00703c' },
      x: { handle: 'ExampleMHC', hashtags: ['PatientSafety'] },
      approval: 'required',
    });
    expect([...rules!.topics, ...rules!.organisations]).toEqual([
      ['medication', 'Medication'],
      ['devon', 'Devon'],
    ]);
    expect(rules!.digests.map(({ name, when, at }) => ({ name, when, at: String(at) }))).toEqual([
      { name: 'weekly', when: { every: 'week', weekday: 4 }, at: '08:30:00' },
      { name: 'monthly', when: { every: 'month', weekday: 5, nth: -1 }, at: '10:00:00' },
    ]);
    const { events, social, quiet } = rules!;
    expect(
      [...events.reminders, events.followUp, rules!.upcomingEvents, rules!.undo, rules!.maxLateness, rules!.backdatedAfter].map(String),
    ).toEqual(['P28D', 'P1D', 'P1D', 'P60D', 'PT0S', 'PT6H', 'P10D']);
    expect([...social.slots, events.at, quiet.hours!.from, quiet.hours!.until].map(String)).toEqual([
      '09:00:00',
      '12:30:00',
      '09:00:00',
      '19:00:00',
      '07:30:00',
    ]);
    expect(quiet).toMatchObject({ weekends: true, bankHolidays: 'england-and-wales' });
  });

  test('valid rules may name the host who answers in law', () => {
    const host = 'host:\n  name: Example NHS Trust\n  postal_address: 2 Host Road\n  data_protection: dpo@example.org\n';
    expect(read(WHOLE + host).rules!.host).toEqual({
      name: 'Example NHS Trust',
      postalAddress: '2 Host Road',
      dataProtection: 'dpo@example.org',
    });
    expect(read(`${WHOLE}host: { name: Example NHS Trust }\n`).rules!.host).toEqual({ name: 'Example NHS Trust' });
    expect(read(WHOLE).rules).not.toHaveProperty('host');
    expect(problemsOf(`${WHOLE}host: {}\n`)).toEqual([expect.stringMatching('There is no "name" in the host')]);
  });

  test('valid rules may name the address of the morning summary', () => {
    expect(read(`${WHOLE}notes_to: lead@example.org\n`).rules!.morningSummaryTo).toEqual(['lead@example.org']);
    expect(read(WHOLE).rules).not.toHaveProperty('morningSummaryTo');
    const line = WHOLE.split('\n').length;
    for (const wrong of ['Lead <lead@example.org>', 'the lead', 'zoë@example.org'])
      expect(problemsOf(`${WHOLE}notes_to: ${wrong}\n`)).toEqual([
        `newsroom.yaml line ${line}: "${wrong}" is not an email address that every mail program takes from a sender. Write it with letters without accents, for example news@example.org.`,
      ]);
  });

  test('valid rules may name what emails cost and what a dollar is in pounds, each by itself', () => {
    expect(read(`${WHOLE}costs: { thousand_emails_usd: 0.16, dollar_in_pounds: 0.7912 }\n`).rules!.costs).toEqual({
      thousandEmailsUsd: 0.16,
      dollarInPounds: 0.7912,
    });
    expect(read(`${WHOLE}costs: { dollar_in_pounds: 0.79 }\n`).rules!.costs).toEqual({ dollarInPounds: 0.79 });
    expect(read(WHOLE).rules).not.toHaveProperty('costs');
    const line = WHOLE.split('\n').length;
    for (const wrong of ['0', '0.00', '-1', '£0.79', 'a pound'])
      expect(problemsOf(`${WHOLE}costs: { dollar_in_pounds: ${wrong} }\n`)).toEqual([
        `newsroom.yaml line ${line}: "${wrong}" is not a rate of exchange. Write how many pounds one dollar is, for example 0.79.`,
      ]);
  });

  test('valid rules may name the days on which the morning summary comes', () => {
    for (const [written, days] of [
      ['daily', [1, 2, 3, 4, 5, 6, 7]],
      ['weekdays', [1, 2, 3, 4, 5]],
      ['Monday', [1]],
      ['[thursday, Monday]', [1, 4]],
    ] as const)
      expect(read(`${WHOLE}notes_on: ${written}\n`).rules!.morningSummaryDays).toEqual(days);
    expect(read(WHOLE).rules).not.toHaveProperty('morningSummaryDays');
    const line = WHOLE.split('\n').length;
    for (const wrong of ['weekly', '2'])
      expect(problemsOf(`${WHOLE}notes_on: ${wrong}\n`)).toEqual([
        `newsroom.yaml line ${line}: "${wrong}" is not understood here. Write daily, weekdays, or the day of the week on which the note comes, for example Monday.`,
      ]);
    expect(problemsOf(`${WHOLE}notes_on: []\n`)).toEqual([
      `newsroom.yaml line ${line}: "notes_on" has no day in its list. Write daily, weekdays, or a day of the week, for example Monday.`,
    ]);
  });

  test('valid rules may name up to ten addresses of the morning summary, each taken once', () => {
    const ten = Array.from({ length: 10 }, (_, i) => `lead${i}@example.org`);
    for (const written of [`[${ten.join(', ')}]`, `[${[...ten, 'LEAD3@example.org', 'lead0@Example.org'].join(', ')}]`])
      expect(read(`${WHOLE}notes_to: ${written}\n`).rules!.morningSummaryTo).toEqual(ten);
    expect(read(`${WHOLE}notes_to:\n  - a@example.org\n  - b@example.org\n`).rules!.morningSummaryTo).toEqual([
      'a@example.org',
      'b@example.org',
    ]);
    const line = WHOLE.split('\n').length;
    expect(problemsOf(`${WHOLE}notes_to:\n  - a@example.org\n  - the lead\n`)).toEqual([
      `newsroom.yaml line ${line + 2}: "the lead" is not an email address that every mail program takes from a sender. Write it with letters without accents, for example news@example.org.`,
    ]);
    expect(problemsOf(`${WHOLE}notes_to: [${ten.join(', ')}, more@example.org]\n`)).toEqual([
      `newsroom.yaml line ${line}: "notes_to" has 11 addresses, and can have at most 10. Take some of them away.`,
    ]);
    expect(problemsOf(`${WHOLE}notes_to: []\n`)).toEqual([
      `newsroom.yaml line ${line}: "notes_to" has no address in its list. Write one, or take the line away, and nobody gets these emails.`,
    ]);
    for (const sign of [', ', '; ', ' '])
      expect(problemsOf(`${WHOLE}notes_to: a@example.org${sign}b@example.org\n`)).toEqual([
        `newsroom.yaml line ${line}: "notes_to" has more than one address. Put them in square brackets: notes_to: [a@example.org, b@example.org].`,
      ]);
  });

  test('valid rules may name the days of a launch', () => {
    expect(read(`${WHOLE}launches: [2026-12-03, "2027-01-14"]\n`).rules!.launches?.map(String)).toEqual(['2026-12-03', '2027-01-14']);
    expect(read(WHOLE).rules).not.toHaveProperty('launches');
    const line = WHOLE.split('\n').length;
    for (const [wrong, example] of [
      ['2026-02-30', '2026-02-28'],
      ['3 December', '2026-02-28'],
      ['2026-12-03T09:00', '2026-12-03'],
    ])
      expect(problemsOf(`${WHOLE}launches: [${wrong}]\n`)).toEqual([
        `newsroom.yaml line ${line}: "${wrong}" is not a date. Write it as year-month-day, for example ${example}.`,
      ]);
  });

  test('valid rules may leave out what has a default', () => {
    const optional =
      /^(brand|quiet|approval|undo|max_lateness|archive_after| +reply_to| +hashtags| +hours| +weekends| +bank_holidays):?.*$/;
    const { rules } = read(
      WHOLE.split('\n')
        .filter((line) => !optional.test(line))
        .join('\n'),
    );
    expect(rules).toMatchObject({
      sender: { replyTo: 'news@example.org' },
      brand: { colour: '#005eb8' },
      x: { hashtags: [] },
      quiet: { weekends: false, bankHolidays: 'none' },
      approval: 'automatic',
    });
    expect(rules!.quiet).not.toHaveProperty('hours');
    expect([rules!.undo, rules!.maxLateness, rules!.backdatedAfter].map(String)).toEqual(['PT2M', 'PT12H', 'P7D']);
  });

  test('valid rules may name other digests than weekly and monthly, or none', () => {
    expect(read(withLine(19, '  fortnight-news: { every: week, on: monday, at: "08:30" }')).rules!.digests[0]).toMatchObject({
      name: 'fortnight-news',
      when: { every: 'week', weekday: 1 },
    });
    expect(read(WHOLE.replace(/ {2}weekly.*\n {2}monthly.*\n/, '')).rules!.digests).toEqual([]);
  });
});

describe('each problem has its line and its remedy', () => {
  test.each<[string, number, string, string]>([
    ['an unknown zone', 3, 'timezone: Europe/Lodnon', '"Europe/Lodnon" is not a time zone. Did you mean "Europe/London"?'],
    [
      'an offset for a zone',
      3,
      'timezone: "+01:00"',
      '"+01:00" is not a time zone. Write one by continent and city, for example Europe/London.',
    ],
    [
      'a site without https',
      4,
      'site: http://news.example.org',
      '"http://news.example.org" is not the address of a site. Write https:// and its name with nothing after it, for example https://news.example.org.',
    ],
    [
      'a site with a path',
      4,
      'site: https://example.org/news',
      '"https://example.org/news" is not the address of a site. Write https:// and its name with nothing after it, for example https://news.example.org.',
    ],
    [
      'an address with an accent',
      7,
      '  address: andré@example.org',
      '"andré@example.org" is not an email address that every mail program takes from a sender. Write it with letters without accents, for example news@example.org.',
    ],
    [
      'an address without a domain',
      8,
      '  reply_to: team@example',
      '"team@example" is not an email address that every mail program takes from a sender. Write it with letters without accents, for example news@example.org.',
    ],
    [
      'a colour by name',
      10,
      'brand: { colour: green }',
      '"green" is not a colour. Write # and six digits or letters a to f, in quotes, for example "#005eb8".',
    ],
    [
      'a handle with @',
      12,
      '  handle: "@ExampleMHC"',
      '"@ExampleMHC" is not the name of an X account. Write it without @: at most 15 letters, digits and underscores, for example ExampleMHC.',
    ],
    [
      'a hashtag with #',
      13,
      '  hashtags: ["#PatientSafety"]',
      '"#PatientSafety" is not a hashtag. Write it without # and without spaces, each word with a capital, for example PatientSafety.',
    ],
    [
      'a topic with capitals for its key',
      15,
      '  Medication: Medication',
      '"Medication" cannot be a key here. Use only small letters a to z, digits and hyphens, as in leadership: Leadership.',
    ],
    [
      'a digest that takes the name of a frequency',
      19,
      '  each: { every: week, on: Thursday, at: "08:30" }',
      'A digest may not be called "each", which subscribers choose for something else. Give it another name.',
    ],
    [
      'a digest on a day that no week has',
      19,
      '  weekly: { every: week, on: first Tuesday, at: "08:30" }',
      '"first Tuesday" is not a day of the week. Write its English name, for example Thursday.',
    ],
    [
      'a digest on a day that not every month has',
      20,
      '  monthly: { every: month, on: fifth Friday, at: "10:00" }',
      '"fifth Friday" is not a day of a month. Write first, second, third, fourth or last and a weekday, for example first Tuesday.',
    ],
    [
      'a digest at an unknown interval',
      20,
      '  monthly: { every: year, on: last Friday, at: "10:00" }',
      '"year" is not understood here. Write week or month.',
    ],
    [
      'a time without a colon',
      24,
      '  at: 0900',
      '"0900" is not a time of day. Write hours and minutes with two digits each, in quotes, for example "09:00".',
    ],
    [
      'a length of no time',
      25,
      '  follow_up: 0 days',
      '"0 days" is not a length of time. Write a number and minutes, hours, days or weeks, for example 7 days.',
    ],
    [
      'months, which differ in length',
      21,
      '  upcoming_events: 2 months',
      '"2 months" is not a length of time. Write a number and minutes, hours, days or weeks, for example 7 days.',
    ],
    ['a reminder twice', 23, '  reminders: [7 days, 1 week]', 'The same reminder is in the list twice. Take one of the two away.'],
    [
      'slots out of order',
      27,
      '  slots: ["12:30", "09:00", "12:30"]',
      'The slots are not in the order of the day. Write each once, the earliest first: ["09:00", "12:30"].',
    ],
    [
      'no slot',
      27,
      '  slots: []',
      'There is no slot, so that nothing could be posted. Write at least one time, for example slots: ["09:00"].',
    ],
    ['a budget in words', 28, '  monthly_budget_usd: ten', '"ten" is not an amount. Write a number, for example 10.'],
    [
      'quiet hours that never end',
      30,
      '  hours: ["19:00", "19:00"]',
      'The quiet hours begin and end at the same time. Write two different times, for example hours: ["19:00", "07:30"].',
    ],
    [
      'one quiet hour',
      30,
      '  hours: ["19:00"]',
      'The quiet hours are two times. Write when they begin and when they end, for example hours: ["19:00", "07:30"].',
    ],
    ['yes for true', 31, '  weekends: yes', '"yes" must be true or false. Write one of the two, without quotes.'],
    [
      'bank holidays of an unknown country',
      32,
      '  bank_holidays: england',
      '"england" is not understood here. Write one of: england-and-wales, none.',
    ],
    ['an unknown approval', 33, 'approval: requird', '"requird" is not understood here. Did you mean "required"?'],
    ['an unknown key', 36, 'archive_aftr: 10 days', '"archive_aftr" is not a key of the rules. Did you mean "archive_after"?'],
    ['an unknown key in a group', 8, '  reply-to: team@example.org', '"reply-to" is not a key of the sender. Did you mean "reply_to"?'],
    ['an empty group', 28, '  monthly_budget_usd:', '"monthly_budget_usd" is empty. Write, for example, monthly_budget_usd: 10'],
    ['a tab', 27, '\tslots: ["09:00", "12:30"]', 'This line begins with a tab. Replace it with spaces.'],
  ])('a problem of the rules has its line and its remedy: %s', (_, number, line, sentence) => {
    expect(problemsOf(withLine(number, line))).toEqual([`newsroom.yaml line ${number}: ${sentence}`]);
  });

  test('a colour in the rules without quotes is reported as a comment', () => {
    expect(problemsOf(withLine(10, 'brand:\n  colour: #00703c'))).toEqual([
      'newsroom.yaml line 11: "brand.colour" is empty, because what follows "#" is read as a comment. Put the value in quotes.',
    ]);
  });

  test('a group in the rules that is only one word is reported as such', () => {
    expect(problemsOf(WHOLE.replace(/brand:.*/, 'brand: green'))).toEqual([
      'newsroom.yaml line 10: "brand" must be a group of keys, each on its own line below it and indented by two spaces.',
    ]);
  });

  test('an empty rules file has a problem for each key that it needs', () => {
    expect(problemsOf('').map((line) => line.replace(/\. Write.*/, ''))).toEqual(
      ['name', 'short_name', 'timezone', 'site', 'sender', 'x', 'topics', 'organisations', 'digests', 'events', 'social'].map(
        (key) => `newsroom.yaml line 1: There is no "${key}" in the rules`,
      ),
    );
  });

  test('all problems of the rules are reported at once, in the order of lines', () => {
    const text = WHOLE.replace('name: Example Collaborative', 'name: [a]')
      .replace('Europe/London', 'Mars')
      .replace('60 days', '60')
      .replace('"09:00"', '"9"')
      .replace('x:\n', 'x:\n\tcolour: 1\n');
    expect(problemsOf(text).map((line) => Number(/line (\d+):/.exec(line)?.[1]))).toEqual([1, 3, 12, 22, 25]);
  });
});
