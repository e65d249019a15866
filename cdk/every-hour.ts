import { Duration } from 'aws-cdk-lib';
import { ContextAttribute, Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Construct } from 'constructs';
import { acknowledgeVersions } from '#cdk/every-minute';
import type { Handler } from '#cdk/handler';

/** Invokes a function each hour, or each few hours (UTC), with that hour as its input. A lost hour is made up for by the next one. */
export class EveryHour extends Construct {
  constructor(scope: Construct, id: string, props: { triggers: Handler; description: string; hours?: number }) {
    super(scope, id);
    const { lambda } = props.triggers;
    lambda.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: Duration.minutes(30) });
    new Schedule(this, 'Schedule', {
      description: props.description,
      schedule: ScheduleExpression.rate(Duration.hours(props.hours ?? 1)),
      target: new LambdaInvoke(lambda, {
        input: ScheduleTargetInput.fromObject({ scheduledTime: ContextAttribute.scheduledTime }),
        retryAttempts: 1,
        maxEventAge: Duration.minutes(30),
      }),
    });
    acknowledgeVersions(lambda);
  }
}
