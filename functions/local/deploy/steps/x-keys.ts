import { object, record, safeParse, string, unknown } from 'zod/mini';
import { stackOutput } from '#local/deploy/stack-output';
import { done, type Step, waits, type XKeys } from '#local/deploy/step';

const KEYS = {
  appKey: 'API key',
  appSecret: 'API key secret',
  accessToken: 'Access token',
  accessSecret: 'Access token secret',
} as const satisfies Record<keyof XKeys, string>;

const ofX = object({ appKey: string(), appSecret: string(), accessToken: string(), accessSecret: string() });

export const xKeys: Step = {
  title: 'The keys of the account on X are there',
  looks: () => 'Whether the secret of the social accounts has the four keys of X.',
  does: () =>
    'Asks for them without showing what you type, tries them with one read of the account’s own name (nothing is posted), and stores them only if X takes them. Leave the first one empty to do it later: emails do not need them.',
  async run(deployment) {
    const { aws, rules, terminal, tryX } = deployment;
    const secret = await stackOutput(deployment, 'SecretX');
    const stored = await aws.secrets.read(secret);
    const known = asObject(stored);
    if (ofX.safeParse(known).success) return done('They are. npm run doctor tries them.');
    const later = waits(
      'They are not there yet. Emails go out all the same; posts wait.',
      'you',
      'Get the four keys of the account, with the permission "Read and write", on developer.x.com (docs/social-accounts.md), and run this again.',
    );
    terminal.say('  Four keys of the developer page of X. Leave the first one empty to do it later.');
    const typed: Partial<XKeys> = {};
    for (const [name, label] of Object.entries(KEYS)) {
      const answer = await terminal.askSecretly(`  ${label}`);
      if (!answer) return later;
      Object.assign(typed, { [name]: answer });
    }
    const tried = await tryX(ofX.parse(typed));
    if ('refused' in tried)
      return waits(
        `X does not take these keys: ${tried.refused} They were not stored.`,
        'you',
        'Copy the four keys again, and run this again.',
      );
    if (tried.mayWrite === false)
      return waits(
        'X takes these keys, for reading only. They were not stored.',
        'you',
        'On developer.x.com give the app the permission "Read and write", make the access token anew, and run this again.',
      );
    await aws.secrets.replace(secret, JSON.stringify({ ...known, ...typed }));
    const other = rules.handle !== undefined && rules.handle.toLowerCase() !== tried.handle.toLowerCase();
    return done(`They are of @${tried.handle}.${other ? ` But newsroom.yaml says @${rules.handle}: correct one of the two.` : ''}`);
  },
};

/** A secret that nobody has filled in holds some random letters; one that has Bluesky's password keeps it. */
function asObject(text: string): Record<string, unknown> {
  try {
    return safeParse(record(string(), unknown()), JSON.parse(text)).data ?? {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
