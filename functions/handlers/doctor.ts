import { Temporal } from 'temporal-polyfill';
import { awsProbes } from '#adapters/doctor/aws-probes';
import { openDoctorWorld } from '#adapters/worlds';
import { readConfig, readDoctorConfig } from '#config';
import { examine } from '#flow/doctor/examine';

const config = readConfig(process.env);
const world = openDoctorWorld(config);
const probes = awsProbes(config, readDoctorConfig(process.env));

/** Invoked by EventBridge Scheduler every six hours. `scheduledTime`: the hour that it is for. */
export async function handler(event: { scheduledTime: string }): Promise<void> {
  await examine(world, probes, Temporal.Instant.from(event.scheduledTime));
}
