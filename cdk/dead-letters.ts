import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { AlarmBoard, AlarmText } from '#cdk/alarm-board';

/** Adds below `scope` a queue that keeps failed messages for 14 days, and an alarm that is on while the queue has any. */
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
