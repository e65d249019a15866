import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { AlarmBoard, AlarmText } from '#cdk/alarm-board';

/** A queue in which what could not be done lies for two weeks, and the alarm that rings while anything is in it, both below `scope`. */
export function deadLetterQueue(scope: Construct, alarms: AlarmBoard, text: AlarmText): Queue {
  const queue = new Queue(scope, 'DeadLetters', {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
  alarms.add(scope, 'DeadLettersAlarm', {
    metric: queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: 'Maximum' }),
    at: 1,
    ...text,
  });
  return queue;
}
