import { collectionOf } from '../../nodes/options/groups';
import type { KindName } from '../../src/pipeline/kinds';
import { isPreset, PRESETS } from '../../src/pipeline/kinds/presets';
import { fieldsOf } from '../../src/pipeline/kinds/walk';

/** Parameters of a node with the `options` or `shortsOptions` of a test, given all together, put where the newest form has them, and `kind` under the name that it has there. Without a preset or kind they are those of a video. */
export function inCollections(parameters: object): Record<string, unknown> {
  const { options = {}, shortsOptions = {}, kind, ...others } = parameters as Record<string, unknown>;
  const { preset } = others;
  return {
    ...others,
    ...(kind !== undefined && { operation: kind }),
    ...sorted(isPreset(preset) ? PRESETS[preset].kind : ((kind ?? 'video') as KindName), options as object),
    ...sorted('shorts', shortsOptions as object),
  };
}

function sorted(kind: KindName, options: object): Record<string, unknown> {
  const groups = new Map(fieldsOf(kind).map(({ name, group }) => [name, group]));
  const collections: Record<string, Record<string, unknown>> = {};
  for (const [name, value] of Object.entries(options))
    (collections[collectionOf(kind, groups.get(name) ?? 'common').name] ??= {})[name] = value;
  return collections;
}
