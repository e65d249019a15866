// After `npm run synth`: says when the rules do not agree with the stack, before SES refuses each email.
import { chooseSources } from '#local/cli/options';
import { disagreements } from '#local/content/rules-on-aws';

for (const line of disagreements(chooseSources({}).rules)) process.stdout.write(`${line}\n`);
