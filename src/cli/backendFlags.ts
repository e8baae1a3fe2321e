import { Option } from 'commander';
import { DEFAULT_BACKEND } from '../backends';
import type { KindName } from '../pipeline/kinds';
import { hostedFor } from './chosenBackend';

/** `local, or ittybit for the Ittybit API (key: ITTYBIT_API_KEY)`. */
const places = (kind?: KindName): string =>
  [
    DEFAULT_BACKEND,
    ...hostedFor(kind).map(({ name, label, hosted }) => `${name} for the ${label} API (key: ${hosted.env.key})`),
  ].join(', or ');

const baseUrlOption = (kind?: KindName): Option =>
  new Option(
    '--base-url <address>',
    `where the API is (default: ${hostedFor(kind)
      .map(({ hosted }) => `${hosted.env.baseUrl}, else ${hosted.baseUrl}`)
      .join('; ')})`,
  );

/** Where jobs that are there already are. */
export const placeOptions = (): Option[] => [
  new Option('--backend <name>', `where the jobs are: ${places()}`).default(DEFAULT_BACKEND),
  baseUrlOption(),
];

/** Where a job of a kind is to run, if there is a choice. */
export const backendOptions = (kind: KindName): Option[] =>
  hostedFor(kind).length === 0
    ? []
    : [
        new Option(
          '--backend <name>',
          `where to run the job: ${places(kind)}. There the result is fetched only with -o`,
        ).default(DEFAULT_BACKEND),
        baseUrlOption(kind),
        new Option(
          '--staging <s3://bucket/folder/>',
          'bucket through which a local file is passed to the API, since it takes addresses only (default: MEDIA_JOBS_STAGING)',
        ),
        new Option('--webhook-url <address>', 'where the API posts the ended job to'),
        new Option('--extra-options <json>', 'options that the API knows and this command does not'),
      ].map((option) => option.helpGroup('Somewhere else:'));
