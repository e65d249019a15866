import type { Temporal } from 'temporal-polyfill';
import type { WhatWeHold } from '#core/privacy/subject-access';
import { RETENTION, retentionWords } from '#core/rules/retention';
import type { Rules } from '#core/rules/rules';
import { nhsDate, nhsDateTime } from '#core/time/nhs-dates';
import { choiceWords } from '#web/readers/preferences-view';

/** The same facts as the file has, as a page shows them: days and times as people write them. */
export function heldView(held: WhatWeHold, rules: Rules) {
  const { you, agreed, stopsAndStarts, unconfirmedForms, letters, cameBack, emails } = held;
  const when = (at: Temporal.Instant | undefined) => (at === undefined ? '' : nhsDateTime(at.toZonedDateTimeISO(rules.timezone)));
  const words = (choices: Chosen) =>
    choiceWords({ ...choices, frequency: choices.emails, topics: [...choices.topics], organisation: choices.organisation ?? '' }, rules);
  const { sendLog, afterLeaving } = RETENTION;
  return {
    you: you && {
      ...words(you),
      address: you.address,
      name: you.name,
      status: you.status,
      confirmed: when(you.confirmed),
      pausedUntil: you.pausedUntil ? nhsDate(you.pausedUntil) : '',
      left: you.left ? `${when(you.left.when)}, ${you.left.how}` : '',
      mark: you.mark,
    },
    agreed: agreed && { ...agreed, asked: when(agreed.asked), confirmed: when(agreed.confirmed) },
    log: stopsAndStarts.map((entry) => ({ what: entry.what, when: when(entry.when) })),
    forms: unconfirmedForms.map((form) => ({ ...words(form), address: form.address, name: form.name, when: when(form.when) })),
    letters: letters.map(({ day, what, became }) => ({ when: nhsDate(day), what, became })),
    cameBack: cameBack.map((entry) => ({ what: entry.what, when: when(entry.when) })),
    emails: emails.map(({ due, what, became }) => ({ when: nhsDateTime(due), what, became })),
    kept: { sendLog: retentionWords(sendLog), afterLeaving: retentionWords(afterLeaving) },
  };
}

type Chosen = { name: string; organisation?: string | undefined; emails: string; topics: NonNullable<WhatWeHold['you']>['topics'] };
