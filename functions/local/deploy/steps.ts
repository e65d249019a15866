import type { Step } from '#local/deploy/step';
import { accountReady } from '#local/deploy/steps/account-ready';
import { alarms } from '#local/deploy/steps/alarms';
import { bootstrap } from '#local/deploy/steps/bootstrap';
import { certificate } from '#local/deploy/steps/certificate';
import { content } from '#local/deploy/steps/content';
import { credentials } from '#local/deploy/steps/credentials';
import { dns } from '#local/deploy/steps/dns';
import { firstColleague } from '#local/deploy/steps/first-colleague';
import { mark } from '#local/deploy/steps/mark';
import { preview } from '#local/deploy/steps/preview';
import { production } from '#local/deploy/steps/production';
import { protection } from '#local/deploy/steps/protection';
import { receiving } from '#local/deploy/steps/receiving';
import { rules } from '#local/deploy/steps/rules';
import { stack } from '#local/deploy/steps/stack';
import { tokens } from '#local/deploy/steps/tokens';
import { xKeys } from '#local/deploy/steps/x-keys';

/** From an empty account to the first digest. Those that wait for somebody outside begin as early as they can. */
export const STEPS: readonly Step[] = [
  rules,
  credentials,
  accountReady,
  certificate,
  bootstrap,
  preview,
  mark,
  stack,
  protection,
  tokens,
  dns,
  alarms,
  receiving,
  content,
  firstColleague,
  production,
  xKeys,
];
