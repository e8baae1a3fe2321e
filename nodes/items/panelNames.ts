import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';
import type { NameOfKey } from '../../src/pipeline/errors/namedKeys';
import { INPUT, ITEM_OPTIONS, MAKE, OUTPUT, SHORTS } from '../names';
import { formName } from '../storage/outputOptions';

/** Keys of a request that a form has under another name. */
const OTHERWISE: Record<string, string> = {
  input: INPUT.source,
  inputs: ITEM_OPTIONS.items,
  output: OUTPUT.key,
  kind: MAKE.operation,
};

/** Where a list of parts stands, which a form has under the choice that shows it. */
const CHOSEN: Record<string, string> = {
  [SHORTS.fields]: 'Shorts → Using Fields Below',
  [SHORTS.json]: 'Shorts → Using JSON',
};

/** What a form calls the options of a request: their labels, by the names of its fields, those in collections too. */
export function panelNames(form: readonly INodeProperties[]): NameOfKey {
  const labels = new Map<string, string>();
  addLabels(labels, form);
  return (key) => {
    const [own, other] = [formName(key), OTHERWISE[key]];
    return CHOSEN[own] ?? labels.get(other ?? '') ?? labels.get(key) ?? labels.get(own) ?? null;
  };
}

type Part = INodeProperties | INodePropertyCollection | INodePropertyOptions;

/** The first field of a name counts: others are shown in its place. */
function addLabels(labels: Map<string, string>, parts: readonly Part[]): void {
  for (const part of parts) {
    if ('type' in part && !labels.has(part.name)) labels.set(part.name, part.displayName);
    if ('values' in part) addLabels(labels, part.values);
    else if ('options' in part && part.options !== undefined) addLabels(labels, part.options);
  }
}
