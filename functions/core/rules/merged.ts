// Topics and trusts that were merged into others. What stories and people have keeps its key, and counts as the other one.
import type { Rules, Topic } from '#core/rules/rules';

type Merges = Pick<Rules, 'mergedTopics' | 'mergedOrganisations'>;

/** Returns the topics that these count as now, each once. */
export function presentTopics(topics: readonly Topic[], { mergedTopics }: Merges): Topic[] {
  return [...new Set(topics.map((topic) => mergedTopics?.get(topic) ?? topic))];
}

/** Returns the keys of before that count as one of these topics. */
export function formerTopics(topics: readonly Topic[], { mergedTopics }: Merges): Topic[] {
  return [...(mergedTopics ?? [])].filter(([, into]) => topics.includes(into)).map(([former]) => former);
}

/** Returns the trust that this one counts as now. */
export function presentOrganisation(organisation: string, { mergedOrganisations }: Merges): string {
  return mergedOrganisations?.get(organisation) ?? organisation;
}

/** Returns the keys of before that count as one of these trusts. */
export function formerOrganisations(organisations: readonly string[], { mergedOrganisations }: Merges): string[] {
  return [...(mergedOrganisations ?? [])].filter(([, into]) => organisations.includes(into)).map(([former]) => former);
}

/** Returns the words for a trust: its name, or its key when the rules do not know it. */
export function organisationName(organisation: string, rules: Pick<Rules, 'organisations'> & Merges): string {
  const present = presentOrganisation(organisation, rules);
  return rules.organisations.get(present) ?? present;
}

/** Returns the words for topics. */
export function topicNames(topics: readonly Topic[], rules: Pick<Rules, 'topics'> & Merges): string[] {
  return presentTopics(topics, rules).map((topic) => rules.topics.get(topic) ?? topic);
}
