import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readRules } from '#core/rules/read-rules';
import { blocking } from '#tests/email-checklist';

const root = join(import.meta.dirname, '..', '..', '..');
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rehearsal-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type Run = { code: number; out: string; error: string };

function rehearse(...options: string[]): Promise<Run> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['functions/local/commands/rehearse.ts', ...options], { cwd: root }, (failure, out, error) => {
      resolve({ code: typeof failure?.code === 'number' ? failure.code : failure ? 1 : 0, out, error });
    });
  });
}

const winter = ['--from', '2026-11-20T00:00', '--until', '2027-02-01T00:00'];
const read = async (...path: string[]) => readFile(join(folder, ...path));
const json = async (...path: string[]) => JSON.parse((await read(...path)).toString());

async function filesBelow(path: string): Promise<Map<string, string>> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(
      files.map(async (file): Promise<[string, string]> => [file.slice(path.length), (await readFile(file)).toString('base64')]),
    ),
  );
}

describe('a rehearsal of the sample content', () => {
  let run: Run;
  beforeAll(async () => {
    run = await rehearse(...winter, '--out', join(folder, 'one'));
  });

  test('a rehearsal ends with exit code 0, and says over which world it ran', () => {
    expect(run).toMatchObject({ code: 0, error: '' });
    expect(run.out).toContain('over the in-memory world');
    expect(run.out).toMatch(/\ndigest-\S+ +Thursday 26 November 2026: Sent to (?:all|both|\d)[^\n]* at 8:30am\./);
    expect(run.out).toMatch(/publication +planned +accepted +suppressed +refused +held +twice/);
  });

  test('a rehearsal writes the plan with the fields of each publication', async () => {
    const plan = await json('one', 'plan.json');
    expect(plan.length).toBeGreaterThan(10);
    for (const entry of plan) {
      expect(entry).toMatchObject({
        id: expect.any(String),
        kind: expect.any(String),
        state: expect.any(String),
        stories: expect.any(Array),
        audience: expect.any(Number),
      });
      expect(['email', 'x']).toContain(entry.channel);
      expect(entry.due).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:00[+-]\d\d:\d\d\[Europe\/London\]$/);
      if (entry.state !== 'done') expect(entry.reason).toMatch(/\.$/);
    }
  });

  test('a rehearsal accounts for every email, and writes each to one file', async () => {
    const certificate: Record<string, Record<string, number>> = await json('one', 'certificate.json');
    const folders = await readdir(join(folder, 'one', 'emails'));
    expect(folders.toSorted()).toEqual(Object.keys(certificate).toSorted());
    for (const [id, { planned, accepted = 0, suppressed = 0, refused = 0, held = 0, twice }] of Object.entries(certificate)) {
      expect(planned).toBe(accepted + suppressed + refused + held);
      expect(twice).toBe(0);
      expect(await readdir(join(folder, 'one', 'emails', id))).toHaveLength(accepted);
    }
  });

  test('a rehearsal writes emails that pass every blocking rule of the checklist', async () => {
    const bytes = await readFile(join(root, 'newsroom.yaml'));
    const { rules: sampleRules } = readRules({ file: 'newsroom.yaml', bytes, sizeBytes: bytes.length });
    for (const id of await readdir(join(folder, 'one', 'emails'))) {
      const [first] = await readdir(join(folder, 'one', 'emails', id));
      expect(blocking(await read('one', 'emails', id, first ?? ''), { senderProfile: sampleRules! })).toEqual([]);
    }
  });

  test('a rehearsal writes posts with their publication, time, text and alt texts', async () => {
    const posts = await json('one', 'posts.json');
    expect(posts.length).toBeGreaterThan(3);
    for (const post of posts) {
      expect(post).toEqual({
        publication: expect.stringMatching(/^x-/),
        at: expect.stringContaining('[Europe/London]'),
        text: expect.stringContaining('https://'),
        media: expect.any(Array),
      });
      for (const { alt } of post.media) expect(alt.length).toBeGreaterThan(10);
    }
  });

  test('a rehearsal that is run again writes the same bytes', async () => {
    await rehearse(...winter, '--out', join(folder, 'two'));
    const [one, two] = [await filesBelow(join(folder, 'one')), await filesBelow(join(folder, 'two'))];
    expect([...two.keys()].toSorted()).toEqual([...one.keys()].toSorted());
    for (const [file, bytes] of one) expect(two.get(file) === bytes, file).toBe(true);
  });

  test('a rehearsal refuses a folder that is not empty, unless it may overwrite', async () => {
    const refused = await rehearse(...winter, '--out', join(folder, 'one'));
    expect(refused).toMatchObject({ code: 2, out: '' });
    expect(refused.error).toContain('is not empty. Give another folder with --out, or add --overwrite.');
    expect(await rehearse(...winter, '--out', join(folder, 'two'), '--overwrite', '--json')).toMatchObject({ code: 0 });
  });
});

