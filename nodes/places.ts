import type { INodePropertyOptions } from 'n8n-workflow';
import { ALL_BACKENDS, BACKENDS, backendsFor, DEFAULT_BACKEND, isHosted } from '../src/backends';
import type { Backend } from '../src/backends/backend';
import { kindsOf } from '../src/pipeline/kinds';
import { RUN } from './names';

/** The places where the Create Job node can run its jobs. */
export const JOB_PLACES = backendsFor(kindsOf('createJob'));
/** Those where the Create Shorts node can have its shorts made. */
export const SHORTS_PLACES = backendsFor(kindsOf('createShorts'));

const names = (backends: readonly Backend[]): string[] => backends.map(({ name }) => name);

// As they stand in displayOptions.
export const HERE = names(ALL_BACKENDS.filter((backend) => !isHosted(backend)));
/** Where the Create Job node can have others run its jobs. */
export const HOSTED_PLACES = names(JOB_PLACES.filter(isHosted));
/** Places that take addresses only, so that files are passed to them through a bucket. */
export const STAGED = names(ALL_BACKENDS.filter(({ can }) => !can.readFiles));

/** Backends as a form offers them. */
export const choices = (backends: readonly Backend[], said: keyof Backend['described']): INodePropertyOptions[] =>
  backends
    .map(({ label, name, described }) => ({ name: label, value: name, description: described[said] }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en'));

/** The credentials of backends, each shown with its own. */
export const credentialsOf = (backends: readonly Backend[]) =>
  backends.filter(isHosted).map(({ name, hosted }) => ({
    name: hosted.credential,
    required: true,
    displayOptions: { show: { [RUN.backend]: [name] } },
  }));

/** An expression of n8n for what stands under a node of where its jobs run: this machine where nothing else is named. */
export const briefOfChosen = (backends: readonly Backend[]): string => {
  const briefs = JSON.stringify(Object.fromEntries(backends.map(({ name, brief }) => [name, brief])));
  return `((${briefs})[$parameter["${RUN.backend}"]] || "${BACKENDS[DEFAULT_BACKEND].brief}")`;
};
