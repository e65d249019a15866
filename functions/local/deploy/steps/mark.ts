import { stackName } from '#cdk/deployment';
import { STORED_FORM } from '#core/publication/stored-form';
import { done, type Step, stops } from '#local/deploy/step';
import { isFirst } from '#local/deploy/steps/preview';

export const mark: Step = {
  title: 'The moment before is noted',
  looks: () =>
    'Before an upgrade: whether this release can read what the one there has written, and whether each table can be brought back to any second of the last 35 days.',
  does: () =>
    'Notes the second, in a file and above, to which everything can go back. AWS keeps it too: the stack’s page "Events" shows when each deployment began.',
  async run({ settings, aws, keep, now }) {
    const name = stackName(settings);
    if (isFirst(await aws.stack.find(name))) return done('There is nothing yet to go back to.');
    const second = now().round({ smallestUnit: 'second', roundingMode: 'floor' }).toString();
    const tables = (await aws.stack.resources(name)).filter(({ type }) => /^AWS::DynamoDB::(Global)?Table$/.test(type));
    const publications = tables.find(({ id }) => id.startsWith('TablesPublications'));
    const form = publications ? await aws.storedForm(publications.name) : 0;
    if (form > STORED_FORM)
      return stops(
        `The newsroom there was written by a newer release. Its records have form ${form}, and this release reads only up to form ${STORED_FORM}: deployed, it would send nothing.`,
        'Deploy the newer release again. To go back in spite of that, bring the tables back first to the second before it was deployed: "Going back" and "Restore" in docs/running-on-aws.md.',
      );
    const without: string[] = [];
    for (const table of tables) if (!(await aws.canBeBroughtBack(table.name))) without.push(table.name);
    const file = keep(
      'going-back.txt',
      `Before the last deployment of ${name}: ${second}\n"Going back" and "Restore" in docs/running-on-aws.md say how.\n`,
    );
    const remedy = without.length > 0 ? ` But not of ${without.join(', ')}: npm run doctor says what to do.` : '';
    return done(`${second}, also in ${file}. All tables can be brought back to this second for 35 days.${remedy}`);
  },
};
