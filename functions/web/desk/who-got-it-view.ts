// Who got a publication, in words: each outcome, the people with it, and the filter.
import { FIGURE_OF, READER_OUTCOMES, type ReaderOutcome } from '#core/certificate/reader-outcome';
import { csvLine } from '#core/import/csv-line';
import { organisationName, presentOrganisation } from '#core/rules/merged';
import type { Rules } from '#core/rules/rules';
import type { Subscriber, SubscriberId } from '#core/subscriber/subscriber';
import type { Reached } from '#flow/certificate/reader-outcomes';
import { personUrl } from '#web/desk/audit';
import type { StatusTag } from '#web/desk/status-tags';
import { STATUS } from '#web/desk/subscribers-view';

/** Each outcome in plain words. `means`: what is known, and no more. */
export const OUTCOME: Record<ReaderOutcome, StatusTag & { means: string }> = {
  waiting: { tag: 'Waiting', colour: 'blue', means: 'Not sent yet.' },
  cancelled: { tag: 'Cancelled', colour: 'grey', means: 'Not sent, because it was cancelled.' },
  sent: {
    tag: 'Sent',
    colour: 'green',
    means:
      'Our mail service took the email. It has not come back, or the same mailbox has taken a later one since. Whether it was read, nobody knows.',
  },
  'came-back': { tag: 'Came back', colour: 'red', means: 'Our mail service took the email, and then reported that the mailbox did not.' },
  'by-person': {
    tag: 'Counts as sent',
    colour: 'yellow',
    means: 'It is not known whether it went out. Somebody at this desk decided that it counts as sent.',
  },
  left: {
    tag: 'Had left',
    colour: 'grey',
    means: 'Not sent: this person had left between the beginning and the sending, or their address took no mail.',
  },
  break: { tag: 'On a break', colour: 'grey', means: 'Not sent: this person was taking a break from our emails.' },
  refused: { tag: 'Refused', colour: 'red', means: 'Not sent: our mail service did not take it, or it was too late.' },
  unknown: {
    tag: 'Not known',
    colour: 'orange',
    means: 'It is not known whether it went out. It is not sent again before that is found out, or decided here.',
  },
};

/** The value of the filter for people who have given no organisation. */
const NO_ORGANISATION = '-';

/** What the page is narrowed to. Absent: everybody. */
export type OutcomeFilter = { outcome?: ReaderOutcome; organisation?: string };

export function readOutcomeFilter(outcome: unknown, organisation: unknown): OutcomeFilter {
  const known = READER_OUTCOMES.find((one) => one === outcome);
  return {
    ...(known ? { outcome: known } : {}),
    ...(typeof organisation === 'string' && organisation !== '' ? { organisation } : {}),
  };
}

/** Who is erased belongs to no organisation that we know of. */
export function isOfOrganisation(person: Subscriber | undefined, organisation: string, rules: Rules | undefined): boolean {
  if (!person) return false;
  const present = person.organisation && rules ? presentOrganisation(person.organisation, rules) : person.organisation;
  return organisation === NO_ORGANISATION ? !person.organisation : present === organisation;
}

export function outcomeQuery({ outcome, organisation }: OutcomeFilter): string {
  const query = new URLSearchParams({ ...(outcome ? { outcome } : {}), ...(organisation ? { organisation } : {}) }).toString();
  return query === '' ? '' : `?${query}`;
}

type Option = { value: string; words: string; checked: boolean };

export function filterView(
  { outcome, organisation }: OutcomeFilter,
  rules: Rules | undefined,
): { outcomes: Option[]; organisations: Option[] } {
  const all = (words: string, checked: boolean): Option => ({ value: '', words, checked });
  const known = [...(rules?.organisations ?? []), [NO_ORGANISATION, 'No organisation given'] as const];
  return {
    outcomes: [
      all('Everything', !outcome),
      ...READER_OUTCOMES.map((one) => ({ value: one, words: OUTCOME[one].tag, checked: one === outcome })),
    ],
    organisations: [all('All', !organisation), ...known.map(([value, words]) => ({ value, words, checked: value === organisation }))],
  };
}

/** The words of the certificate for its figures. */
const FIGURE: Record<(typeof FIGURE_OF)[ReaderOutcome], string> = {
  accepted: 'Accepted',
  suppressed: 'Suppressed',
  refused: 'Refused',
  held: 'Held',
  open: 'Still to be sent, or cancelled',
};

/** How many people have each outcome that anybody has. `figure`: where the certificate counts them. `url`: the page with only these. */
type OutcomeCount = StatusTag & { means: string; figure: string; count: string; url: string };

export function outcomeCounts(reached: readonly Reached[], path: string): OutcomeCount[] {
  const counts = new Map<ReaderOutcome, number>();
  for (const { outcome } of reached) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return READER_OUTCOMES.flatMap((outcome) => {
    const count = counts.get(outcome);
    return count === undefined
      ? []
      : [
          {
            ...OUTCOME[outcome],
            figure: FIGURE[FIGURE_OF[outcome]],
            count: count.toLocaleString('en-GB'),
            url: `${path}${outcomeQuery({ outcome })}#people`,
          },
        ];
  });
}

/** `today`: how the person stands now, if they get no emails any more. */
type ReachedLine = StatusTag & {
  url: string;
  name: string;
  address: string | undefined;
  organisation: string | undefined;
  twice: boolean;
  today: string | undefined;
};

const ERASED = 'Somebody whose details have been deleted';

export function reachedLine(
  { subscriber, outcome, twice }: Reached,
  person: Subscriber | undefined,
  rules: Rules | undefined,
): ReachedLine {
  const { tag, colour } = OUTCOME[outcome];
  return {
    tag,
    colour,
    twice,
    url: personUrl(subscriber),
    name: person ? person.name || person.address : ERASED,
    address: person?.name ? person.address : undefined,
    organisation: organisationOf(person, rules),
    today: person && person.status !== 'confirmed' ? STATUS[person.status].tag : undefined,
  };
}

const HEADER = ['name', 'email', 'organisation', 'outcome', 'what it means', 'twice', 'today'];

/** Yields the CSV file line by line, after the byte order mark by which Excel recognises UTF-8. */
export async function* outcomeLines(
  reached: readonly Reached[],
  people: ReadonlyMap<SubscriberId, Subscriber>,
  rules: Rules | undefined,
): AsyncGenerator<string> {
  yield `\ufeff${csvLine(HEADER)}`;
  for (const one of reached) {
    const person = people.get(one.subscriber);
    const { tag, means } = OUTCOME[one.outcome];
    const today = person ? STATUS[person.status].tag : ERASED;
    yield csvLine([
      person?.name ?? '',
      person?.address ?? '',
      organisationOf(person, rules) ?? '',
      tag,
      means,
      one.twice ? 'got it twice' : '',
      today,
    ]);
  }
}

function organisationOf(person: Subscriber | undefined, rules: Rules | undefined): string | undefined {
  return person?.organisation && (rules ? organisationName(person.organisation, rules) : person.organisation);
}
