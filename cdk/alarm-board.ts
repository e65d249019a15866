import { Duration, Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { FilterPattern } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { LOG_WORDS } from '#adapters/log-lines';
import { thisAccount } from '#cdk/access';

/** What an alarm says to the programme lead, who is not a developer, in plain sentences. */
export type AlarmText = {
  /** Who is affected, and how. */
  impact: string;
  /** What to do now. */
  remedy: string;
};

export type AlarmProps = AlarmText & {
  metric: IMetric;
  /** The alarm goes off when the metric is this or more; with `below`, when it is less. */
  at: number;
  below?: boolean;
  /** How many periods in a row. Default 1. */
  periods?: number;
  /** Missing data sets off the alarm too: for what must happen every minute. */
  silenceIsBad?: boolean;
};

/** One SNS topic to the programme lead's mailbox, and the alarms that publish to it when they start and when they end. */
export class AlarmBoard extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, { email, stage }: { email: string; stage?: string | undefined }) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', {
      displayName: stage === undefined ? 'Newsroom alarms' : `Newsroom alarms (${stage})`,
      enforceSSL: true,
    });
    // `enforceSSL` gives the topic its own policy, which replaces the default one that let CloudWatch in. Without this no alarm arrives.
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsRing',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: thisAccount(this),
      }),
    );
    this.topic.addSubscription(new EmailSubscription(email));
  }

  /** Adds an alarm below `scope`. */
  add(scope: Construct, id: string, props: AlarmProps): void {
    const alarm = new Alarm(scope, id, {
      metric: props.metric,
      alarmDescription: `${props.impact} ${props.remedy}`,
      threshold: props.at,
      comparisonOperator: props.below ? ComparisonOperator.LESS_THAN_THRESHOLD : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: props.periods ?? 1,
      treatMissingData: props.silenceIsBad ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
    alarm.addOkAction(new SnsAction(this.topic));
  }
}

type Logging = { lambda: Lambda };

/** Returns the metric that counts the lines with these words in the logs of functions, in spans of five minutes. */
export function linesWith(words: keyof typeof LOG_WORDS, functions: readonly [Logging, ...Logging[]]): IMetric {
  const name = `Lines${words.charAt(0).toUpperCase()}${words.slice(1)}`;
  // All of them count for one metric.
  for (const { lambda } of functions) {
    lambda.logGroup.addMetricFilter(name, {
      filterPattern: FilterPattern.literal(`"${LOG_WORDS[words]}"`),
      metricNamespace: Stack.of(lambda).stackName,
      metricName: name,
    });
  }
  return new Metric({ namespace: Stack.of(functions[0].lambda).stackName, metricName: name, ...countIn(Duration.minutes(5)) });
}

/** Returns the metric options that count events in each period. */
export const countIn = (period: Duration): { statistic: string; period: Duration } => ({ statistic: 'Sum', period });
