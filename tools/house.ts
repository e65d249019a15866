// Checks what the linter cannot: file names, which folders of the core a file imports, comparisons with a single channel, servers without
// their guard, and paths of the machine it was written on.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import { SOCIAL_CHANNELS } from '#core/publication/publication';

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
  ...['text', 'time', 'desk', 'mime', 'parsing', 'image', 'markdown', 'rules'],
  ...['email-check', 'story', 'card', 'publication', 'plan', 'site', 'subscriber', 'delivery'],
  ...['import', 'signup', 'certificate', 'email', 'social', 'transactional', 'privacy'],
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
      `${file}:${index + 1}: core/${folder} may not import core/${wanted}. It imports only what stands before it: ${CORE_ORDER.slice(0, place).join(', ')}.`,
    ];
  });
}

const channel = `'(?:${SOCIAL_CHANNELS.join('|')})'`;
const channelCompared = new RegExp(`[!=]==?\\s*${channel}|${channel}\\s*[!=]==?`);

/**
 * A question after one social channel, by line: nothing would name it when another channel comes. Whether something is an email or a
 * post may be asked, since the compiler then holds the rest to every social channel.
 */
export function channelProblems(file: string, text: string): string[] {
  if (!/^functions\/.*\.ts$/.test(file)) return [];
  return text.split('\n').flatMap((line, index) => {
    const [compared] = channelCompared.exec(line) ?? [];
    return compared === undefined
      ? []
      : [
          `${file}:${index + 1}: "${compared}" forgets the channels that come. Use a Record<SocialChannel, …>, or a switch that ends in "satisfies never".`,
        ];
  });
}

const LOOPBACK = 'functions/local/stand-ins/loopback.ts';
// A package that opens its server itself is called inside onLoopback, which guards what it opens.
const opensServer =
  /\.listen\(|\bcreate(?:Secure)?Server\(|\bcreateAdaptorServer\(|\bnew (?:Http|Net)?Server\(|\bserve\b[^;]*from '@hono|(?<!onLoopback\(\(\) =>\s*)\bstartFauxqs\(/g;

/** Servers that a program opens past the guard of loopback.ts, by line: any website in a browser of this machine could reach them. */
export function serverProblems(file: string, text: string): string[] {
  if (!/^functions\/.*\.ts$/.test(file) || file === LOOPBACK) return [];
  return [...text.matchAll(opensServer)].map(({ 0: found, index }) => {
    const line = text.slice(0, index).split('\n').length;
    return `${file}:${line}: "${found.trim()}" opens a server past the guard. Open it with a function of ${LOOPBACK}.`;
  });
}

const ROOTS = 'functions|tests|docs|cdk|tools|templates|bench|drills|content';
const MENTION = new RegExp(
  String.raw`(?<![\w/.#@-])((?:${ROOTS})/[\w./-]*\.(?:ts|mjs|md|hbs|scss|yaml)|(?:core|flow|web|adapters|local|handlers)/[\w/-]+\.ts)`,
  'g',
);

/** A file that is named and is not there, by line. `core/…` stands for `functions/core/…`; a name in capitals stands for any name. */
export function mentionProblems(file: string, text: string, known: ReadonlySet<string>): string[] {
  return text.split('\n').flatMap((line, index) =>
    [...line.matchAll(MENTION)].flatMap(([, path = '']) => {
      const whole = new RegExp(`^(${ROOTS})/`).test(path) ? path : `functions/${path}`;
      if (known.has(whole) || /[A-Z]{4}/.test(path)) return [];
      return [`${file}:${index + 1}: "${path}" is not there. Name the file that it has become, or none.`];
    }),
  );
}

const EXPORTED = /^export (?:async )?function\*? ?(\w+)(?:<[^(]*>)?\(|^export const (\w+) = (?:async )?(?:<[^(]*>)?\(/gm;

/** An exported function of functions/ or cdk/ without a declared return type, by line: a reader would have to work it out. */
export function returnTypeProblems(file: string, text: string): string[] {
  if (!/^(functions|cdk)\/.*\.ts$/.test(file)) return [];
  return [...text.matchAll(EXPORTED)].flatMap(({ 0: start, 1: declaration, 2: constant, index }) => {
    let end = index + start.length;
    for (let depth = 1; depth > 0 && end < text.length; end += 1) {
      if ('([{'.includes(text.charAt(end))) depth += 1;
      if (')]}'.includes(text.charAt(end))) depth -= 1;
    }
    const next = text.slice(end).trimStart();
    if (declaration === undefined ? !next.startsWith('=>') : next.startsWith(':')) return [];
    const line = text.slice(0, index).split('\n').length;
    return [`${file}:${line}: "${declaration ?? constant}" declares no return type. Write it after the parameters.`];
  });
}

/** Looks at every file that is or would be in the repository. */
export async function houseProblems(root: string): Promise<string[]> {
  const options = { cwd: root, maxBuffer: 1e8 };
  const { stdout } = await promisify(execFile)('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], options);
  const files = stdout.split('\0').filter(Boolean).sort();
  const known = new Set(files);
  const problems: string[] = [];
  for (const file of files) {
    const text = await readFile(`${root}/${file}`, 'utf8').catch(() => '');
    const name = nameProblem(file);
    if (name) problems.push(name);
    // The tests of these rules name files that are not there.
    if (!file.startsWith('tests/house/') && file !== 'package-lock.json') problems.push(...mentionProblems(file, text, known));
    problems.push(...returnTypeProblems(file, text));
    problems.push(...orderProblems(file, text), ...channelProblems(file, text), ...serverProblems(file, text));
    // This file and its test name such paths in order to find them.
    if (!/house(\.test)?\.ts$/.test(file)) problems.push(...pathProblems(file, text, [root, `${homedir()}/`]));
  }
  return problems;
}
