import type { ContentFound, Findings, Place, RulesFound } from '#core/doctor/findings';
import { better, type Check, type Doubt, doubt, inOrder, type Judged, type Verdict, verdictOn, wrong } from '#core/doctor/verdict';
import { count } from '#core/text/wrap';

const check = (id: string, name: string, looked: string): Check => ({ id, part: 'content', name, looked });

const EXAMPLE = {
  is: 'not-asked',
  why: 'cdk.json still has the domain of the sample. Write ours there before the first deployment.',
} as const;

export function judgeContent({ content, rules: read, place }: Pick<Findings, 'content' | 'rules' | 'place'>): Verdict[] {
  const rules = place.example ? EXAMPLE : read;
  return [
    verdictOn(check('rules', 'The rules can be read', 'Whether newsroom.yaml counts as it is.'), content, judgeRules),
    verdictOn(check('stories', 'Every story can be read', 'Problems in the files of stories.'), content, judgeStories),
    verdictOn(
      check('sender', 'The sender is at our domain', `Whether the sender of newsroom.yaml is at ${place.domain}.`),
      rules,
      (found) => judgeSender(found, place),
    ),
    verdictOn(
      check('own-site', 'Links lead to our website', `Whether site of newsroom.yaml is https://${place.siteHost}.`),
      rules,
      (found) => judgeSite(found, place),
    ),
  ];
}

function judgeRules({ rules, ofRules }: ContentFound): Judged {
  if (rules === 'in force') return inOrder('It does.');
  return wrong(ofRules ?? 'It has a problem.', {
    otherwise: rules === 'none' ? 'nothing goes out.' : 'everything goes on by the rules of before, and no change to them counts.',
    whom: 'you',
    text: 'Open the page Rules. It says in which line the problem is, and can put the version of before back.',
  });
}

function judgeStories({ stories, problems, problem, rules }: ContentFound): Judged | Doubt {
  if (rules === 'none') return doubt('Without rules no story can be read.');
  if (problems === 0) return inOrder(`${count(stories, 'story', 'stories')}, and no problem.`);
  return better(`${count(problems, 'problem')}. The first: ${problem ?? ''}`, {
    otherwise: 'the stories with a problem stay out of emails and posts. Everything else goes out.',
    whom: 'you',
    text: 'Home names each of these stories, with a button that opens it.',
  });
}

function judgeSender({ sender }: RulesFound, { domain, on }: Place): Judged {
  const at = sender.slice(sender.lastIndexOf('@') + 1).toLowerCase();
  if (at === domain.toLowerCase()) return inOrder(`${sender} is.`);
  return wrong(`${sender} is not at ${domain}.`, {
    otherwise: on === 'aws' ? 'Amazon SES refuses each of our emails.' : 'Amazon SES would refuse each of our emails.',
    whom: 'you',
    text: `Open the page Rules, and change the sender to an address at ${domain}, for example news@${domain}.`,
  });
}

function judgeSite({ site }: RulesFound, { siteHost }: Place): Judged {
  if (site === `https://${siteHost}`) return inOrder('It is.');
  return wrong(`It is ${site}.`, {
    otherwise: 'links in our emails lead to another place, also those by which readers unsubscribe.',
    whom: 'you',
    text: `Open the page Rules, and change the address of the website to https://${siteHost}.`,
  });
}
