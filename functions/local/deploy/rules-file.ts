import { isNote, problemLine } from '#core/parsing/problem';
import { readRules } from '#core/rules/read-rules';
import { BadOptions } from '#local/cli/options';
import type { Rules } from '#local/deploy/step';

/** Returns what newsroom.yaml says of who sends. @throws BadOptions with its problems when it cannot be read. */
export function rulesOf(file: string, bytes: Uint8Array): Rules {
  const source = { file, bytes, sizeBytes: bytes.length };
  const { rules, problems } = readRules(source);
  if (!rules) throw new BadOptions(problems.map(problemLine));
  return {
    name: rules.name,
    sender: rules.sender.address,
    site: rules.site,
    handle: rules.x?.handle,
    problems({ domain, siteHost }) {
      const found = readRules({ ...source, deployed: { domain, site: `https://${siteHost}` } });
      return found.problems.filter((problem) => !isNote(problem)).map(problemLine);
    },
  };
}
