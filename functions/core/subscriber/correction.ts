// What the desk may correct of a person: never so that they get more than they agreed to. For that they use their own link.

import { presentTopics } from '#core/rules/merged';
import type { Rules } from '#core/rules/rules';
import { frequencies } from '#core/subscriber/frequencies';
import { withFormerKeys } from '#core/subscriber/merged-choices';
import { type Mistake, type Read, readChoices, type Typed } from '#core/subscriber/preferences-form';
import type { Choices, Subscriber } from '#core/subscriber/subscriber';
import { oneLine } from '#core/text/lines';

const MAX_REASON_CHARACTERS = 200;

/** Returns the frequencies that bring no more emails than the present one, which is among them. */
export function sameOrLess({ frequency }: Pick<Choices, 'frequency'>, rules: Pick<Rules, 'digests'>): ReturnType<typeof frequencies> {
  const rank = (value: string): number => {
    if (value === 'events') return 0;
    if (value === 'each') return 3;
    const digest = rules.digests.find(({ name }) => name === value);
    // A digest that the rules do not know any more is sent to nobody, as if it were news of events only.
    return digest === undefined ? 0 : digest.when.every === 'month' ? 1 : 2;
  };
  const now = rank(frequency);
  const offered = frequencies(rules).filter(({ value }) => value === frequency || rank(value) < now);
  return offered.length > 0 ? offered : frequencies(rules).filter(({ value }) => value === 'events');
}

/** Returns the topics that a person gets now: those they chose, or every one. */
export function topicsNow({ topics }: Pick<Choices, 'topics'>, rules: Pick<Rules, 'topics' | 'mergedTopics'>): Choices['topics'] {
  return topics.length === 0 ? [...rules.topics.keys()] : presentTopics(topics, rules);
}

/** Reads what was typed into the form. */
export function readCorrection(typed: Typed, person: Subscriber, rules: Rules): Read<{ choices: Choices; reason: string }> {
  const reason = [...oneLine(typed('reason')[0] ?? '')].slice(0, MAX_REASON_CHARACTERS).join('');
  const read = readChoices(typed, rules);
  const mistakes: Mistake[] = 'mistakes' in read ? read.mistakes.map(asTheirs) : [];
  const had = topicsNow(person, rules);
  const ticked = typed('topics').filter((topic) => had.some((one) => one === topic));
  if ('value' in read && !sameOrLess(person, rules).some(({ value }) => value === read.value.frequency))
    mistakes.push({ field: 'frequency', sentence: 'Choose what they have now, or less: for more, send them the link to their choices' });
  // No topic at all would mean every one.
  if (had.length > 0 && ticked.length === 0)
    mistakes.push({ field: 'topics', sentence: 'Leave at least one topic. To end all emails, use “Stop their emails”' });
  if (reason === '') mistakes.push({ field: 'reason', sentence: 'Say why, for example “She phoned on 3 March”' });
  if (mistakes.length > 0 || 'mistakes' in read) return { mistakes };
  const topics = ticked.length === had.length ? person.topics : had.filter((topic) => ticked.includes(topic));
  return { value: { choices: withFormerKeys({ ...read.value, topics }, person, rules), reason } };
}

function asTheirs({ field }: Mistake): Mistake {
  return { field, sentence: field === 'name' ? 'The name must have 80 letters or fewer' : 'Choose which emails they get' };
}
