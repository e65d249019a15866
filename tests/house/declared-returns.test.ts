import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { returnTypeProblems } from '#tools/declared-returns';

const folder = mkdtempSync(join(tmpdir(), 'planted-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Returns the numbers of the reported lines in a file of these lines. */
function reported(lines: readonly string[]): number[] {
  writeFileSync(join(folder, 'a.ts'), lines.join('\n'));
  return returnTypeProblems(folder, ['a.ts']).map((problem) => Number(/^a\.ts:(\d+): An exported/.exec(problem)?.[1]));
}

test('each exported function, and each method in an exported table or class, that declares no return type is reported with its line', () => {
  const lines = [
    'export function one(a: { b: string }, c = [1]) { return c; }',
    'export async function two<V extends string>(a: V) { return a; }',
    'export const three = (a: number) => a + 1;',
    'export const table = { four: (a: number) => a + 1,',
    'five(a: number) { return a; },',
    'get six() { return 1; },',
    'nested: { seven: [function () { return 1; }] } } as const satisfies object;',
    'export class Example { eight(a: number) { return a; }',
    'static nine = () => 1;',
    'get ten() { return 1; } }',
  ];
  expect(reported(lines)).toEqual(lines.map((_, index) => index + 1));
});

test('an exported function with a return type, one that is not exported, private methods and constants are allowed', () => {
  const lines = [
    'export function one(a: (b: string) => void): void { a(two()); }',
    "function two() { return 'b'; }",
    'export const three = [1, 2].map((a) => a + two().length);',
    'export const table: Record<string, (a: number) => number> = { four: (a) => a + 1 };',
    'export class Example { constructor(readonly a: number) {} five(): number { return this.#six() + this.seven(); }',
    '#six() { return 1; }',
    'private seven() { return 1; } set eight(b: number) {} }',
  ];
  expect(reported(lines)).toEqual([]);
});
