import { CfnElement, Duration, Stack, Validations } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { ContextAttribute, Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Construct } from 'constructs';
import { type AlarmBoard, type AlarmText, countIn } from '#cdk/alarm-board';
import { deadLetterQueue } from '#cdk/dead-letters';
import type { Handler } from '#cdk/handler';

/**
 * Invokes a function each minute (UTC) with that minute as its input: the only clock of all decisions. The core converts to local time,
 * because a schedule in local time skips what falls into the hour that is lost in spring.
 */
export class EveryMinute extends Construct {
  constructor(scope: Construct, id: string, props: { triggers: Handler; alarms: AlarmBoard; missing: AlarmText }) {
    super(scope, id);
    const { lambda } = props.triggers;
    // The next tick does what this one missed, so an old tick is not worth a retry.
    lambda.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: Duration.minutes(1) });
    const missed = deadLetterQueue(this, props.alarms, {
      impact: 'A minute of the newsroom was missed, because its function could not be started: what was due then goes out a minute later.',
      remedy: 'If it was one minute, empty this queue. If it keeps ringing, ask a developer to look at the schedule.',
    });
    Validations.of(missed).acknowledge({
      id: 'AwsSolutions::AwsSolutions-SQS3',
      reason: 'It is the dead-letter queue, of a schedule, which the rule does not look at.',
    });
    new Schedule(this, 'Schedule', {
      description: 'Every minute: the tick of the newsroom.',
      schedule: ScheduleExpression.rate(Duration.minutes(1)),
      target: new LambdaInvoke(lambda, {
        input: ScheduleTargetInput.fromObject({ scheduledTime: ContextAttribute.scheduledTime }),
        retryAttempts: 1,
        maxEventAge: Duration.minutes(1),
        deadLetterQueue: missed,
      }),
    });
    const done = new MathExpression({
      expression: 'started - failed',
      usingMetrics: {
        started: lambda.metricInvocations(countIn(Duration.minutes(1))),
        failed: lambda.metricErrors(countIn(Duration.minutes(1))),
      },
      period: Duration.minutes(1),
      label: 'Ticks done',
    });
    props.alarms.add(this, 'Missing', { metric: done, at: 1, below: true, periods: 3, silenceIsBad: true, ...props.missing });
    acknowledgeVersions(lambda);
  }
}

/** The construct library lets a schedule invoke any version of its function. */
export function acknowledgeVersions(lambda: Handler['lambda']): void {
  const stack = Stack.of(lambda);
  const resource = lambda.node.defaultChild;
  if (!CfnElement.isCfnElement(resource)) throw new Error('The function is no CloudFormation element.');
  Validations.of(stack).acknowledge({
    id: `AwsSolutions::AwsSolutions-IAM5[Resource::<${stack.getLogicalId(resource)}.Arn>:*]`,
    reason: 'The scheduler may invoke any version of this one function; the construct library adds that, and there is only one version.',
  });
}
