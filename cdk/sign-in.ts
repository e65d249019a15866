import { Aws, Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnManagedLoginBranding,
  CfnUserPool,
  ClientAttributes,
  FeaturePlan,
  ManagedLoginVersion,
  Mfa,
  OAuthScope,
  PasskeyUserVerification,
  UserPool,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import type { Environment } from '#cdk/handler';

type Told = Pick<Environment, 'SIGN_IN_ISSUER' | 'SIGN_IN_CLIENT' | 'SIGN_IN_HOST' | 'SIGN_IN_SITE'>;

/** Who may use the desk: people whom somebody has added by hand, each with a password and an authenticator app, or a passkey. */
export class SignIn extends Construct {
  readonly users: UserPool;
  /** What the desk is told of it. */
  readonly environment: Told;

  constructor(scope: Construct, id: string, props: { siteHost: string }) {
    super(scope, id);
    const site = `https://${props.siteHost}`;
    const users = this.#pool();
    this.users = users;
    // The newer pages: they know passkeys, and ask again whoever is signed in already when the desk says so (`prompt=login`).
    const domain = users.addDomain('Domain', {
      cognitoDomain: { domainPrefix: `newsroom-${Aws.ACCOUNT_ID}` },
      managedLoginVersion: ManagedLoginVersion.NEWER_MANAGED_LOGIN,
    });
    // Without a secret: the desk proves with PKCE that it is the one who began, and no secret must be kept, told and rotated.
    const client = users.addClient('Desk', {
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.EMAIL],
        callbackUrls: [`${site}/desk/signed-in`],
        logoutUrls: [`${site}/desk/signed-out`],
      },
      // Passkeys need it. Unset, it would be every flow, passwords by the API among them.
      authFlows: { user: true },
      // Nobody signs in under an address that she has written into her own account: what was decided is told by it.
      writeAttributes: new ClientAttributes().withStandardAttributes({ locale: true }),
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      // The desk reads the ID token once and keeps none; what is handed out beside it is of no use and soon over.
      authSessionValidity: Duration.minutes(10),
      accessTokenValidity: Duration.minutes(5),
      idTokenValidity: Duration.minutes(5),
      refreshTokenValidity: Duration.hours(1),
    });
    // The newer pages say "unavailable" until a client has a style, if only Cognito's own.
    new CfnManagedLoginBranding(this, 'Looks', {
      userPoolId: users.userPoolId,
      clientId: client.userPoolClientId,
      useCognitoProvidedValues: true,
    });
    this.environment = {
      SIGN_IN_ISSUER: users.userPoolProviderUrl,
      SIGN_IN_CLIENT: client.userPoolClientId,
      SIGN_IN_HOST: domain.baseUrl(),
      SIGN_IN_SITE: site,
    };
  }

  #pool(): UserPool {
    const users = new UserPool(this, 'Users', {
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      signInPolicy: { allowedFirstAuthFactors: { password: true, passkey: true } },
      passkeyUserVerification: PasskeyUserVerification.REQUIRED,
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: {
        minLength: 14,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      featurePlan: FeaturePlan.ESSENTIALS,
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    // A passkey behind a finger, a face or a PIN is two factors. The construct has no word for it yet.
    if (users.node.defaultChild instanceof CfnUserPool)
      users.node.defaultChild.webAuthnFactorConfiguration = 'MULTI_FACTOR_WITH_USER_VERIFICATION';
    Validations.of(users).acknowledge({
      id: 'AwsSolutions::AwsSolutions-COG8',
      reason: 'The Plus plan watches sign-ins of a large public. Here a handful of invited people sign in with a second factor.',
    });
    return users;
  }
}
