import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { KINDS, kindsOf } from '../../src/pipeline/kinds';
import { NO_PRESET } from '../../src/pipeline/kinds/presets';
import { MAKE } from '../names';

/** The parameter that names what is made where no preset is chosen. */
export const kindName = (version: number): string => (version < 2 ? MAKE.kind : MAKE.operation);

/** In a title these begin small. */
const SMALL_WORDS = new Set(['a', 'an', 'or', 'of', 'out', 'the']);

const inTitleCase = (text: string): string =>
  text.replace(/\S+/g, (word) => (SMALL_WORDS.has(word) ? word : word.charAt(0).toUpperCase() + word.slice(1)));

/** `action` is what n8n lists, where nodes are looked for, of a parameter that is called `operation`. */
function choices(version: number): INodePropertyOptions[] {
  return kindsOf('createJob')
    .map((value) => {
      const { label, action, description } = KINDS[value];
      return version < 2
        ? { name: label, value, description }
        : { name: inTitleCase(action), value, action, description };
    })
    .sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

/** What is made where no preset is chosen. */
export function kindFields(version: number): INodeProperties[] {
  const field: INodeProperties = {
    displayName: version < 2 ? 'Kind' : 'Operation',
    name: kindName(version),
    type: 'options',
    noDataExpression: true,
    options: choices(version),
    default: 'video',
    displayOptions: { show: { [MAKE.preset]: [NO_PRESET] } },
    description: 'What to make of the input',
  };
  // Never shown, and without choices: n8n takes for granted that a list of operations has one. It is there so that the name stands in the form twice: only of
  // such a one n8n asks whether it is shown before other fields go by its value.
  const again: INodeProperties = {
    displayName: field.displayName,
    name: field.name,
    type: 'hidden',
    default: 'video',
    displayOptions: { show: { [MAKE.preset]: [] } },
  };
  return [field, again];
}
