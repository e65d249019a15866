import { join } from 'node:path';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as Lambda, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Grant } from '#adapters/grants';
import { type Places, statementsOf } from '#cdk/access';
import { type AlarmBoard, type AlarmText, countIn } from '#cdk/alarm-board';
import { deadLetterQueue } from '#cdk/dead-letters';
import type { environmentNames } from '#config';

type EnvironmentName = (typeof environmentNames)[keyof typeof environmentNames];

/** The environment variables that functions/config.ts reads, without those of one machine, of one function, and for trouble. */
export type Environment = Record<Exclude<EnvironmentName, 'X_LOOPBACK_PORT' | 'ASKS_OTHER_SITES' | 'CALLS_BY' | 'DOCTOR'>, string>;

export type HandlerProps = {
  /** The name of its bundle: the folder below `bundles` that tools/build.ts writes. */
  name: string;
  bundles: string;
  timeout: Duration;
  /** 512 unless the function needs more. */
  memoryMegabytes?: number;
  /** The function's rights, besides writing its own log. */
  grants: readonly Grant[];
  alarms: AlarmBoard;
  /** For a function that AWS calls without waiting: the alarm text for events that it could not work on after three tries. */
  unhandled?: AlarmText;
  /** The alarm text for errors and throttles of this function. */
  failing: AlarmText;
};

/**
 * One Lambda function with its own role, a log that is kept for three months, and alarms. X-Ray is off: the ledger records the outcome
 * of each mail, and a trace would store readers' links in one more place.
 */
export class Handler extends Construct {
  readonly lambda: Lambda;
  readonly #role: Role;
  readonly #grants: readonly Grant[];

  constructor(scope: Construct, id: string, props: HandlerProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Log', { retention: RetentionDays.THREE_MONTHS, removalPolicy: RemovalPolicy.DESTROY });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    this.#role = role;
    this.#grants = props.grants;
    this.lambda = new Lambda(this, 'Function', {
      description: `newsroom ${props.name}`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(join(props.bundles, props.name)),
      handler: 'index.handler',
      // AWS gives CPU by memory. With 512 MB it sends hundreds of mails a second, far above the limit of a new SES account.
      memorySize: props.memoryMegabytes ?? 512,
      timeout: props.timeout,
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      ...(props.unhandled ? { deadLetterQueue: deadLetterQueue(this, props.alarms, props.unhandled) } : {}),
    });
    const spans = countIn(Duration.minutes(5));
    props.alarms.add(this, 'Errors', { metric: this.lambda.metricErrors(spans), at: 1, ...props.failing });
    props.alarms.add(this, 'Throttles', { metric: this.lambda.metricThrottles(spans), at: 1, ...props.failing });
  }

  /** Gives the function its environment variables and permissions. Call it once, when all places exist. */
  connect(environment: Environment, places: Places): void {
    for (const [name, value] of Object.entries(environment)) this.lambda.addEnvironment(name, value);
    for (const statement of statementsOf(this.#grants, places)) this.#role.addToPrincipalPolicy(statement);
  }
}
