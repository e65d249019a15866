import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Item } from '#adapters/dynamo/item';

/** Placeholders for the names and values of one DynamoDB expression, so that reserved words and ids can be used as names. */
export type Expression = { names: Record<string, string>; values: Item; name(name: string): string; value(value: AttributeValue): string };

export function openExpression(): Expression {
  const names: Record<string, string> = {};
  const values: Item = {};
  const standIns = new Map<string, string>();
  const valueStandIns = new Map<string, string>();
  return {
    names,
    values,
    name(name) {
      const standIn = standIns.get(name) ?? `#${standIns.size}`;
      standIns.set(name, standIn);
      names[standIn] = name;
      return standIn;
    },
    value(value) {
      // The members of a group mostly have equal values, and each that is written out costs: all of them a fifth of the call.
      const written = JSON.stringify(value);
      const standIn = valueStandIns.get(written) ?? `:${valueStandIns.size}`;
      valueStandIns.set(written, standIn);
      values[standIn] = value;
      return standIn;
    },
  };
}

/** Returns the condition that the delivery at `path` is free for this attempt, with the meaning of `holds` in core/delivery/ledger.ts. */
export function isFree(expression: Expression, path: string, attempt: number): string {
  const state = `${path}.${expression.name('state')}`;
  const stored = `${path}.${expression.name('attempt')}`;
  const ready = `${state} = ${expression.value({ S: 'ready' })} AND ${stored} = ${expression.value({ N: String(attempt) })}`;
  return attempt === 0 ? `(attribute_not_exists(${path}) OR ${ready})` : `(${ready})`;
}

/** Returns the condition that the delivery at `path` is still the claim with this nonce, in one of these stored states. */
export function isClaim(expression: Expression, path: string, nonce: string, states: readonly string[]): string {
  const state = `${path}.${expression.name('state')}`;
  const among = states.map((one) => expression.value({ S: one })).join(', ');
  return `(${path}.${expression.name('nonce')} = ${expression.value({ S: nonce })} AND ${state} IN (${among}))`;
}
