import type { IExecuteFunctions } from 'n8n-workflow';
import { isHosted } from '../../src/backends';
import type { KindName } from '../../src/pipeline/kinds';
import { isPreset, NO_PRESET, PRESETS, withPreset } from '../../src/pipeline/kinds/presets';
import type { PresetName, PresetEdition } from '../../src/pipeline/kinds/presets';
import { parseRequest } from '../../src/pipeline/request/request';
import { settled } from '../../src/pipeline/request/settled';
import type { GivenClip } from '../clips/clip';
import { MAKE } from '../names';
import { metadataValues } from '../options/metadata';
import { optionsIn } from '../options/groups';
import { optionValues } from '../options/read';
import { requiredOptions } from './generated/options';
import { kindName } from './kindFields';
import { placeOf } from './placeOf';
import { isSince } from '../versions';
import type { JobRequest } from '../../src/pipeline/kinds/jobRequest';

/** A preset that was chosen, and the options that came from it. */
interface PresetUsed {
  name: PresetName;
  options: Record<string, unknown>;
}

/** An end stands in the form of what needs one, with a value from the beginning: a duration that is added to it says more. */
const isSaidOtherwise = (name: string, { duration = '' }: Record<string, unknown>): boolean =>
  name === 'end' && duration !== '' && duration !== null;

/** From version 2 on presets enlarge nothing and look for the best frame; hosted APIs can do neither. */
const presetEdition = (context: IExecuteFunctions): PresetEdition =>
  isSince(context, 2) && !isHosted(placeOf(context)) ? 'newest' : 'before';

const presetOf = (context: IExecuteFunctions, index: number): unknown =>
  context.getNodeParameter(MAKE.preset, index, NO_PRESET);

/** What the node is set to make. */
export function kindMade(context: IExecuteFunctions, index: number): KindName {
  const preset = presetOf(context, index);
  return isPreset(preset)
    ? PRESETS[preset].kind
    : (context.getNodeParameter(kindName(context.getNode().typeVersion), index) as KindName);
}

/**
 * The job that the parameters of an item ask for, checked.
 * @param clips of a job that has several inputs, as they were given @throws invalid_format, invalid_codec, request_invalid
 */
export function requestOf(
  context: IExecuteFunctions,
  index: number,
  clips: readonly GivenClip[] | null,
): { request: JobRequest; preset: PresetUsed | null } {
  const preset = presetOf(context, index);
  const kind = kindMade(context, index);
  const form = optionsIn(kind, (collection) => context.getNodeParameter(collection, index, {}));
  if (!isPreset(preset))
    for (const { name } of requiredOptions[kind] ?? [])
      if (!isSaidOtherwise(name, form)) form[name] = context.getNodeParameter(name, index);
  const set = settled(optionValues(kind, form));
  const { options, supplied } = isPreset(preset)
    ? withPreset(preset, set, presetEdition(context))
    : { options: set, supplied: {} };
  const request = parseRequest({
    kind,
    options,
    metadata: metadataValues(context, index),
    ...(clips !== null && { inputs: clips.map(({ asked }) => asked) }),
  });
  return { request, preset: isPreset(preset) ? { name: preset, options: supplied } : null };
}
