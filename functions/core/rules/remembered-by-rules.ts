import type { Rules } from '#core/rules/rules';

/** Returns the value of a key while the rules and the templates are the same, and makes it where none is known. */
export type RememberedByRules<Value> = (rules: Rules, key: string, make: () => Value) => Value;

/**
 * Remembers what is composed with rules and templates, at most `most` for the same rules. `templates`: those in use, which a newsroom
 * whose templates are edited changes while it runs. A remembered value must not be changed.
 */
export function rememberedByRules<Value extends object>(most: number, templates: () => object): RememberedByRules<Value> {
  const known = new WeakMap<Rules, { by: object; values: Map<string, Value> }>();
  return (rules, key, make) => {
    const by = templates();
    const before = known.get(rules);
    const { values } = before?.by === by ? before : { values: new Map<string, Value>() };
    if (before?.by !== by) known.set(rules, { by, values });
    const value = values.get(key) ?? make();
    if (!values.has(key) && values.size >= most) values.clear();
    values.set(key, value);
    return value;
  };
}
