// Whether a role of the stack allows a request, as far as our policies go: allowing statements, with conditions on keys and on the sender.
import type { Permission } from '#tests/cdk/permissions';

/** What one request needs of one resource. `keys`: all leading keys of the request. */
export type Need = { action: string; on: string; keys?: readonly string[]; from?: string };

export type Verdict = { allowed: boolean /** The permissions that were needed for it. */; used: string[] };

/** The permissions of one role that narrow down to partitions count one by one. */
export const namesOf = ({ role, action, on, keys }: Permission): string[] =>
  (keys ?? [nameOf(on)]).map((what) => `${role} ${action} ${what}`);

/** Of an ARN its last part, which no two of our resources have in common. */
const nameOf = (resource: string): string => resource.replace(/^arn:.*:/, '');

export function judge(permissions: readonly Permission[], role: string, need: Need): Verdict {
  const fitting = permissions.filter(
    (one) =>
      one.role === role &&
      one.action === need.action &&
      isLike(need.on, nameOf(one.on)) &&
      // ForAllValues: each key of the request fits one of the statement.
      (one.keys === undefined || (need.keys ?? []).every((key) => one.keys?.some((pattern) => isLike(key, pattern)))) &&
      (one.from === undefined || isLike(need.from ?? '', one.from)),
  );
  const used = fitting.flatMap((one) =>
    namesOf(one).filter((_, i) => one.keys === undefined || need.keys?.some((key) => isLike(key, one.keys?.[i] ?? ''))),
  );
  return { allowed: fitting.length > 0, used };
}

function isLike(text: string, pattern: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(text);
}
