import type { IDisplayOptions } from 'n8n-workflow';
import { kindsOf } from '../../src/pipeline/kinds';
import type { KindName } from '../../src/pipeline/kinds';
import { PRESET_NAMES, PRESETS } from '../../src/pipeline/kinds/presets';
import { atRoot, MAKE } from '../names';

/** What is made, by a preset or without one. */
interface Made {
  /** Kinds that are chosen themselves. */
  kinds: readonly KindName[];
  /** Kinds whose presets are. */
  byPreset: readonly KindName[];
}

/**
 * Hides a field but where one of these is made. What is made stands in `preset`, or where that is none in `kind` or `operation`, as the version has it; n8n
 * knows no "or" between parameters, but it hides a field as soon as one of them says so, and one that is not shown itself says nothing (`kindFields`).
 * @param inCollection whether the field is an option of a collection
 */
export function hiddenBut({ kinds, byPreset }: Made, { inCollection = false } = {}): IDisplayOptions {
  const name = (parameter: string): string => (inCollection ? atRoot(parameter) : parameter);
  const others = kindsOf('createJob').filter((kind) => !kinds.includes(kind));
  const presets = PRESET_NAMES.filter((preset) => !byPreset.includes(PRESETS[preset].kind));
  return {
    hide: {
      ...(presets.length > 0 && { [name(MAKE.preset)]: presets }),
      ...(others.length > 0 && { [name(MAKE.kind)]: others, [name(MAKE.operation)]: others }),
    },
  };
}
