import { freshSecret, hashOf } from '#adapters/identity/session-secret';
import type { Session } from '#core/desk/session';
import { isBefore } from '#core/time/compare';
import type { Sessions } from '#ports';

export function memorySessions(): Sessions {
  const sessions = new Map<string, Session>();
  const endThose = (which: (session: Session) => boolean) => {
    for (const [hash, session] of [...sessions]) if (which(session)) sessions.delete(hash);
  };
  return {
    begin: async (session) => {
      const secret = freshSecret();
      sessions.set(hashOf(secret), session);
      return secret;
    },
    find: async (secret) => sessions.get(hashOf(secret)),
    record: async (secret, session) => {
      if (sessions.has(hashOf(secret))) sessions.set(hashOf(secret), session);
    },
    end: async (secret) => void sessions.delete(hashOf(secret)),
    endAll: async (person) => endThose((session) => session.person === person),
    endUnused: async (since) => endThose(({ seen }) => isBefore(seen, since)),
  };
}
