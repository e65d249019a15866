import { expect, test } from 'vitest';
import { permissions } from './permissions.ts';
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

test('mail to unsubscribe that its function could not work on is kept for two weeks, and sets off an alarm', () => {
  const found = all('AWS::Lambda::Function').find(([name]) => name.startsWith('UnsubscribeByMail'));
  const queue = say(found?.[1].Properties.DeadLetterConfig.TargetArn);
  expect(queue).toMatch('UnsubscribeByMailDeadLetters');
  const [[, dead] = []] = all('AWS::SQS::Queue').filter(([name]) => name.startsWith('UnsubscribeByMailDeadLetters'));
  expect(dead?.Properties.MessageRetentionPeriod).toBe(14 * 24 * 3600);
  const alarms = all('AWS::CloudWatch::Alarm').filter(([, alarm]) =>
    JSON.stringify(alarm.Properties.Dimensions ?? '').includes('UnsubscribeByMailDeadLetters'),
  );
  expect(alarms).toHaveLength(1);
  expect(alarms[0]?.[1].Properties.AlarmDescription).toMatch('after three tries it is still not done');
  const writing = permissions().filter(({ role, action }) => role === 'UnsubscribeByMail' && action === 'sqs:SendMessage');
  expect(writing.map(({ on }) => on)).toEqual([expect.stringMatching('UnsubscribeByMailDeadLetters')]);
});
