import { randomBytes } from 'node:crypto';
import { openTokens, parseTokenKeys } from '#adapters/identity/tokens';
import { stackOutput } from '#local/deploy/stack-output';
import { type Deployment, done, type Outcome, type Step, stops } from '#local/deploy/step';

export const tokens: Step = {
  title: 'Links of readers are signed',
  looks: () => 'Whether the secret with the keys of links has been filled in.',
  does: () =>
    'Makes the keys by chance and puts them there, only if nobody ever has. They are not shown. What is there is never replaced: the ids of readers are made with its pepper.',
  async run(deployment): Promise<Outcome> {
    const secret = await stackOutput(deployment, 'SecretTokens');
    const key = () => randomBytes(32).toString('hex');
    const stored = await deployment.aws.secrets.read(secret);
    if (!isObject(stored)) {
      const filled = await deployment.aws.secrets.fill(secret, JSON.stringify({ pepper: key(), keys: { a: key() }, current: 'a' }));
      return check(deployment, secret, filled ? 'The keys have been made.' : 'Somebody has filled them in just now.');
    }
    return check(deployment, secret, 'The keys are there.');
  },
};

/** A secret that nobody has filled in holds some random letters. */
function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

async function check({ aws }: Deployment, secret: string, said: string): Promise<Outcome> {
  try {
    openTokens(parseTokenKeys(JSON.parse(await aws.secrets.read(secret))));
  } catch {
    // The error could quote the secret.
    return stops(
      'The keys of links are there and cannot be used: a part is missing or too short.',
      'Look at the secret in Secrets Manager with whoever wrote it, and put its earlier version back. Never change the "pepper".',
    );
  }
  return done(`${said} Keep a copy of the secret in your organisation's safe: Secrets Manager, "Retrieve secret value".`);
}
