import type { AccountFound, OutsideFindings, SecretFound, SignInFound } from '#core/doctor/findings';
import {
  better,
  type Check,
  type Doubt,
  doubt,
  inOrder,
  type Judged,
  type Remedy,
  type Verdict,
  verdictOn,
  wrong,
} from '#core/doctor/verdict';
import { count } from '#core/text/wrap';

const check = (id: string, name: string, looked: string): Check => ({ id, part: 'accounts', name, looked });
const ask = (whom: Remedy['whom'], otherwise: string, please: string): Remedy => ({
  otherwise,
  whom,
  text: `Hello,\n\n${please}\n\nThank you`,
});

export function judgeAccounts({ tokens, socialKeys, x, bluesky, signIn }: OutsideFindings): Verdict[] {
  return [
    verdictOn(check('tokens', 'The keys of readers’ links', 'Whether they have been filled in.'), tokens, (found) =>
      judgeSecret(
        found,
        ask(
          'setup',
          'nobody can sign up, confirm or unsubscribe, and no email goes out.',
          'The secret with the keys that sign readers’ links has not been filled in. Please fill it in as docs/running-on-aws.md says, and keep a copy of the pepper in the safe: it must never change.',
        ),
      ),
    ),
    verdictOn(check('social-keys', 'The keys of the social accounts', 'Whether they have been filled in.'), socialKeys, (found) =>
      judgeSecret(
        found,
        ask(
          'setup',
          'posts for X and Bluesky wait, and are missed. Emails go out all the same.',
          'The secret with the keys of the social accounts has not been filled in. docs/social-accounts.md says where they come from, docs/running-on-aws.md where they go.',
        ),
      ),
    ),
    verdictOn(check('x-keys', 'X knows us', 'Whether X answers to our keys, without posting anything.'), x, (found) =>
      judgeKeys(found, 'X'),
    ),
    verdictOn(check('x-access', 'We may post on X', 'Whether the keys may write, and not only read.'), x, judgeAccess),
    verdictOn(check('x-credit', 'There is credit on X', 'Whether X refuses us for want of money.'), x, judgeCredit),
    verdictOn(
      check('bluesky', 'Bluesky knows us', 'Whether Bluesky answers to our app password, without posting anything.'),
      bluesky,
      (found) => judgeKeys(found, 'Bluesky'),
    ),
    verdictOn(check('people', 'Somebody can sign in here', 'How many accounts the desk has.'), signIn, judgePeople),
    verdictOn(
      check('second-factor', 'A stolen password is not enough', 'Whether the desk asks everybody for a second proof.'),
      signIn,
      ({ secondFactor }) => judgeSecondFactor(secondFactor),
    ),
  ];
}

function judgeSecret({ filled, wrong: why }: SecretFound, remedy: Remedy): Judged {
  if (!filled) return wrong('They have not been filled in yet.', remedy);
  if (why !== undefined) return wrong(`They have been filled in, and cannot be used: ${why}`, remedy);
  return inOrder('They have been filled in.');
}

const NO_POSTS = 'posts wait, and are missed after some hours. Emails go out all the same.';

function judgeKeys(found: AccountFound, service: string): Judged | Doubt {
  switch (found.is) {
    case 'open':
      return inOrder(`${service} answers, and knows us as @${found.handle}.`);
    case 'no-credit':
    case 'no-access':
      return inOrder(`${service} answers, and knows the keys.`);
    case 'keys-refused':
      return wrong(
        found.said,
        ask(
          'setup',
          NO_POSTS,
          `${service} does not take our keys any more. Please make new ones as docs/social-accounts.md says, and put them into the secret. We then resume posting on the desk.`,
        ),
      );
    case 'suspended':
      return wrong(
        found.said,
        ask(
          'social',
          NO_POSTS,
          `${service} has suspended or locked our account. Please sign in there by hand, read why, and ask for a review.`,
        ),
      );
    default:
      return found satisfies never;
  }
}

function judgeAccess(found: AccountFound): Judged | Doubt {
  const remedy = ask(
    'social',
    'X refuses each post. Emails go out all the same.',
    'The keys of our app on X may only read. Please set the app’s permission to "Read and write" in the X developer console, then make the access token and its secret again, because keys of before may only read.',
  );
  if (found.is === 'no-access') return wrong(found.said, remedy);
  if (found.is !== 'open') return doubt('X did not get so far.');
  if (found.access === undefined) return doubt('X does not say. The next post shows it.');
  return found.access.includes('write') ? inOrder(`They may (${found.access}).`) : wrong(`They may only read (${found.access}).`, remedy);
}

function judgeCredit(found: AccountFound): Judged | Doubt {
  if (found.is === 'no-credit')
    return wrong(
      found.said,
      ask(
        'social',
        NO_POSTS,
        'Our account on X has no credit left, so X refuses our posts. Please buy some in the X developer console, and look at the spending limit there.',
      ),
    );
  return doubt(
    found.is === 'open'
      ? 'X has not refused us. How much is left X tells nobody: only the X developer console shows it.'
      : 'X did not get so far.',
  );
}

function judgePeople({ open, invited }: SignInFound): Judged {
  const awaited =
    invited === 0
      ? ''
      : ` ${count(invited, 'more person is', 'more people are')} invited and ${invited === 1 ? 'has' : 'have'} not signed in yet.`;
  if (open === 0)
    return wrong(
      `Nobody can.${awaited}`,
      ask(
        'setup',
        'nobody can write, say yes or pause on the desk.',
        'No account of the desk’s user pool can sign in. Please add the first person to the pool DeskUsers, with "Mark email address as verified" ticked.',
      ),
    );
  if (open === 1)
    return better(`One person can.${awaited}`, {
      otherwise: 'if that person is away or loses the phone, nobody can stop an email or let one out.',
      whom: 'you',
      text: 'Let in a second colleague on the page Colleagues, with the right to change rules and colleagues.',
    });
  return inOrder(`${count(open, 'person', 'people')} can.${awaited}`);
}

function judgeSecondFactor(asked: string): Judged {
  if (asked === 'ON') return inOrder('It does.');
  return wrong(
    asked === 'OPTIONAL' ? 'Only those who want to are asked.' : 'It does not.',
    ask(
      'setup',
      'whoever learns one password reads the list of people, and can send emails in our name.',
      'The user pool of the desk does not require a second factor. Please deploy the stack again: it sets MFA to "required".',
    ),
  );
}
