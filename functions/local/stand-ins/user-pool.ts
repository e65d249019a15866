// A stand-in for Cognito's user pool: who can sign in, as its own calls say it. It refuses what Cognito refuses.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** As Cognito tells of one. `sub`: who they are, whatever their address becomes. */
export type PoolUser = { sub: string; email: string; enabled: boolean; status: 'FORCE_CHANGE_PASSWORD' | 'CONFIRMED' };

type Answer = { status: number; body?: object };

export type UserPool = {
  id: string;
  users(): readonly PoolUser[];
  /** Invitations that were sent, by address. */
  invitations: string[];
  /** They sign in: from then on they have a password of their own. Undefined for whoever cannot. */
  signIn(email: string): PoolUser | undefined;
  /** Refuses the next such call, as Cognito does when it is overloaded. */
  refuseNext(action: string): void;
  /** Answers one call, such as `AdminCreateUser`. */
  answer(action: string, input: Record<string, unknown>): Answer;
};

/** The region of the local emulators, as Cognito names its pools. */
const POOL = 'eu-west-2_newsroom';
/** Cognito gives out at most 60 users at once. */
const PAGE = 60;

/** Opens a pool that is kept in this file, or in memory. `first`: whom it has when it is new. */
export function openUserPool({ file, first = [] }: { file?: string; first?: readonly string[] } = {}): UserPool {
  const users = new Map<string, PoolUser>();
  const invitations: string[] = [];
  let refusing: string | undefined;
  const kept: PoolUser[] = file !== undefined && existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
  for (const user of kept) users.set(user.email, user);
  const keep = (user: PoolUser): void => {
    users.set(user.email, user);
    if (file === undefined) return;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify([...users.values()]));
  };
  const added = (email: string, status: PoolUser['status']): PoolUser => ({
    sub: `person-${users.size + 1}`,
    email,
    enabled: true,
    status,
  });
  if (users.size === 0) for (const email of first) keep(added(email, 'CONFIRMED'));

  const create = (email: string, again: boolean): Answer => {
    const known = users.get(email);
    if (known && !again) return refused('UsernameExistsException');
    if (!known && again) return refused('UserNotFoundException');
    if (known?.status === 'CONFIRMED') return refused('UnsupportedUserStateException');
    if (!known) keep(added(email, 'FORCE_CHANGE_PASSWORD'));
    invitations.push(email);
    return { status: 200, body: { User: shown(users.get(email)) } };
  };
  const enable = (email: string, enabled: boolean): Answer => {
    const known = users.get(email);
    if (!known) return refused('UserNotFoundException');
    keep({ ...known, enabled });
    // Cognito answers with an empty body.
    return { status: 200 };
  };
  return {
    id: POOL,
    invitations,
    users: () => [...users.values()],
    signIn(email) {
      const known = users.get(email);
      if (!known?.enabled) return undefined;
      if (known.status !== 'CONFIRMED') keep({ ...known, status: 'CONFIRMED' });
      return known;
    },
    refuseNext(action) {
      refusing = action;
    },
    answer(action, { UserPoolId, Username, MessageAction, PaginationToken }) {
      if (action === refusing) {
        refusing = undefined;
        return refused('TooManyRequestsException');
      }
      if (UserPoolId !== POOL) return refused('ResourceNotFoundException');
      const email = String(Username).toLowerCase();
      switch (action) {
        case 'AdminCreateUser':
          return create(email, MessageAction === 'RESEND');
        case 'AdminEnableUser':
          return enable(email, true);
        case 'AdminDisableUser':
          return enable(email, false);
        case 'GetUserPoolMfaConfig':
          return { status: 200, body: { MfaConfiguration: 'ON' } };
        case 'ListUsers': {
          const from = Number(PaginationToken ?? 0);
          const page = [...users.values()].slice(from, from + PAGE);
          const more = from + PAGE < users.size ? { PaginationToken: String(from + PAGE) } : {};
          return { status: 200, body: { Users: page.map(shown), ...more } };
        }
        default:
          return refused('UnknownOperationException');
      }
    },
  };
}

const refused = (type: string): Answer => ({ status: 400, body: { __type: type, message: 'Refused.' } });

const shown = (user: PoolUser | undefined) =>
  user && {
    Username: user.sub,
    Enabled: user.enabled,
    UserStatus: user.status,
    Attributes: [
      { Name: 'sub', Value: user.sub },
      { Name: 'email', Value: user.email },
    ],
  };
