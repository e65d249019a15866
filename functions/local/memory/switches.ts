import type { Override } from '#core/publication/override';
import type { PublicationId } from '#core/publication/publication';
import type { Approval, Decision, Pausable, Switches } from '#ports';

export function memorySwitches(): Switches {
  const paused = new Map<Pausable, string>();
  const approved = new Map<PublicationId, Approval>();
  const cancelled = new Map<PublicationId, Decision>();
  const overrides = new Map<PublicationId, Override>();
  return {
    read: async (publication, channel) => {
      const reason = paused.get('everything') ?? (channel && paused.get(channel)) ?? (publication && paused.get(publication));
      const own = publication && paused.get(publication);
      const isWider = paused.has('everything') || (channel !== undefined && paused.has(channel));
      const approval = publication && approved.get(publication);
      const cancel = publication && cancelled.get(publication);
      return {
        ...(reason === undefined ? {} : { paused: reason }),
        ...(isWider && own !== undefined ? { alsoPaused: own } : {}),
        ...(approval ? { approved: approval } : {}),
        ...(cancel ? { cancelled: cancel } : {}),
      };
    },
    pause: async (what, reason) => void paused.set(what, reason),
    resume: async (what) => void paused.delete(what),
    approve: async (publication, approval) => void approved.set(publication, approval),
    cancel: async (publication, by, at) => {
      if (!cancelled.has(publication)) cancelled.set(publication, { by, at });
    },
    overrides: async () => new Map(overrides),
    setOverride: async (publication, override) => {
      if ((overrides.get(publication)?.version ?? 0) !== override.version - 1) return 'stale';
      overrides.set(publication, override);
      return 'set';
    },
    uncancel: async (publication, { by, at }) => {
      const known = cancelled.get(publication);
      if (known?.by === by && known.at.equals(at)) cancelled.delete(publication);
    },
  };
}
