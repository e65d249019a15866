// Decides whether a role of the stack allows a request. It knows what our policies use: allowing statements, with conditions on keys and
// on the sender.
import type { Permission } from '#tests/cdk/permissions';

/** What a request needs on one resource. `keys`: all leading keys of the request. */
export type Need = { action: string; on: string; keys?: readonly string[]; from?: string };

export type Verdict = { allowed: boolean /** The permissions that allowed it. */; used: string[] };

/** Returns the names of a permission: one for each partition, if it is for partitions only. */
export const namesOf = ({ role, action, on, keys }: Permission): string[] =>
  (keys ?? [nameOf(on)]).map((what) => `${role} ${action} ${what}`);

/** Returns the last part of an ARN, which differs for each of our resources. */
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
