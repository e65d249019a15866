import type { Rules } from '#core/rules/rules';

/** Returns the frequencies that a reader can choose, each with its label on the form. `often`: the label within a sentence. */
export function frequencies(rules: Pick<Rules, 'digests'>): { value: string; words: string; often: string }[] {
  return [
    ...rules.digests.map(({ name, when }) => {
      const words = when.every === 'week' ? 'Once a week' : 'Once a month';
      return { value: name, words: `${words}: the ${name} digest of our posts and events`, often: words.toLowerCase() };
    }),
    { value: 'each', words: 'Each new post, as it comes out', often: 'each new post as it comes out' },
    { value: 'events', words: 'Only news of our events', often: 'only news of our events' },
  ];
}
