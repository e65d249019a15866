import type { Temporal } from 'temporal-polyfill';
import type { SubjectAccessReport } from '#core/privacy/subject-access';
import { durationText, RETENTION } from '#core/rules/retention';
import type { Rules } from '#core/rules/rules';
import { nhsDate, nhsDateTime } from '#core/time/nhs-dates';
import { choiceTexts } from '#web/readers/preferences-view';

/** Returns the facts of the subject access file as the page shows them, with days and times as people write them. */
export function subjectAccessView(report: SubjectAccessReport, rules: Rules): object {
  const { you, agreed, stopsAndStarts, unconfirmedForms, letters, cameBack, emails } = report;
  const when = (at: Temporal.Instant | undefined) => (at === undefined ? '' : nhsDateTime(at.toZonedDateTimeISO(rules.timezone)));
  const choicesOf = (choices: Chosen) =>
    choiceTexts({ ...choices, frequency: choices.emails, topics: [...choices.topics], organisation: choices.organisation ?? '' }, rules);
  const { sendLog, afterUnsubscribe } = RETENTION;
  return {
    you: you && {
      ...choicesOf(you),
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
    forms: unconfirmedForms.map((form) => ({ ...choicesOf(form), address: form.address, name: form.name, when: when(form.when) })),
    transactionalEmails: letters.map(({ day, what, became }) => ({ when: nhsDate(day), what, became })),
    cameBack: cameBack.map((entry) => ({ what: entry.what, when: when(entry.when) })),
    emails: emails.map(({ due, what, became }) => ({ when: nhsDateTime(due), what, became })),
    kept: { sendLog: durationText(sendLog), afterUnsubscribe: durationText(afterUnsubscribe) },
  };
}

type Chosen = {
  name: string;
  organisation?: string | undefined;
  emails: string;
  topics: NonNullable<SubjectAccessReport['you']>['topics'];
};
