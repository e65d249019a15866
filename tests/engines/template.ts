import { join } from 'node:path';
import { lastLines, ranToEnd } from '#tests/engines/ran-to-end';
import type { Verdict } from '#tests/mail/verdict';

const REGIONS = ['eu-west-2', 'eu-west-1', 'us-east-1'];

/** cfn-lint must find no error in the template, in regions where the newsroom may be. */
export async function templateLinted(programs: string, scratch: string): Promise<Verdict> {
  const out = join(scratch, 'template');
  const synthesised = await ranToEnd('cdk', ['synth', '--quiet', '--output', out]);
  if (synthesised.code !== 0) return { said: [], wrong: [`The template cannot be made: ${lastLines(synthesised.said)}`] };
  const regions = REGIONS.flatMap((region) => ['--regions', region]);
  const { code, said } = await ranToEnd(join(programs, 'cfn-lint'), [
    ...[join(out, 'Newsroom.template.json'), '--format', 'parseable', '--non-zero-exit-code', 'error'],
    ...regions,
  ]);
  // As `file:line:column:…:E3002:…`.
  const errors = said.split('\n').filter((line) => /:E\d{4}:/.test(line));
  const warnings = said.split('\n').filter((line) => /:W\d{4}:/.test(line)).length;
  if (code !== 0 && errors.length === 0) return { said: [], wrong: [`cfn-lint ended with ${code}: ${lastLines(said)}`] };
  return { said: [`No error in ${REGIONS.join(', ')}; ${warnings} warnings.`], wrong: errors };
}
