import { caniemail } from 'caniemail';
import { acceptedFeatures, type Family } from '#tests/mail/accepted-features';
import { htmlOf, type Mail } from '#tests/mail/mails';
import type { Verdict } from '#tests/mail/verdict';

const FAMILIES: [
  Family,
  ReadonlyArray<
    | 'outlook.windows'
    | 'outlook.windows-mail'
    | 'outlook.macos'
    | 'outlook.outlook-com'
    | 'outlook.ios'
    | 'outlook.android'
    | 'gmail.*'
    | 'apple-mail.*'
  >,
][] = [
  ['Word', ['outlook.windows', 'outlook.windows-mail']],
  ['Outlook', ['outlook.macos', 'outlook.outlook-com', 'outlook.ios', 'outlook.android']],
  ['Gmail', ['gmail.*']],
  ['Apple', ['apple-mail.*']],
];

/** Reports the features of the mails that some mail program does not support, except for the accepted ones. */
export function canIEmail(mails: readonly Mail[]): Verdict {
  const differences = new Set<string>();
  const used = new Set<string>();
  for (const mail of mails) {
    for (const [family, clients] of FAMILIES) {
      const { issues } = caniemail({ clients: [...clients], html: htmlOf(mail) });
      const titles = (list: typeof issues.errors) => new Set([...list.values()].flat().map(({ title }) => title));
      for (const title of titles(issues.errors)) {
        used.add(title);
        if (!acceptedFeatures[title]?.missing.includes(family)) differences.add(`${family} does not know ${title}: in "${mail.name}"`);
      }
      for (const title of titles(issues.warnings)) {
        used.add(title);
        if (!acceptedFeatures[title]) differences.add(`${family} knows ${title} in part: in "${mail.name}"`);
      }
    }
  }
  const unused = Object.keys(acceptedFeatures).filter((title) => !used.has(title));
  return {
    said: [
      `${used.size} features that some program does not know, all of them accepted but ${differences.size}.`,
      ...(unused.length === 0 ? [] : [`Accepted, and not used any more: ${unused.join(', ')}.`]),
    ],
    wrong: [...differences],
  };
}
