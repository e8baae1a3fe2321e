import type { IExecuteFunctions } from 'n8n-workflow';
import { isHosted } from '../../src/backends';
import type { KindName } from '../../src/pipeline/kinds';
import { isPreset, NO_PRESET, PRESETS, withPreset } from '../../src/pipeline/kinds/presets';
import type { PresetName, PresetEdition } from '../../src/pipeline/kinds/presets';
import { parseRequest } from '../../src/pipeline/request/request';
import { settled } from '../../src/pipeline/request/settled';
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

/** The job that the parameters of an item ask for, checked. @throws invalid_format, invalid_codec, request_invalid */
export function requestOf(
  context: IExecuteFunctions,
  index: number,
): { request: JobRequest; preset: PresetUsed | null } {
  const { typeVersion: version } = context.getNode();
  const preset = context.getNodeParameter(MAKE.preset, index, NO_PRESET);
  const kind = isPreset(preset)
    ? PRESETS[preset].kind
    : (context.getNodeParameter(kindName(version), index) as KindName);
  const form = optionsIn(kind, (collection) => context.getNodeParameter(collection, index, {}));
  if (!isPreset(preset))
    for (const { name } of requiredOptions[kind] ?? [])
      if (!isSaidOtherwise(name, form)) form[name] = context.getNodeParameter(name, index);
  const set = settled(optionValues(kind, form));
  const { options, supplied } = isPreset(preset)
    ? withPreset(preset, set, presetEdition(context))
    : { options: set, supplied: {} };
  const request = parseRequest({ kind, options, metadata: metadataValues(context, index) });
  return { request, preset: isPreset(preset) ? { name: preset, options: supplied } : null };
}
