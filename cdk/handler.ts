import { join } from 'node:path';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as Lambda, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type Grant, type Places, statementsOf } from '#cdk/access';
import { type AlarmBoard, type AlarmText, countIn } from '#cdk/alarm-board';
import type { environmentNames } from '#config';

type EnvironmentName = (typeof environmentNames)[keyof typeof environmentNames];

/** All that functions/config.ts asks for; the port of the stand-in for X is for one machine only. */
export type Environment = Record<Exclude<EnvironmentName, 'X_LOOPBACK_PORT'>, string>;

export type HandlerProps = {
  /** The name of its bundle: the folder that tools/build.ts has written, below `bundles`. */
  name: string;
  bundles: string;
  timeout: Duration;
  /** All that it may do, besides writing its own log. */
  grants: readonly Grant[];
  /** One at a time, and none beside it. Unset: as many as are asked for. */
  oneAtATime?: boolean;
  alarms: AlarmBoard;
  /** What it means when this function breaks or is held back. */
  failing: AlarmText;
};

/**
 * One Lambda with a role of its own, a log that is kept for three months, and an alarm. There is no X-Ray: the ledger says
 * what became of each mail, and a trace would copy readers' links into one more place.
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
      // The share of a core that comes with it sends about 140 mails a second, ten times what SES allows a new account.
      memorySize: 512,
      timeout: props.timeout,
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      ...(props.oneAtATime ? { reservedConcurrentExecutions: 1 } : {}),
    });
    const spans = countIn(Duration.minutes(5));
    props.alarms.add(this, 'Errors', { metric: this.lambda.metricErrors(spans), at: 1, ...props.failing });
    // The one that runs one at a time is held back by design now and then.
    if (!props.oneAtATime) props.alarms.add(this, 'Throttles', { metric: this.lambda.metricThrottles(spans), at: 1, ...props.failing });
  }

  /** To be called once, when all places exist: then the function is told where they are, and may use those that it has grants for. */
  connect(environment: Environment, places: Places): void {
    for (const [name, value] of Object.entries(environment)) this.lambda.addEnvironment(name, value);
    for (const statement of statementsOf(this.#grants, places)) this.#role.addToPrincipalPolicy(statement);
  }
}
