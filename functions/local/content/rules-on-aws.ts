import { readFileSync } from 'node:fs';
import { isNote, problemLine } from '#core/parsing/problem';
import { readRules } from '#core/rules/read-rules';

/** What cdk.json has before anybody has filled it in. */
const EXAMPLE = /(^|\.)example\.org$/;

/**
 * Returns in which lines the rules do not agree with the stack of `cdk.json`: the sender is at another domain, or the site is another.
 * Nothing while that file has the examples.
 */
export function disagreements(rulesFile: string, cdkFile = 'cdk.json'): string[] {
  const { domain, siteHost } = JSON.parse(readFileSync(cdkFile, 'utf8')).context ?? {};
  if (typeof domain !== 'string' || typeof siteHost !== 'string' || EXAMPLE.test(domain)) return [];
  const bytes = readFileSync(rulesFile);
  const source = { file: rulesFile, bytes, sizeBytes: bytes.length };
  const others = new Set(readRules(source).problems.map(problemLine));
  const { problems } = readRules({ ...source, deployed: { domain, site: `https://${siteHost}` } });
  return problems
    .filter((problem) => !isNote(problem))
    .map(problemLine)
    .filter((line) => !others.has(line));
}
