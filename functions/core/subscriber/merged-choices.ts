// A person's choices when topics or trusts were merged.
import { formerTopics, presentOrganisation, presentTopics } from '#core/rules/merged';
import type { Rules } from '#core/rules/rules';
import type { Choices } from '#core/subscriber/subscriber';

type Merges = Pick<Rules, 'mergedTopics' | 'mergedOrganisations'>;

/** Returns the choices as they count now. */
export function presentChoices<C extends Pick<Choices, 'topics' | 'organisation'>>(choices: C, rules: Merges): C {
  const { topics, organisation } = choices;
  return {
    ...choices,
    topics: presentTopics(topics, rules),
    ...(organisation === undefined ? {} : { organisation: presentOrganisation(organisation, rules) }),
  };
}

/**
 * Returns new choices with the keys of before, as far as they count as what is chosen now: a merge that is taken back gives everybody what
 * they had.
 */
export function withFormerKeys(chosen: Choices, before: Pick<Choices, 'topics' | 'organisation'>, rules: Merges): Choices {
  const kept = formerTopics(chosen.topics, rules).filter((topic) => before.topics.includes(topic));
  const isSameTrust = before.organisation !== undefined && presentOrganisation(before.organisation, rules) === chosen.organisation;
  return {
    ...chosen,
    topics: [...new Set([...chosen.topics, ...kept])],
    ...(isSameTrust && before.organisation !== undefined ? { organisation: before.organisation } : {}),
  };
}
