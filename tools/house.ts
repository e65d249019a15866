// Checks what the linter cannot: file names, which folders of the core a file imports, comparisons with a single channel, servers without
// their guard, named files that do not exist, long comments and READMEs, functions without a return type, and paths of one machine.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import { SOCIAL_CHANNELS } from '#core/publication/publication';
import { returnTypeProblems } from './declared-returns.ts';

const emptyName = /(^|-)(utils?|helpers?|types|common|misc|index|v\d+)(?=-|$)/;
const source = /\.(ts|mjs|js|hbs|grit)$/;

/** Returns the problem of a file name that does not say what is in the file, such as `helpers`; undefined when there is none. */
export function nameProblem(file: string): string | undefined {
  const emptyWord = source.test(file) ? emptyName.exec(basename(file).split('.')[0] ?? '')?.[2] : undefined;
  return emptyWord && `${file}: "${emptyWord}" says nothing. Name the one idea that the file holds.`;
}

/** Returns the lines with a path that exists on one machine only. `here`: the paths of this machine. */
export function pathProblems(file: string, text: string, here: string[]): string[] {
  const foreign = [...here, '/home/', '/Users/', 'C:\\Users\\'];
  return text.split('\n').flatMap((line, index) => {
    const found = foreign.find((path) => line.includes(path));
    return found ? [`${file}:${index + 1}: "${found}" is a path of one machine.`] : [];
  });
}

/** The folders of the core. Each may import only the folders before it. */
export const CORE_ORDER = [
  ...['text', 'time', 'desk', 'dns', 'mime', 'parsing', 'image', 'markdown', 'rules'],
  ...['email-check', 'story', 'draft', 'rules-form', 'feed', 'card', 'publication', 'plan', 'preflight', 'site', 'subscriber', 'delivery'],
  ...['doctor', 'import', 'signup', 'certificate', 'email', 'social', 'transactional', 'privacy', 'report'],
];

