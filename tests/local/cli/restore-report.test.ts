import { expect, test } from 'vitest';
import { publicationId } from '#core/publication/publication';
import { report } from '#local/cli/restore-report';

test('the report of a restore speaks of one person and one email in the singular', () => {
  const said = report({
    people: { gone: 1, back: 1, erased: [] },
    replays: [{ kind: 'lost', publication: publicationId('alert', 'a'), mails: 1 }],
    posts: [],
    audits: [],
    resumed: true,
  });
  expect(said).toMatch(
    /^1 person who left, bounced or complained since is out again\.\n1 person who confirmed again since is on the list again\./,
  );
  expect(said).toContain('and 1 of its mails was out.');
});
