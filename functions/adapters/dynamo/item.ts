// Typed fields of DynamoDB items: each store declares its records once, for writing and for reading.
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { Temporal } from 'temporal-polyfill';

export type Item = Record<string, AttributeValue>;

/** Writes and reads one value of an item. A written value reads back equal; reading anything else throws and names the place. */
export type Field<V> = { write(value: V): AttributeValue; read(stored: AttributeValue, where: string): V; attribute?: string };

/** A member that is stored under another attribute name, because stored items are older than the member's name. */
export const storedAs = <V>(attribute: string, field: Field<V>): Field<V> => ({ ...field, attribute });

const wrong = (where: string, wanted: string): never => {
  throw new Error(`A stored item is damaged, or a newer release has written it: ${where} is no ${wanted}.`);
};

export const text: Field<string> = { write: (S) => ({ S }), read: ({ S }, where) => S ?? wrong(where, 'text') };
export const number: Field<number> = {
  write: (n) => ({ N: String(n) }),
  read: ({ N }, where) => (N === undefined ? wrong(where, 'number') : Number(N)),
};
export const flag: Field<boolean> = { write: (BOOL) => ({ BOOL }), read: ({ BOOL }, where) => BOOL ?? wrong(where, 'flag') };
export const instant: Field<Temporal.Instant> = throughText(Temporal.Instant.from);
export const day: Field<Temporal.PlainDate> = throughText(Temporal.PlainDate.from);
export const zoned: Field<Temporal.ZonedDateTime> = throughText(Temporal.ZonedDateTime.from);

/** A branded id. The cast is safe, because only an id is ever written there. */
export const id = <B extends string>(): Field<B> => ({ write: (S) => ({ S }), read: ({ S }, where) => (S ?? wrong(where, 'id')) as B });

/** One of a few strings. */
export function oneOf<W extends string>(...words: W[]): Field<W> {
  return {
    write: (S) => ({ S }),
    read: ({ S }, where) => words.find((option) => option === S) ?? wrong(where, `one of ${words.join(', ')}`),
  };
}

/** A text whose values are partly stored under an older word: `storedWords({ unsubscribed: 'left' }, field)`. */
export function storedWords<W extends string>(words: Partial<Record<W, string>>, field: Field<W>): Field<W> {
  const stored = new Map(Object.entries<string | undefined>(words));
  const meant = new Map([...stored].map(([word, older]) => [older, word]));
  return {
    ...field,
    write: (value) => ({ S: stored.get(value) ?? value }),
    read: (attribute, where) => field.read({ S: meant.get(attribute.S) ?? attribute.S ?? wrong(where, 'text') }, where),
  };
}

export function list<V>(field: Field<V>): Field<V[]> {
  return {
    write: (values) => ({ L: values.map(field.write) }),
    read: ({ L }, where) => L?.map((stored, i) => field.read(stored, `${where}[${i}]`)) ?? wrong(where, 'list'),
  };
}

function throughText<V extends { toString(): string }>(parse: (written: string) => V): Field<V> {
  // The members of a group have the same time. Writing it out costs a microsecond or two, and it never changes.
  let last: { value: V; S: string } | undefined;
  const write = (value: V): AttributeValue => {
    if (last?.value !== value) last = { value, S: value.toString() };
    return { S: last.S };
  };
  return { write, read: ({ S }, where) => (S === undefined ? wrong(where, 'time') : parse(S)) };
}

type OptionalKey<T> = { [K in keyof T]-?: object extends Pick<T, K> ? K : never }[keyof T];
type Fields<T, K extends keyof T> = { [P in K]-?: Field<Exclude<T[P], undefined>> };

export type RecordFields<T> = { write(value: T): Item; read(item: Item, where: string): T };

/** A record with a field for every member: the compiler reports a member without one. Absent optional members are not written. */
export function record<T extends object>(
  required: Fields<T, Exclude<keyof T, OptionalKey<T>>>,
  optional: Fields<T, OptionalKey<T>>,
): RecordFields<T> {
  const fields = Object.entries<Field<unknown>>({ ...required, ...optional }).map(([name, field]) => ({
    name,
    attribute: field.attribute ?? name,
    field,
  }));
  return {
    write(value) {
      const item: Item = {};
      for (const { name, attribute, field } of fields) {
        const member: unknown = value[name as keyof T];
        if (member !== undefined) item[attribute] = field.write(member);
      }
      return item;
    },
    read(item, where) {
      const value: Record<string, unknown> = {};
      for (const { name, attribute, field } of fields) {
        const stored = item[attribute];
        if (stored !== undefined) value[name] = field.read(stored, `${where}.${name}`);
        else if (name in required) wrong(`${where}.${name}`, 'member of it');
      }
      return value as T;
    },
  };
}

/** A record inside an item. */
export function map<V>(inner: RecordFields<V>): Field<V> {
  return { write: (value) => ({ M: inner.write(value) }), read: ({ M }, where) => inner.read(M ?? wrong(where, 'map'), where) };
}

/** A union by `state`, where each state has a record of its own. `words`: states that are stored under an older word. */
export function byState<U extends { state: string }>(
  states: { [S in U['state']]: RecordFields<Omit<Extract<U, { state: S }>, 'state'>> },
  words: Partial<Record<U['state'], string>> = {},
): Field<U> {
  const stateField = storedWords<string>(words, text);
  // The cast: the compiler cannot follow that the state chooses the fields.
  const fieldsOf = states as Record<string, RecordFields<object>>;
  return {
    write: (value) => ({ M: { state: stateField.write(value.state), ...fieldsOf[value.state]?.write(value) } }),
    read: ({ M }, where) => {
      const state = stateField.read(M?.state ?? wrong(where, 'map with a state'), `${where}.state`);
      const fields = fieldsOf[state] ?? wrong(`${where}.state`, 'state it can have');
      return { state, ...fields.read(M ?? {}, where) } as U;
    },
  };
}