/** Returns the lines on which a file of the core imports a folder that is not before its own. */
export function orderProblems(file: string, text: string): string[] {
  const [, inside] = /^functions\/core\/(.*)$/.exec(file) ?? [];
  if (inside === undefined) return [];
  const folder = inside.includes('/') ? inside.slice(0, inside.indexOf('/')) : '';
  const place = CORE_ORDER.indexOf(folder);
  if (place < 0)
    return [`${file}: "${folder}" is no folder of the core. Name the folder in CORE_ORDER of tools/house.ts, or move the file into one.`];
  const before = new Set([...CORE_ORDER.slice(0, place), folder]);
  return text.split('\n').flatMap((line, index) => {
    const [, wanted] = /['"]#core\/([^/'"]+)/.exec(line) ?? [];
    if (wanted === undefined || before.has(wanted)) return [];
    return [
      `${file}:${index + 1}: core/${folder} may not import core/${wanted}. It may import only the folders before it: ${CORE_ORDER.slice(0, place).join(', ')}.`,
    ];
  });
}

const channel = `'(?:${SOCIAL_CHANNELS.join('|')})'`;
const channelCompared = new RegExp(`[!=]==?\\s*${channel}|${channel}\\s*[!=]==?`);

/**
 * Returns the lines that compare a channel with one social channel: the compiler would not find them when a channel is added. A comparison
 * with email is allowed, because the compiler then checks the rest for every social channel.
 */
export function channelProblems(file: string, text: string): string[] {
  if (!/^functions\/.*\.ts$/.test(file)) return [];
  return text.split('\n').flatMap((line, index) => {
    const [compared] = channelCompared.exec(line) ?? [];
    return compared === undefined
      ? []
      : [
          `${file}:${index + 1}: "${compared}" would miss a channel that is added. Use a Record<SocialChannel, …>, or a switch that ends in "satisfies never".`,
        ];
  });
}

const LOOPBACK = 'functions/local/stand-ins/loopback.ts';
// A package that opens its own server is called inside onLoopback, which guards that server.
const opensServer =
  /\.listen\(|\bcreate(?:Secure)?Server\(|\bcreateAdaptorServer\(|\bnew (?:Http|Net)?Server\(|\bserve\b[^;]*from '@hono|(?<!onLoopback\(\(\) =>\s*)\bstartFauxqs\(/g;

/** Returns the lines that open a server without the guard of loopback.ts: any website in a browser of this machine could reach it. */
export function serverProblems(file: string, text: string): string[] {
  if (!/^functions\/.*\.ts$/.test(file) || file === LOOPBACK) return [];
  return [...text.matchAll(opensServer)].map(({ 0: found, index }) => {
    const line = text.slice(0, index).split('\n').length;
    return `${file}:${line}: "${found.trim()}" opens a server without the guard. Open it with a function of ${LOOPBACK}.`;
  });
}

const ROOTS = 'functions|tests|docs|cdk|tools|templates|bench|drills|content';
const MENTION = new RegExp(
  String.raw`(?<![\w/.#@-])((?:${ROOTS})/[\w./-]*\.(?:ts|mjs|md|hbs|scss|yaml)|(?:core|flow|web|adapters|local|handlers)/[\w/-]+\.ts)`,
  'g',
);

/**
 * Returns the lines that name a file which does not exist. `core/…` is short for `functions/core/…`; a name in capitals stands for any
 * name.
 */
export function mentionProblems(file: string, text: string, known: ReadonlySet<string>): string[] {
  return text.split('\n').flatMap((line, index) =>
    [...line.matchAll(MENTION)].flatMap(([, path = '']) => {
      const whole = new RegExp(`^(${ROOTS})/`).test(path) ? path : `functions/${path}`;
      if (known.has(whole) || /[A-Z]{4}/.test(path)) return [];
      return [`${file}:${index + 1}: "${path}" does not exist. Name the file that it has become, or none.`];
    }),
  );
}

const MOST_CHARACTERS = 140;

/** Returns the comment lines that are too long. The formatter breaks code, and leaves comments as they are. */
export function longCommentProblems(file: string, text: string): string[] {
  if (!/\.(ts|mjs)$/.test(file)) return [];
  return text.split('\n').flatMap((line, index) => {
    const tooLong = line.length > MOST_CHARACTERS && /^\s*(\/\/|\/?\*)/.test(line);
    return tooLong ? [`${file}:${index + 1}: This comment has ${line.length} characters. Break it before ${MOST_CHARACTERS}.`] : [];
  });
}

/** Pages that are read first, so that they must stay short. */
const MOST_LINES: Record<string, number> = { 'README.md': 90, 'docs/running-on-aws.md': 150, 'tests/simulation/README.md': 50 };

/** Returns the problem of a page that has become too long to be read first. */
export function pageProblems(file: string, text: string): string[] {
  const [most, lines] = [MOST_LINES[file] ?? Number.POSITIVE_INFINITY, text.trimEnd().split('\n').length];
  return lines > most ? [`${file}: This page has ${lines} lines, of at most ${most}. Move the details to a page of their own.`] : [];
}

const CODE = ['functions', 'cdk', 'templates', 'tests', 'tools', 'bench', 'drills'];

/** Returns the problems of every file that git tracks or would add, and the source files that git ignores. */
export async function houseProblems(root: string): Promise<string[]> {
  const options = { cwd: root, maxBuffer: 1e8 };
  const { stdout } = await promisify(execFile)('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], options);
  const files = stdout.split('\0').filter(Boolean).sort();
  const known = new Set(files);
  const hidden = await promisify(execFile)('git', ['ls-files', '--others', '--ignored', '--exclude-standard', '-z', ...CODE], options);
  const problems = hidden.stdout
    .split('\0')
    .filter((file) => source.test(file))
    .map((file) => `${file}: git ignores this file, so nobody else would get it. Correct .gitignore, or move the file.`);
  for (const file of files) {
    const text = await readFile(`${root}/${file}`, 'utf8').catch(() => '');
    const name = nameProblem(file);
    if (name) problems.push(name);
    // The tests of these rules name files that are not there.
    if (!file.startsWith('tests/house/') && file !== 'package-lock.json') problems.push(...mentionProblems(file, text, known));
    problems.push(...longCommentProblems(file, text), ...pageProblems(file, text));
    problems.push(...orderProblems(file, text), ...channelProblems(file, text), ...serverProblems(file, text));
    // This file and its test name such paths in order to find them.
    if (!/house(\.test)?\.ts$/.test(file)) problems.push(...pathProblems(file, text, [root, `${homedir()}/`]));
  }
  problems.push(
    ...returnTypeProblems(
      root,
      files.filter((file) => /^(functions|cdk)\/.*\.ts$/.test(file)),
    ),
  );
  return problems;
}
