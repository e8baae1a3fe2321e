import { INPUT, ITEMS, METADATA, MORE, OUTPUT, RUN } from '../../nodes/names';

/** What stands in the newest form of Create Job where More Options is on. */
const UNDER_MORE: readonly string[] = [
  RUN.backend,
  RUN.waits,
  RUN.options,
  RUN.stagingBucket,
  RUN.stagingPrefix,
  OUTPUT.shown,
  OUTPUT.shownFields,
  ITEMS.options,
  ...Object.values(METADATA),
];

/** Parameters of Create Job as the versions before 3 name them, put where the newest form has them. */
export function inNewestForm(parameters: object): Record<string, unknown> {
  const {
    [INPUT.source]: mode = 'binary',
    [INPUT.field]: field = 'data',
    [INPUT.url]: url = '',
    [INPUT.bucket]: bucket,
    [INPUT.key]: key = '',
    ...others
  } = parameters as Record<string, string>;
  const stored = bucket ? `${bucket}/${key}` : key;
  const value = { binary: field, url }[mode] ?? stored;
  return {
    [INPUT.media]: { __rl: true, mode, value },
    ...others,
    ...(UNDER_MORE.some((name) => name in others) && { [MORE]: true }),
  };
}
