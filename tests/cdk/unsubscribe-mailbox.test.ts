import { expect, test } from 'vitest';
import { all, say } from './synthesised.ts';

test('email to the unsubscribe address triggers its function, and only SES of this account may trigger it', () => {
  const rules = all('AWS::SES::ReceiptRule').map(([, { Properties }]) => Properties.Rule);
  expect(rules).toHaveLength(1);
  expect(rules[0].Recipients).toEqual(['leave@news.example.org']);
  expect(rules[0].Enabled).toBe(true);
  expect(rules[0].Actions.map((action: object) => Object.keys(action))).toEqual([['LambdaAction']]);
  expect(say(rules[0].Actions[0].LambdaAction.FunctionArn)).toMatch('UnsubscribeByMail');
  expect(rules[0].Actions[0].LambdaAction.InvocationType).toBe('Event');
  const triggering = all('AWS::Lambda::Permission').filter(([, { Properties }]) => Properties.Principal === 'ses.amazonaws.com');
  expect(triggering.map(([, { Properties }]) => [say(Properties.FunctionName), say(Properties.SourceAccount)])).toEqual([
    [expect.stringMatching('UnsubscribeByMail'), expect.stringMatching('AccountId')],
  ]);
});
