import { expect, test } from 'vitest';
import { forgottenEmail } from '#core/publication/forgotten';
import { id, london } from '#tests/core/samples';

test.each([
  ['alert-first-visit', 'alert', 'first-visit'],
  ['announcement-spring-2', 'announcement', 'spring-2'],
  ['reminder-spring-session-28d', 'reminder', 'spring-session'],
  ['reminder-spring-2h30min', 'reminder', 'spring'],
  ['follow-up-spring-session', 'follow-up', 'spring-session'],
  ['change-spring-session-2', 'change', 'spring-session'],
])('the id %s of a forgotten email says that it is the %s of %s', (name, kind, slug) => {
  expect(forgottenEmail(id(name), london('2026-01-05T09:00'))).toMatchObject({ id: name, kind, channel: 'email', stories: [slug] });
});

test('the id of a forgotten digest does not say what was in it', () => {
  expect(forgottenEmail(id('digest-weekly-2026-01-08'), london('2026-01-08T09:00'))).toBeUndefined();
});