describe('a rehearsal says in plain words what is wrong', () => {
  test.each([
    ['a missing option', ['--from', '2026-11-20T00:00'], '--from, --until and --out are needed.'],
    ['an unknown option', [...winter, '--out', 'x', '--colour'], "Unknown option '--colour'"],
    [
      'a time that cannot be read',
      ['--from', 'soon', '--until', '2027-02-01T00:00', '--out', 'x'],
      '--from "soon" is no time. Write it like 2019-09-09T00:00.',
    ],
    ['an end before the start', ['--from', '2027-02-01T00:00', '--until', '2026-02-01T00:00', '--out', 'x'], 'Give a later time.'],
    ['content that is not there', [...winter, '--out', 'x', '--content', 'no/such/folder'], 'There is no no/such/folder.'],
  ])('a rehearsal refuses %s in plain words', async (_, options, sentence) => {
    const { code, error } = await rehearse(...options);
    expect(code).toBe(2);
    expect(error).toContain(sentence);
  });

  test('a rehearsal lists the problems of the rules and of the list of subscribers, all at once', async () => {
    const rules = join(folder, 'rules.yaml');
    await writeFile(
      rules,
      (await readFile(join(root, 'newsroom.yaml'), 'utf8'))
        .replace('timezone: Europe/London', 'timezone: Europe/Londres')
        .replace(/^site: .*/m, 'site: nowhere'),
    );
    const bad = await rehearse(...winter, '--out', join(folder, 'x'), '--rules', rules);
    expect(bad.code).toBe(2);
    expect(bad.error.match(/line \d+: /g)?.length).toBeGreaterThanOrEqual(2);
    const list = join(folder, 'list.csv');
    await writeFile(
      list,
      'email,name,organisation,frequency,topics,status,confirmed_at\nno-address,A,,each,,confirmed,\nb@example.org,B,,dayly,,confirmed,\n',
    );
    const people = await rehearse(...winter, '--out', join(folder, 'x'), '--subscribers', list);
    expect(people.code).toBe(2);
    expect(people.error).toContain('line 2: "no-address" is no email address. Write it like name@example.org.');
    expect(people.error).toContain('line 3: "dayly" is no frequency.');
  });

  test('a rehearsal lists the problems of a story, and the other stories go out', async () => {
    const content = join(folder, 'content');
    await cp(join(root, 'content'), content, { recursive: true });
    await writeFile(join(content, 'posts', '2026-11-27-broken.md'), '---\nauthor: A\npublished: 2026-11-27T09:00\n---\n\nText.\n');
    const run = await rehearse(...winter, '--out', join(folder, 'broken'), '--content', content);
    expect(run.code).toBe(3);
    expect(run.out).toContain('1 problem; a story that has one is left out:');
    expect(run.out).toContain('posts/2026-11-27-broken.md line 1: ');
    expect((await json('broken', 'plan.json')).map(({ id }: { id: string }) => id)).toContain(
      'alert-2026-11-26-safer-medication-at-the-ward-round',
    );
    expect(JSON.stringify(await json('broken', 'plan.json'))).not.toContain('broken');
  });

  test('a rehearsal names what has only its page because of its date, in its table and for scripts', async () => {
    const content = join(folder, 'mistyped');
    await mkdir(join(content, 'posts'), { recursive: true });
    const keys = 'title: A new ward\nauthor: A\npublished: 2025-11-26T09:00';
    await writeFile(join(content, 'posts', 'x.md'), `---\n${keys}\n---\n\nText.\n`);
    const options = ['--from', '2026-11-20T00:00', '--until', '2026-11-21T00:00', '--content', content];
    const run = [...options, '--subscribers', join(root, 'content', 'subscribers.csv'), '--out'];
    const sentence =
      'posts/x.md says that it was published on Wednesday 26 November 2025. That is more than 7 days before the rehearsal begins, so it has its page and nothing is sent. If the date is wrong, put it right, and it goes out.';
    const { out, code } = await rehearse(...run, join(folder, 'mistyped-one'));
    expect([code, out.includes(`1 story is on the website only, because of the date:\n${sentence}\n`)]).toEqual([0, true]);
    const { emails, websiteOnly } = JSON.parse((await rehearse(...run, join(folder, 'mistyped-two'), '--json')).out);
    expect([emails, websiteOnly]).toEqual([0, [sentence]]);
  });

  test('a rehearsal names what was missed with its cause, in its table and for scripts, and ends with exit code 3', async () => {
    const content = join(folder, 'dead-link');
    await mkdir(join(content, 'events'), { recursive: true });
    const event = 'title: A day\nstarts: 2027-01-20T09:30\nends: 2027-01-20T16:30\nvenue: Taunton\npublished: 2026-11-23T10:00';
    await writeFile(join(content, 'events', 'a-day.md'), `---\n${event}\n---\n\nSee [the plan](https://exa%20mple.org/plan).\n`);
    const options = [...winter, '--content', content, '--subscribers', join(root, 'content', 'subscribers.csv'), '--out'];
    const run = await rehearse(...options, join(folder, 'dead-one'));
    expect(run).toMatchObject({ code: 3, error: '' });
    const cause = 'because its email had a problem: the link "the plan" is dead: no mail program can open "https://exa%20mple.org/plan".';
    expect(run.out).toMatch(/\d publications did not go out:\nannouncement-a-day +missed: It was due on Monday 23 November 2026 at 10am\./);
    expect(run.out).toContain(cause);
    expect(run.out).toMatch(/\nx-a-day +missed: It was not sent, because its announcement did not go out: it was due on/);
    const { notSent, certificates } = JSON.parse((await rehearse(...options, join(folder, 'dead-two'), '--json')).out);
    // The digests go out: they do not show the text of an event, and so not its link.
    expect(Object.keys(certificates).filter((id) => !id.startsWith('digest-'))).toEqual([]);
    expect(notSent[0]).toEqual({
      publication: 'announcement-a-day',
      state: 'missed',
      due: '2026-11-23T10:00:00+00:00[Europe/London]',
      reason: expect.stringContaining(cause),
    });
  });

  test('a rehearsal lists the notes on a story, and the story goes out', async () => {
    const content = join(folder, 'noted-content');
    await cp(join(root, 'content'), content, { recursive: true });
    const text = '---\ntitle: A\nauthor: A\npublished: 2026-11-27T09:00\n---\n\nText.\n\n<!-- ask Ada -->\n';
    await writeFile(join(content, 'posts', '2026-11-27-noted.md'), text);
    const run = await rehearse(...winter, '--out', join(folder, 'noted'), '--content', content);
    expect(run.out).toContain('posts/2026-11-27-noted.md line 9: This comment is not published.');
    expect(run.out).not.toContain('problem');
    expect((await json('noted', 'plan.json')).map(({ id }: { id: string }) => id)).toContain('alert-2026-11-27-noted');
  });
});
